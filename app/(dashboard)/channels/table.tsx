import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { keyText } from "#app/key-text.ts";
import { tryFigures } from "#app/figures.ts";
import { addressOf } from "#app/view.ts";
import { MatchedSpend } from "#app/(dashboard)/channels/matched.tsx";
import { channelDefaults, hrefOf, shownRows, type ChannelsView, type Column } from "#app/(dashboard)/channels/read.ts";
import { Bar } from "#app/ui/bar.tsx";
import { Card } from "#app/ui/card.tsx";
import { classes } from "#app/ui/class-names.ts";
import { DeltaText } from "#app/ui/delta.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { present, presentDelta } from "#lib/metrics/present.ts";
import { queryToSearch } from "#lib/metrics/query.ts";
import { isWholeComparison, type MetricRow } from "#lib/metrics/read.ts";
import { translator } from "#lib/words/words.ts";

/** From which width a column is shown: what a phone holds first. */
const from: Record<Column, string> = {
  spend: "", roas: "", net_sales: "", claimed_roas: "hidden md:table-cell", orders: "hidden md:table-cell",
  over_claim: "hidden lg:table-cell", conversion_rate: "hidden lg:table-cell", sessions: "hidden lg:table-cell", ga4_roas: "hidden xl:table-cell",
};

/** What each part costs, what three parties say that it brought, and what it sold; the parts and the total tie. */
export async function ChannelTable({ view }: { view: ChannelsView }) {
  const reader = await currentReader();
  const [t, u, m, o] = [translator(reader, "channels"), translator(reader, "ui"), translator(reader, "metrics"), translator(reader, "overview")];
  const answer = await tryFigures(view.table);
  const cut = m(`cuts.${view.level}`);
  const title = t("table.title", { cut: cut.toLocaleLowerCase(reader.language) });
  if (!answer || answer.rows.length === 0) return <Card title={title} className="mb-4"><p className="pb-4 text-ink-faint">{answer ? o("by.none") : o("card.failedRead")}</p></Card>;
  const look = { locale: reader.locale, currency: answer.currency, size: "whole" as const };
  const percent = new Intl.NumberFormat(reader.locale, { style: "percent", maximumFractionDigits: 1, signDisplay: "negative" });
  const whole = Number(answer.total.values.net_sales ?? 0);
  // Where the sorted figure is equal (no spend at all), the larger sales come first.
  const sorted = view.table.sort!.metric;
  const rows = [...answer.rows].sort((one, other) => Number(one.isOther) - Number(other.isOther) || (one.values[sorted] === other.values[sorted] ? Number(other.values.net_sales ?? 0) - Number(one.values.net_sales ?? 0) : 0));
  const hasSales = view.columns.includes("net_sales");
  const compared = hasSales && isWholeComparison(answer);
  const words = { new: o("card.new"), points: o("card.points") };
  const figures = (row: Pick<MetricRow, "values" | "compare">, isTotal = false) => (
    <>
      {view.columns.map((id) => <Td key={id} numeric className={from[id]}>{present(id, row.values[id], look)}</Td>)}
      {hasSales ? <Td className="hidden w-[9%] 2xl:table-cell">{isTotal || whole <= 0 ? null : <Bar share={Number(row.values.net_sales ?? 0) / whole} />}</Td> : null}
      {hasSales ? <Td numeric className="hidden text-ink-faint sm:table-cell">{whole <= 0 || (row.values.net_sales ?? null) === null ? "–" : percent.format(Number(row.values.net_sales) / whole)}</Td> : null}
      {compared ? <Td numeric className="hidden xl:table-cell"><DeltaText className="text-note" delta={presentDelta("net_sales", row.values.net_sales, row.compare?.net_sales, reader.locale, words)} /></Td> : null}
    </>
  );
  return (
    <Card className="mb-4" title={title} flush note={answer.rows.some((row) => row.isOther) ? t("table.limited", { limit: shownRows }) : undefined} actions={
      <ExportLinks id="channels" name={title} address={`/api/v1/metrics?${queryToSearch({ ...view.table, limit: null })}`} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />
    }>
      <Table label={title} tall={answer.rows.length > 30}>
        <thead>
          <tr>
            <Th>{cut}</Th>
            {view.columns.map((id) => {
              const isSorted = view.table.sort?.metric === id;
              const href = addressOf("/channels", { ...view.asked, sort: { metric: id, descending: !(isSorted && view.table.sort!.descending) } }, {}, channelDefaults);
              return (
                <Th key={id} numeric className={from[id]} aria-sort={isSorted ? (view.table.sort!.descending ? "descending" : "ascending") : undefined}>
                  <Link prefetch={false} scroll={false} href={href} title={m(`sentences.${id}`)} aria-label={t("table.sort", { metric: m(`labels.${id}`) })} className={classes("rounded hover:text-ink", isSorted && "font-[620] text-ink")}>{t(`short.${id}`)}{isSorted ? (view.table.sort!.descending ? " ↓" : " ↑") : ""}</Link>
                </Th>
              );
            })}
            {hasSales ? <><Th className="hidden 2xl:table-cell"><span className="sr-only">{t("table.share")}</span></Th><Th numeric className="hidden sm:table-cell">{t("table.share")}</Th></> : null}
            {compared ? <Th numeric className="hidden xl:table-cell">{t("table.change")}</Th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const href = hrefOf(view, row);
            const key = row.keys[view.level] ?? "";
            const name = row.isOther ? o("by.other") : keyText(reader, view.level, key, row.labels[view.level]);
            return (
              <Row key={row.isOther ? "\u0000other" : key} link={href !== null}>
                <Td className="max-w-28 min-w-20 truncate text-ink sm:max-w-52" title={name}>{href ? <Link prefetch={false} href={href} className="underline-offset-2 hover:text-accent hover:underline">{name}</Link> : <span className={row.isOther || key === "" ? "text-ink-faint" : ""}>{name}</span>}</Td>
                {figures(row)}
              </Row>
            );
          })}
        </tbody>
        <tfoot><Row total><Td>{t("table.total")}</Td>{figures(answer.total, true)}</Row></tfoot>
      </Table>
      <MatchedSpend view={view} />
    </Card>
  );
}
