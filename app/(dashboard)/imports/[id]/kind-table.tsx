import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { sum } from "#lib/core/money.ts";
import { eventKinds, type EventKind } from "#lib/imports/settings.ts";
import { formatter, translator, type Reader } from "#lib/words/words.ts";

/** Net sales = sales + discounts + returns, each with its sign. */
const netKinds = new Set(["sale", "edit", "discount", "return"]);

export interface KindRow { currency: string; kind: string; lines?: number; sum: string; before?: string }

/** An exact amount in the reader's manner: every decimal that is there, two at least. */
export function exactMoney(sum: string, currency: string, reader: Reader): string {
  const decimals = Math.max(2, sum.split(".")[1]?.length ?? 0);
  return new Intl.NumberFormat(reader.locale, { style: "currency", currency, minimumFractionDigits: 2, maximumFractionDigits: decimals }).format(sum as unknown as number);
}

/** Sums by kind; the lines where they are known, what was there before where something was replaced. */
export function KindTable({ rows, reader, sumWord }: { rows: KindRow[]; reader: Reader; sumWord?: string }) {
  const t = translator(reader, "imports");
  const sorted = [...rows].sort((a, b) => a.currency.localeCompare(b.currency) || eventKinds.indexOf(a.kind as EventKind) - eventKinds.indexOf(b.kind as EventKind));
  const hasLines = rows.some((row) => row.lines !== undefined);
  const hasBefore = rows.some((row) => row.before !== undefined);
  return (
    <Table label={t("preview.kinds")} className="-mx-4 sm:-mx-[18px]">
      <thead><tr><Th>{t("preview.kind")}</Th>{hasLines ? <Th numeric>{t("preview.lines")}</Th> : null}{hasBefore ? <Th numeric>{t("result.before")}</Th> : null}<Th numeric>{sumWord ?? t("preview.sum")}</Th></tr></thead>
      <tbody>
        {sorted.map((row) => (
          <Row key={row.currency + row.kind}>
            <Td>{t(`kind.${row.kind as "sale"}`)}</Td>
            {hasLines ? <Td numeric>{row.lines === undefined ? "–" : formatter(reader).number(row.lines)}</Td> : null}
            {hasBefore ? <Td numeric>{row.before === undefined ? "–" : exactMoney(row.before, row.currency, reader)}</Td> : null}
            <Td numeric>{exactMoney(row.sum, row.currency, reader)}</Td>
          </Row>
        ))}
      </tbody>
      <tfoot>
        {[...new Set(sorted.map((row) => row.currency))].map((currency) => {
          const net = sorted.filter((row) => row.currency === currency && netKinds.has(row.kind));
          return (
            <Row key={currency} total>
              <Td className="border-t">{t("preview.net")}</Td>
              {hasLines ? <Td numeric className="border-t" /> : null}
              {hasBefore ? <Td numeric className="border-t">{exactMoney(sum(net.map((row) => row.before ?? "0")), currency, reader)}</Td> : null}
              <Td numeric className="border-t">{exactMoney(sum(net.map((row) => row.sum)), currency, reader)}</Td>
            </Row>
          );
        })}
      </tfoot>
    </Table>
  );
}
