import { currentReader } from "#app/reader.ts";
import { keyText } from "#app/key-text.ts";
import { figureText, percentText, windowText } from "#app/(dashboard)/projections/figure-text.ts";
import { isLevel, readFigureOf, type ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { Card } from "#app/ui/card.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { requireActor } from "#lib/access/page.ts";
import { addDays, now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { readParts } from "#lib/projections/parts.ts";
import { readStreams } from "#lib/projections/streams.ts";
import type { ProjectedCut } from "#lib/projections/targets.ts";
import { translator } from "#lib/words/words.ts";

export type PartsBy = "store" | ProjectedCut;

/** Where the projection comes from: stores, channels, products, new and returning customers; each adds up to the total. */
export async function Parts({ view }: { view: ProjectionsView }) {
  const read = await readFigureOf(view);
  if (typeof read === "string" || isLevel(view.metric)) return null;
  const bys: PartsBy[] = [...(read.found.runs.length > 1 ? (["store"] as const) : []), ...(view.metric === "net_sales" ? (["channel", "product", "customer_type"] as const) : [])];
  return <div className="mb-4 gap-4 xl:columns-2">{bys.map((by) => <div key={by} className="break-inside-avoid not-last:mb-4 empty:hidden"><PartsTable view={view} by={by} /></div>)}</div>;
}

async function PartsTable({ view, by }: { view: ProjectionsView; by: PartsBy }) {
  const [reader, actor, read] = [await currentReader(), await requireActor("projections"), await readFigureOf(view)];
  const [t, u] = [translator(reader, "projections"), translator(reader, "ui")];
  const { parts } = await readParts(database(), actor.stores, { store: view.store, period: view.period, metric: view.metric, by }, now());
  if (parts.length === 0 || typeof read === "string") return null;
  const total = read.total(view.period);
  const streams = by === "customer_type" ? await readStreams(database(), actor.stores, { store: view.store, period: view.period }, now()) : null;
  const title = t(`parts.${by}`);
  const text = (value: number | null) => figureText(view.metric, value, read.found, reader);
  return (
    <Card flush title={title} note={t("parts.note", { period: windowText(view.period, reader) })} actions={
      <ExportLinks id={`parts-${by}`} name={title} address={`/api/v1/projections/parts?${partsSearch(view, by)}`} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />
    }>
      <Table label={title}>
        <thead><tr><Th>{t("parts.name")}</Th><Th numeric className="max-sm:hidden">{t("parts.so")}</Th><Th numeric>{t("parts.total")}</Th><Th numeric className="max-md:hidden">{t("parts.range")}</Th><Th numeric>{t("parts.share")}</Th></tr></thead>
        <tbody>
          {parts.map((part) => (
            <Row key={part.key}>
              <Td className="min-w-28 text-ink sm:w-[36%] sm:max-w-0 sm:truncate">{part.isOther ? t("parts.other") : by === "store" ? part.name : keyText(reader, by, part.key, part.name)}</Td>
              <Td numeric className="max-sm:hidden">{text(part.total.known)}</Td><Td numeric>{text(part.amount)}</Td>
              <Td numeric className="text-ink-faint! max-md:hidden">{t("parts.between", { low: figureText(view.metric, part.total.p10, read.found, reader, "short"), high: figureText(view.metric, part.total.p90, read.found, reader, "short") })}</Td>
              <Td numeric>{part.share === null ? "–" : percentText(part.share, reader, 1)}</Td>
            </Row>
          ))}
        </tbody>
        {total ? <tfoot><Row total><Td>{t("parts.sum")}</Td><Td numeric className="max-sm:hidden">{text(total.known)}</Td><Td numeric>{text(total.p50)}</Td><Td numeric className="max-md:hidden">{t("parts.between", { low: figureText(view.metric, total.p10, read.found, reader, "short"), high: figureText(view.metric, total.p90, read.found, reader, "short") })}</Td><Td numeric>{percentText(1, reader, 1)}</Td></Row></tfoot> : null}
      </Table>
      {streams?.ahead ? <p className="px-4 pt-2.5 text-note text-ink-soft sm:px-[18px]" data-streams>{t("parts.ahead", { known: text(streams.ahead.known), later: text(streams.ahead.later) })}</p> : null}
      <p className="px-4 py-2.5 text-note text-ink-faint sm:px-[18px]">{t("parts.explain")}</p>
    </Card>
  );
}

/** The address of a table's file: what it was asked for. */
export function partsSearch(view: ProjectionsView, by: PartsBy): string {
  return new URLSearchParams({ metric: view.metric, by, from: view.period.from, through: addDays(view.period.to, -1), store: view.store === null ? "all" : String(view.store) }).toString();
}
