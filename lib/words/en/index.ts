// One file a namespace, so that a room's words stand together. Add a namespace: a file and a line.
import access from "#lib/words/en/access.json" with { type: "json" };
import accuracy from "#lib/words/en/accuracy.json" with { type: "json" };
import files from "#lib/words/en/files.json" with { type: "json" };
import goals from "#lib/words/en/goals.json" with { type: "json" };
import imports from "#lib/words/en/imports.json" with { type: "json" };
import metrics from "#lib/words/en/metrics.json" with { type: "json" };
import overview from "#lib/words/en/overview.json" with { type: "json" };
import breakdown from "#lib/words/en/breakdown.json" with { type: "json" };
import calendar from "#lib/words/en/calendar.json" with { type: "json" };
import channels from "#lib/words/en/channels.json" with { type: "json" };
import definitions from "#lib/words/en/definitions.json" with { type: "json" };
import orders from "#lib/words/en/orders.json" with { type: "json" };
import search from "#lib/words/en/search.json" with { type: "json" };
import projections from "#lib/words/en/projections.json" with { type: "json" };
import problem from "#lib/words/en/problem.json" with { type: "json" };
import secrets from "#lib/words/en/secrets.json" with { type: "json" };
import settings from "#lib/words/en/settings.json" with { type: "json" };
import sources from "#lib/words/en/sources.json" with { type: "json" };
import ui from "#lib/words/en/ui.json" with { type: "json" };

export const en = { access, calendar, goals, accuracy, imports, metrics, overview, breakdown, channels, search, definitions, orders, problem, projections, secrets, settings, sources, ui, files };
export type Messages = typeof en;
