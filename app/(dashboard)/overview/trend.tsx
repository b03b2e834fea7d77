import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { eventFlags } from "#app/event-flags.tsx";
import { tryFigures } from "#app/figures.ts";
import { addressOf } from "#app/view.ts";
import { Card } from "#app/ui/card.tsx";
import { classes } from "#app/ui/class-names.ts";
import { TrendChart, type TrendRow } from "#app/ui/chart/trend-chart.tsx";
import { DeltaText } from "#app/ui/delta.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { daysBetween, type Day } from "#lib/core/day.ts";
import type { Grain } from "#lib/metrics/marts.ts";
import { moneyText, present, presentDelta } from "#lib/metrics/present.ts";
import { queryToSearch, type MetricQuery } from "#lib/metrics/query.ts";
import type { Scope } from "#lib/metrics/scope.ts";
import { bucketText, periodText, weekdayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** Days up to a quarter, weeks up to a year and a bit, months beyond: as many points as a chart can be read by. */
export function grainFor(from: Day, to: Day): Grain {
  const days = daysBetween(from, to);
  return days <= 92 ? "day" : days <= 400 ? "week" : "month";
}

/** Net sales over time beside the comparison, as a picture and as a table. */
export async function Trend({ query, chosen, scope }: { query: MetricQuery; chosen: MetricQuery; scope: Scope }) {
  const reader = await currentReader();
  const t = translator(reader, "overview");
  const u = translator(reader, "ui");
  const m = translator(reader, "metrics");
  const answer = await tryFigures(query);
  const grain = query.grain ?? "day";
  const title = t("trend.title", { metric: m("labels.net_sales"), grain: m(`grains.${grain}`).toLocaleLowerCase(reader.language) });
  if (!answer || answer.rows.length === 0) return <Card title={title} className="mb-4"><p className="py-8 text-ink-faint">{answer ? t("by.none") : t("card.failedRead")}</p></Card>;
  const look = { locale: reader.locale, currency: answer.currency };
  const nameOf = (day: Day) => (grain === "day" ? weekdayText(day, reader.locale) : bucketText(day, grain, reader.locale, true));
  const rows: TrendRow[] = answer.rows.map((row) => {
    const value = row.values.net_sales ?? null;
    const before = row.compare?.net_sales ?? null;
    return {
      short: bucketText(row.bucket!, grain, reader.locale), long: nameOf(row.bucket!), beforeLong: row.compareBucket ? nameOf(row.compareBucket) : null,
      value: value === null ? null : Number(value), before: before === null ? null : Number(before),
      valueText: present("net_sales", value, { ...look, size: "whole" }), beforeText: present("net_sales", before, { ...look, size: "whole" }),
    };
  });
  const days = daysBetween(answer.period.from, answer.period.to);
  const isFiscal = scope.fiscal.kind !== "months" || scope.fiscal.startMonth !== 1;
  const grains: Grain[] = ["day", "week", ...(days > 45 ? (["month"] as const) : []), ...(days > 180 ? (["quarter"] as const) : []), ...(isFiscal ? (["fiscal_week", "fiscal_period"] as const) : [])];
  const words = { actual: periodText(answer.period, reader.locale), before: answer.comparePeriod ? periodText(answer.comparePeriod, reader.locale) : null, hint: t("trend.hint") };
  const tableQuery: MetricQuery = { ...query, metrics: ["net_sales", "orders", "aov"] };
  const flags = await eventFlags(answer.stores.map(({ id }) => id), answer.rows.map((row) => row.bucket!), answer.period.to);
  const isLong = answer.rows.length > 1;
  return (
    <Card className="mb-4" title={title} note={t("trend.note", { currency: answer.currency, period: periodText(answer.period, reader.locale) })} actions={
      <>
        <nav aria-label={t("trend.grain")} className="flex rounded-lg bg-sunken p-0.5">
          {grains.map((one) => <Link key={one} prefetch={false} scroll={false} href={addressOf("/", { ...chosen, grain: one })} aria-current={one === grain ? "true" : undefined} className={classes("rounded-md px-2.5 py-1 text-note", one === grain ? "bg-panel text-ink shadow-breath" : "text-ink-soft hover:text-ink")}>{m(`grains.${one}`)}</Link>)}
        </nav>
        <ExportLinks id="trend" name={title} address={`/api/v1/metrics?${queryToSearch(tableQuery)}`} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />
      </>
    }>
      <TrendChart rows={rows} flags={flags} label={title} words={words} tick={(value) => moneyText(value, { ...look, size: "short" })} end={(value) => moneyText(value, { ...look, size: "short" })} />
      {isLong ? (
        <details className="mt-2">
          <summary className="w-fit rounded text-note text-ink-faint hover:text-ink">{t("trend.table")}</summary>
          <Table label={title} tall className="mt-2 -mx-4 sm:-mx-[18px]">
            <thead><tr><Th>{m(`grains.${grain}`)}</Th><Th numeric>{m("labels.net_sales")}</Th>{words.before ? <><Th numeric>{t("trend.before")}</Th><Th numeric>{t("trend.change")}</Th></> : null}</tr></thead>
            <tbody>
              {answer.rows.map((row, index) => (
                <Row key={row.bucket}>
                  <Td className="whitespace-nowrap text-ink">{rows[index]!.long}</Td><Td numeric>{present("net_sales", row.values.net_sales, look)}</Td>
                  {words.before ? <><Td numeric>{present("net_sales", row.compare?.net_sales, look)}</Td><Td numeric><DeltaText delta={presentDelta("net_sales", row.values.net_sales, row.compare?.net_sales, reader.locale, { new: t("card.new"), points: t("card.points") })} /></Td></> : null}
                </Row>
              ))}
              <Row total><Td>{t("by.total")}</Td><Td numeric>{present("net_sales", answer.total.values.net_sales, look)}</Td>{words.before ? <><Td numeric>{present("net_sales", answer.total.compare?.net_sales, look)}</Td><Td /></> : null}</Row>
            </tbody>
          </Table>
        </details>
      ) : null}
    </Card>
  );
}
