// GET /api/v1/metrics: every figure of every page, as JSON, CSV or Excel. The query is the page's own address.
import { z } from "zod";
import { printable } from "#app/address-text.ts";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { exportFormats, fileAnswer } from "#lib/exports/answer.ts";
import { metricTable } from "#lib/exports/metric-table.ts";
import { defaultQuery, parseQuery } from "#lib/metrics/query.ts";
import { readMetrics } from "#lib/metrics/read.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "metrics",
  action: "read",
  query: (search) => ({ query: parseQuery(printable(search), defaultQuery, ["format"]), format: z.object({ format: z.enum(exportFormats).default("json") }).parse({ format: search.get("format") ?? undefined }).format }),
  out: "stream",
  handler: async ({ actor, query: { query, format } }) => {
    const answer = await readMetrics(database(), actor.stores, query, now());
    if (format === "json") return Response.json({ ...answer, filters: query.filters });
    const table = metricTable(answer, query);
    await audit(database(), actor, "exported", query.metrics.join(", "), { format, rows: table.rows.length });
    return fileAnswer(table, format);
  },
});
