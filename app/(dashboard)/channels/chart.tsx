import { currentReader } from "#app/reader.ts";
import { eventFlags } from "#app/event-flags.tsx";
import { tryFigures } from "#app/figures.ts";
import type { ChannelsView } from "#app/(dashboard)/channels/read.ts";
import { Card } from "#app/ui/card.tsx";
import { TrendChart, type TrendRow } from "#app/ui/chart/trend-chart.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import type { Day } from "#lib/core/day.ts";
import { moneyText, present } from "#lib/metrics/present.ts";
import { queryToSearch, type MetricQuery } from "#lib/metrics/query.ts";
import { bucketText, periodText, weekdayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** Net sales over time, and beside them what ads cost; alone where only one of them is known, nothing where neither is. */
export async function SpendBesideSales({ view }: { view: ChannelsView }) {
  const reader = await currentReader();
  const [t, u, m, o] = [translator(reader, "channels"), translator(reader, "ui"), translator(reader, "metrics"), translator(reader, "overview")];
  const answer = await tryFigures(view.series);
  const grain = view.series.grain ?? "day";
  const [main, beside] = (["net_sales", "spend"] as const).filter((id) => view.series.metrics.includes(id));
  if (!main) return null;
  const [metric, other] = [m(`labels.${main}`), beside ? m(`labels.${beside}`) : ""];
  const words = { metric, other, grain: m(`grains.${grain}`).toLocaleLowerCase(reader.language) };
  const title = beside ? t("chart.title", words) : t("chart.alone", words);
  if (!answer || answer.rows.length === 0) return <Card title={title} className="mb-4"><p className="py-8 text-ink-faint">{answer ? o("by.none") : o("card.failedRead")}</p></Card>;
  const look = { locale: reader.locale, currency: answer.currency };
  const nameOf = (day: Day) => (grain === "day" ? weekdayText(day, reader.locale) : bucketText(day, grain, reader.locale, true));
  const number = (value: string | null | undefined) => (value === null || value === undefined ? null : Number(value));
  const rows: TrendRow[] = answer.rows.map(({ bucket, values }) => ({
    short: bucketText(bucket!, grain, reader.locale), long: t("chart.of", { day: nameOf(bucket!), metric }), beforeLong: other,
    value: number(values[main]), before: beside ? number(values[beside]) : null,
    valueText: present(main, values[main], { ...look, size: "whole" }), beforeText: beside ? present(beside, values[beside], { ...look, size: "whole" }) : "",
  }));
  const flags = await eventFlags(answer.stores.map(({ id }) => id), answer.rows.map((row) => row.bucket!), answer.period.to);
  const short = (value: number) => moneyText(value, { ...look, size: "short" });
  const tableQuery: MetricQuery = { ...view.series, metrics: beside ? [main, beside] : [main] };
  return (
    <Card className="mb-4" title={title} note={o("trend.note", { currency: answer.currency, period: periodText(answer.period, reader.locale) })} actions={
      <ExportLinks id="spend" name={title} address={`/api/v1/metrics?${queryToSearch(tableQuery)}`} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />
    }>
      <TrendChart rows={rows} flags={flags} second="beside" label={title} words={{ actual: metric, before: beside ? other : null, hint: o("trend.hint") }} tick={short} end={short} />
      {rows.length > 1 ? (
        <details className="mt-2">
          <summary className="w-fit rounded text-note text-ink-faint hover:text-ink">{o("trend.table")}</summary>
          <Table label={title} tall className="mt-2 -mx-4 sm:-mx-[18px]">
            <thead><tr><Th>{m(`grains.${grain}`)}</Th><Th numeric>{metric}</Th>{beside ? <Th numeric>{other}</Th> : null}</tr></thead>
            <tbody>
              {answer.rows.map((row) => <Row key={row.bucket}><Td className="whitespace-nowrap text-ink">{nameOf(row.bucket!)}</Td><Td numeric>{present(main, row.values[main], look)}</Td>{beside ? <Td numeric>{present(beside, row.values[beside], look)}</Td> : null}</Row>)}
              <Row total><Td>{t("table.total")}</Td><Td numeric>{present(main, answer.total.values[main], look)}</Td>{beside ? <Td numeric>{present(beside, answer.total.values[beside], look)}</Td> : null}</Row>
            </tbody>
          </Table>
        </details>
      ) : null}
    </Card>
  );
}
