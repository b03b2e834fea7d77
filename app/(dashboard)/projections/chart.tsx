import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { eventsIn, flagOf } from "#app/(dashboard)/projections/events.tsx";
import { figureText, windowText } from "#app/(dashboard)/projections/figure-text.ts";
import { hrefOf, isLevel, readFigureOf, shownAs, type ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { Card } from "#app/ui/card.tsx";
import { FanChart, type FanRow } from "#app/ui/chart/fan-chart.tsx";
import { classes } from "#app/ui/class-names.ts";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { metric as entryOf } from "#lib/metrics/catalogue.ts";
import { outlineOf, spanOf, type OutlineRow } from "#lib/projections/outline.ts";
import { planOf } from "#lib/projections/plan-line.ts";
import { dayText, weekdayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** What was, what is to come and how sure, beside plan and last year: as a picture and as a table. */
export async function ProjectionChart({ view }: { view: ProjectionsView }) {
  const reader = await currentReader();
  const [t, u, m] = [translator(reader, "projections"), translator(reader, "ui"), translator(reader, "metrics")];
  const read = await readFigureOf(view);
  if (typeof read === "string") return null;
  const { found } = read;
  const { metric, shown, period } = view;
  const span = spanOf(period, shown);
  const [plan, events] = await Promise.all([planOf(database(), found.runs, found.money, metric, span), eventsIn(view, found, span)]);
  const outline = outlineOf(found.figure, period, shown, plan, isLevel(metric));
  const text = (value: number | null) => figureText(metric, value, found, reader);
  const name = m(`labels.${metric}`);
  const label = t(`chart.${shown}`, { metric: name });
  const lastOf = (row: OutlineRow) => (shown === "weeks" ? row.period.from : addDays(row.period.to, -1));
  const rows: FanRow[] = outline.map((row) => {
    const said = (label: string, value: string | null) => (value === null ? [] : [{ label, text: value }]);
    const { total } = row;
    return {
      short: dayText(lastOf(row), reader.locale, false), long: shown === "weeks" ? windowText(row.period, reader) : weekdayText(lastOf(row), reader.locale),
      actual: row.actual, mid: total?.p50 ?? null, range80: total ? [total.p10, total.p90] : null, range95: total ? [total.lo95, total.hi95] : null, plan: row.plan, past: row.past,
      said: [
        ...said(t("chart.actual"), row.actual === null ? null : text(row.actual)), ...said(t("chart.projected"), total && text(total.p50)),
        ...said(t("chart.range80"), total && t("chart.between", { low: text(total.p10), high: text(total.p90) })), ...said(t("chart.range95"), total && t("chart.between", { low: text(total.lo95), high: text(total.hi95) })),
        ...said(t("chart.plan"), row.plan === null ? null : text(row.plan)), ...said(t("chart.past"), row.past === null ? null : text(row.past)),
      ],
    };
  });
  const today = dayAt(now(), view.scope.stores[0]?.zone ?? "UTC");
  const todayAt = outline.findIndex((row) => (shown === "total" ? lastOf(row) >= today : row.period.from <= today && today < row.period.to));
  const cuts = outline.map((row) => (shown === "total" ? { from: lastOf(row), to: row.period.to } : row.period));
  const flags = events.map((event) => flagOf(event, cuts, found, reader, metric)).filter((flag) => flag !== null);
  const short = (value: number) => figureText(metric, value, found, reader, "short");
  const isMoney = entryOf(metric).unit === "money";
  const own = new URLSearchParams({ metric, from: span.from, through: addDays(span.to, -1), store: view.store === null ? "all" : String(view.store) });
  return (
    <Card className="mb-4" title={label} note={t("chart.note", { currency: isMoney ? found.money.currency : "none", period: windowText(span, reader) })} actions={
      <>
        <nav aria-label={t("view.label")} className="flex rounded-lg bg-sunken p-0.5">
          {shownAs.filter((one) => one !== "total" || !isLevel(metric)).map((one) => <Link key={one} prefetch={false} scroll={false} href={hrefOf(view, { shown: one })} aria-current={one === shown ? "true" : undefined} className={classes("rounded-md px-2.5 py-1 text-note", one === shown ? "bg-panel text-ink shadow-breath" : "text-ink-soft hover:text-ink")}>{t(`view.${one}`)}</Link>)}
        </nav>
        <ExportLinks id="projection" name={t("export.name", { metric: name })} address={`/api/v1/projections?${own}`} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />
      </>
    }>
      <FanChart rows={rows} flags={flags} today={todayAt < 0 || todayAt >= outline.length ? null : todayAt} label={label} free={isLevel(metric)} tick={short} end={short}
        words={{ actual: t("chart.actual"), projected: t("chart.projected"), wide: t("chart.ranges"), plan: t("chart.plan"), past: t("chart.past"), today: t("chart.today"), hint: t("chart.hint") }} />
      <details className="mt-2">
        <summary className="w-fit rounded text-note text-ink-faint hover:text-ink">{t("chart.table")}</summary>
        <Table label={label} tall className="mt-2 -mx-4 sm:-mx-[18px]">
          <thead><tr><Th>{t(shown === "weeks" ? "chart.week" : "chart.day")}</Th><Th numeric>{t("chart.actual")}</Th><Th numeric>{t("chart.projected")}</Th><Th numeric>{t("chart.low")}</Th><Th numeric>{t("chart.high")}</Th><Th numeric>{t("chart.plan")}</Th><Th numeric>{t("chart.past")}</Th></tr></thead>
          <tbody>
            {outline.map((row, index) => <Row key={row.period.to}><Td className="whitespace-nowrap text-ink">{rows[index]!.long}</Td>{[row.actual, row.total?.p50, row.total?.p10, row.total?.p90, row.plan, row.past].map((value, column) => <Td key={column} numeric>{text(value ?? null)}</Td>)}</Row>)}
          </tbody>
        </Table>
      </details>
    </Card>
  );
}
