import { Fragment } from "react";
import { isConnected } from "#app/coming.ts";
import { currentReader } from "#app/reader.ts";
import { yearBefore } from "#app/(dashboard)/projections/cards.tsx";
import { eventsIn } from "#app/(dashboard)/projections/events.tsx";
import { standingOverride } from "#app/(dashboard)/projections/override-line.tsx";
import { readFigureOf, type ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { projectionSentence } from "#app/(dashboard)/projections/sentence.ts";
import { database } from "#lib/database.ts";
import { oddsOf } from "#lib/projections/odds.ts";
import { wholeOf } from "#lib/projections/outline.ts";
import { goalOf } from "#lib/projections/plan-line.ts";
import { translator } from "#lib/words/words.ts";

/** The page's sentence. */
export async function ProjectionOpening({ view }: { view: ProjectionsView }) {
  const reader = await currentReader();
  const t = translator(reader, "projections");
  const { metric, period } = view;
  if (view.scope.span === null) return <>{t((await isConnected(view.scope.stores)) ? "sentence.coming" : "sentence.empty")}</>;
  const read = await readFigureOf(view);
  if (read === "failed") return <>{t("sentence.unread")}</>;
  const total = read === "none" ? null : read.total(period);
  if (read === "none" || !total) return <>{t("sentence.none", { metric: translator(reader, "metrics")(`labels.${metric}`).toLocaleLowerCase(reader.language) })}</>;
  if (!total.isWhole) return <>{t("sentence.part")}</>;
  const { found } = read;
  const [goal, events, override] = await Promise.all([goalOf(database(), found.runs, found.money, metric, period), eventsIn(view, found, period), standingOverride(view, period)]);
  const parts = projectionSentence({ metric, total, before: wholeOf(read.total(yearBefore(period))), goal, odds: oddsOf(found.figure, period, total, goal), events, override, found }, reader);
  return <>{parts.map(({ key, values }, index) => <Fragment key={key}>{index > 0 ? " " : ""}{t.rich(`sentence.${key}` as "sentence.sum", { ...values, b: (words) => <b>{words}</b> })}</Fragment>)}</>;
}
