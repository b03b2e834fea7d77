import { currentReader } from "#app/reader.ts";
import { eventFlags } from "#app/event-flags.tsx";
import { tryFigures } from "#app/figures.ts";
import type { SearchView } from "#app/(dashboard)/search/read.ts";
import { Card } from "#app/ui/card.tsx";
import { TrendChart, type TrendRow } from "#app/ui/chart/trend-chart.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import type { Day } from "#lib/core/day.ts";
import { present } from "#lib/metrics/present.ts";
import { bucketText, periodText, weekdayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** Clicks over time beside the comparison, as a picture and as a table of all four figures. */
export async function SearchTrend({ view }: { view: SearchView }) {
  const reader = await currentReader();
  const [t, m, o] = [translator(reader, "search"), translator(reader, "metrics"), translator(reader, "overview")];
  const answer = await tryFigures(view.series);
  const grain = view.series.grain ?? "day";
  const title = t("trend", { grain: m(`grains.${grain}`).toLocaleLowerCase(reader.language) });
  if (!answer || answer.rows.length === 0) return <Card title={title} className="mb-4"><p className="py-8 text-ink-faint">{answer ? t("sentence.unknown") : o("card.failedRead")}</p></Card>;
  const look = { locale: reader.locale, currency: answer.currency };
  const nameOf = (day: Day) => (grain === "day" ? weekdayText(day, reader.locale) : bucketText(day, grain, reader.locale, true));
  const number = (value: string | null | undefined) => (value === null || value === undefined ? null : Number(value));
  const rows: TrendRow[] = answer.rows.map((row) => ({
    short: bucketText(row.bucket!, grain, reader.locale), long: nameOf(row.bucket!), beforeLong: row.compareBucket ? nameOf(row.compareBucket) : null,
    value: number(row.values.search_clicks), before: number(row.compare?.search_clicks),
    valueText: present("search_clicks", row.values.search_clicks, look), beforeText: present("search_clicks", row.compare?.search_clicks, look),
  }));
  const flags = await eventFlags(answer.stores.map(({ id }) => id), answer.rows.map((row) => row.bucket!), answer.period.to);
  const short = (value: number) => present("search_clicks", String(value), { ...look, size: "short" });
  return (
    <Card className="mb-4" title={title} note={periodText(answer.period, reader.locale)}>
      <TrendChart rows={rows} flags={flags} label={title} words={{ actual: periodText(answer.period, reader.locale), before: answer.comparePeriod ? periodText(answer.comparePeriod, reader.locale) : null, hint: o("trend.hint") }} tick={short} end={short} />
      {rows.length > 1 ? (
        <details className="mt-2">
          <summary className="w-fit rounded text-note text-ink-faint hover:text-ink">{o("trend.table")}</summary>
          <Table label={title} tall className="mt-2 -mx-4 sm:-mx-[18px]">
            <thead><tr><Th>{m(`grains.${grain}`)}</Th>{answer.metrics.map((id) => <Th key={id} numeric>{m(`labels.${id}`)}</Th>)}</tr></thead>
            <tbody>
              {answer.rows.map((row) => <Row key={row.bucket}><Td className="whitespace-nowrap text-ink">{nameOf(row.bucket!)}</Td>{answer.metrics.map((id) => <Td key={id} numeric>{present(id, row.values[id], look)}</Td>)}</Row>)}
              <Row total><Td>{t("table.total")}</Td>{answer.metrics.map((id) => <Td key={id} numeric>{present(id, answer.total.values[id], look)}</Td>)}</Row>
            </tbody>
          </Table>
        </details>
      ) : null}
    </Card>
  );
}
