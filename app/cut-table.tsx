// A figure by one cut: bars, shares, changes, "all others" and a total that ties. Overview and Breakdown share it.
import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { keyText } from "#app/key-text.ts";
import { Bar } from "#app/ui/bar.tsx";
import { DeltaText } from "#app/ui/delta.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { metric, type MetricId } from "#lib/metrics/catalogue.ts";
import type { Cut } from "#lib/metrics/marts.ts";
import { present, presentDelta } from "#lib/metrics/present.ts";
import { isWholeComparison, type MetricAnswer, type MetricRow } from "#lib/metrics/read.ts";
import { translator } from "#lib/words/words.ts";

/** `hrefOf` gives the address of a row's orders; null for a row that leads nowhere. The first metric gets bar, share and change. */
export async function CutTable({ answer, cut, label, hrefOf, compact = false }: { answer: MetricAnswer; cut: Cut; label: string; hrefOf: (key: string) => string | null; compact?: boolean }) {
  const reader = await currentReader();
  const t = translator(reader, "overview");
  const m = translator(reader, "metrics");
  const [first, ...rest] = answer.metrics as [MetricId, ...MetricId[]];
  const adds = metric(first).kind === "measure";
  const largest = Math.max(...answer.rows.filter((row) => !row.isOther).map((row) => Math.abs(Number(row.values[first] ?? 0))), 1e-9);
  const look = { locale: reader.locale, currency: answer.currency, size: compact ? ("whole" as const) : ("exact" as const) };
  const lookOf = (row: Pick<MetricRow, "bounds">, id: MetricId) => ({ ...look, isBound: row.bounds?.includes(id) ?? false });
  const whole = Number(answer.total.values[first] ?? 0);
  const percent = new Intl.NumberFormat(reader.locale, { style: "percent", maximumFractionDigits: 1 });
  const compared = isWholeComparison(answer);
  const deltaOf = (row: Pick<MetricRow, "values" | "compare">) => presentDelta(first, row.values[first], row.compare?.[first], reader.locale, { new: t("card.new"), points: t("card.points") });
  return (
    <Table label={label} tall={answer.rows.length > 45}>
      <thead>
        <tr>
          <Th>{m(`cuts.${cut}`)}</Th><Th numeric>{m(`labels.${first}`)}</Th><Th className="hidden w-[18%] sm:table-cell"><span className="sr-only">{t("by.share")}</span></Th>
          {adds && !compact ? <Th numeric className="hidden sm:table-cell">{t("by.share")}</Th> : null}
          {compared ? <Th numeric>{t("by.change")}</Th> : null}
          {rest.map((id) => <Th key={id} numeric className="hidden md:table-cell">{m(`labels.${id}`)}</Th>)}
        </tr>
      </thead>
      <tbody>
        {answer.rows.map((row) => {
          const key = row.keys[cut] ?? "";
          const href = row.isOther ? null : hrefOf(key);
          const name = row.isOther ? t("by.other") : keyText(reader, cut, key, row.labels[cut]);
          const value = Number(row.values[first] ?? 0);
          return (
            <Row key={row.isOther ? "\u0000other" : key} link={href !== null}>
              <Td className={compact ? "max-w-0 w-[45%] truncate text-ink" : "min-w-40 text-ink"}>
                {href ? <Link prefetch={false} href={href} title={compact ? name : undefined} className="underline-offset-2 hover:text-accent hover:underline">{name}</Link> : <span className={row.isOther ? "text-ink-faint" : ""}>{name}</span>}
              </Td>
              <Td numeric>{present(first, row.values[first], lookOf(row, first))}</Td>
              <Td className="hidden sm:table-cell">{row.isOther ? null : <Bar share={value / largest} />}</Td>
              {adds && !compact ? <Td numeric className="hidden text-ink-faint sm:table-cell">{whole === 0 ? "–" : percent.format(value / whole)}</Td> : null}
              {compared ? <Td numeric><DeltaText delta={deltaOf(row)} className="text-note" /></Td> : null}
              {rest.map((id) => <Td key={id} numeric className="hidden md:table-cell">{present(id, row.values[id], lookOf(row, id))}</Td>)}
            </Row>
          );
        })}
      </tbody>
      <tfoot>
        <Row total>
          <Td>{t("by.total")}</Td><Td numeric>{present(first, answer.total.values[first], lookOf(answer.total, first))}</Td><Td className="hidden sm:table-cell" />
          {adds && !compact ? <Td numeric className="hidden sm:table-cell">{whole === 0 ? "–" : percent.format(1)}</Td> : null}
          {compared ? <Td numeric><DeltaText delta={deltaOf(answer.total)} className="text-note" /></Td> : null}
          {rest.map((id) => <Td key={id} numeric className="hidden md:table-cell">{present(id, answer.total.values[id], lookOf(answer.total, id))}</Td>)}
        </Row>
      </tfoot>
    </Table>
  );
}
