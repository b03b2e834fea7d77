import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { keyText } from "#app/key-text.ts";
import { tryFigures } from "#app/figures.ts";
import { addressOf } from "#app/view.ts";
import { figures, searchCuts, searchDefaults, shownRows, type SearchView } from "#app/(dashboard)/search/read.ts";
import { Card } from "#app/ui/card.tsx";
import { classes } from "#app/ui/class-names.ts";
import { DeltaText } from "#app/ui/delta.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { restKey } from "#lib/metrics/marts.ts";
import { present, presentDelta } from "#lib/metrics/present.ts";
import { queryToSearch } from "#lib/metrics/query.ts";
import { isWholeComparison, type MetricRow } from "#lib/metrics/read.ts";
import { translator } from "#lib/words/words.ts";

type Figure = (typeof figures)[number];
/** Whose change stands beside it, and from which width. */
const changes: Partial<Record<Figure, string>> = { search_clicks: "", search_position: "hidden lg:table-cell" };
const from: Record<Figure, string> = { search_clicks: "", search_impressions: "hidden sm:table-cell", search_ctr: "hidden md:table-cell", search_position: "" };

/** Searches by one cut, each beside what it was; what Google doesn't tell closes the sum. */
export async function SearchTable({ view }: { view: SearchView }) {
  const reader = await currentReader();
  const [t, u, m, o] = [translator(reader, "search"), translator(reader, "ui"), translator(reader, "metrics"), translator(reader, "overview")];
  const answer = await tryFigures(view.table);
  const cut = m(`cuts.${view.cut}`);
  const title = t("table.title", { cut: cut.toLocaleLowerCase(reader.language) });
  const choice = (
    <nav aria-label={t("by")} className="flex flex-wrap rounded-lg bg-sunken p-0.5">
      {searchCuts.map((one) => <Link key={one} prefetch={false} scroll={false} href={addressOf("/search", { ...view.asked, by: [one] }, {}, searchDefaults)} aria-current={one === view.cut ? "true" : undefined} className={classes("rounded-md px-3 py-1.5 text-note", one === view.cut ? "bg-panel text-ink shadow-breath" : "text-ink-soft hover:text-ink")}>{m(`cuts.${one}`)}</Link>)}
    </nav>
  );
  if (!answer || answer.rows.length === 0) return <Card title={title} actions={choice}><p className="pb-4 text-ink-faint">{answer ? t("sentence.unknown") : o("card.failedRead")}</p></Card>;
  const look = { locale: reader.locale, currency: answer.currency };
  const compared = isWholeComparison(answer);
  const words = { new: o("card.new"), points: o("card.points") };
  const hasRest = answer.rows.some((row) => row.keys[view.cut] === restKey);
  const notes = [answer.rows.some((row) => row.isOther) ? t("table.limited", { limit: shownRows }) : "", hasRest && view.cut === "query" ? t("table.hidden") : "", hasRest && view.cut === "page" ? t("table.pages") : ""].filter(Boolean).join(" ");
  // The largest come first, then all others; what isn't told stands with the total, which it completes.
  const rank = (row: MetricRow) => (row.isOther ? 1 : row.keys[view.cut] === restKey ? 2 : 0);
  const rows = answer.rows.filter((row) => rank(row) < 2).sort((one, other) => rank(one) - rank(other));
  const rest = answer.rows.find((row) => rank(row) === 2);
  const cells = (row: Pick<MetricRow, "values" | "compare">) => figures.map((id) => [
    <Td key={id} numeric className={from[id]}>{present(id, row.values[id], look)}</Td>,
    compared && id in changes ? <Td key={`${id}.change`} numeric className={changes[id]}><DeltaText className="text-note" delta={presentDelta(id, row.values[id], row.compare?.[id], reader.locale, words)} /></Td> : null,
  ]);
  return (
    <Card title={title} flush note={notes || undefined} actions={
      <>{choice}<ExportLinks id="search" name={title} address={`/api/v1/metrics?${queryToSearch({ ...view.table, limit: null })}`} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} /></>
    }>
      <Table label={title} tall={rows.length > 30}>
        <thead>
          <tr>
            <Th>{cut}</Th>
            {figures.map((id) => {
              const isSorted = view.table.sort?.metric === id;
              const isDown = isSorted && view.table.sort!.descending;
              return [
                <Th key={id} numeric className={from[id]} aria-sort={isSorted ? (isDown ? "descending" : "ascending") : undefined}>
                  <Link prefetch={false} scroll={false} href={addressOf("/search", { ...view.asked, sort: { metric: id, descending: !isDown } }, {}, searchDefaults)} title={m(`sentences.${id}`)} aria-label={t("table.sort", { metric: m(`labels.${id}`) })} className={classes("rounded hover:text-ink", isSorted && "font-[620] text-ink")}>{t(`short.${id}`)}{isSorted ? (isDown ? " ↓" : " ↑") : ""}</Link>
                </Th>,
                compared && id in changes ? <Th key={`${id}.change`} numeric className={changes[id]}>{t("table.change")}</Th> : null,
              ];
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = row.keys[view.cut] ?? "";
            const name = row.isOther ? o("by.other") : keyText(reader, view.cut, key);
            return <Row key={row.isOther ? "\u0000other" : key}><Td className={classes("max-w-0 w-[46%] truncate", row.isOther || key === "" ? "text-ink-faint" : "text-ink")} title={name}>{name}</Td>{cells(row)}</Row>;
          })}
        </tbody>
        <tfoot>{rest ? <Row className="[&>td]:bottom-[38px]!"><Td className="max-w-0 truncate text-ink-soft">{keyText(reader, view.cut, restKey)}</Td>{cells(rest)}</Row> : null}<Row total><Td>{t("table.total")}</Td>{cells(answer.total)}</Row></tfoot>
      </Table>
    </Card>
  );
}
