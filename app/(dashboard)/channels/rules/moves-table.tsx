"use client";
import type { EditorWords } from "./draft.ts";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import type { Move } from "#lib/channels/diff-rules.ts";

export interface Difference { moves: Move[]; currency: string; unconverted: number }

/** What would go from which channel to which. */
export function MovesTable({ difference: { moves, currency, unconverted }, locale, words }: { difference: Difference; locale: string; words: EditorWords }) {
  if (moves.length === 0) return <p className="text-ink-soft">{words.same}</p>;
  const count = new Intl.NumberFormat(locale);
  const money = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return (
    <>
      <Table label={words.difference} className="stacked">
        <thead><tr><Th>{words.from}</Th><Th>{words.to}</Th><Th numeric>{words.sessions}</Th><Th numeric>{words.orders}</Th><Th numeric>{words.netSales}</Th><Th numeric>{words.spend}</Th><Th numeric>{words.origins}</Th><Th>{words.examples}</Th></tr></thead>
        <tbody>
          {moves.map((move) => (
            <Row key={`${move.from} ${move.to}`}>
              <Td data-label={words.from}>{move.from}</Td>
              <Td data-label={words.to} className="font-[550] text-ink">{move.to}</Td>
              <Td numeric data-label={words.sessions}>{count.format(move.sessions)}</Td>
              <Td numeric data-label={words.orders}>{count.format(move.orders)}</Td>
              <Td numeric data-label={words.netSales}>{money.format(Number(move.netSales))}</Td>
              <Td numeric data-label={words.spend}>{money.format(Number(move.spend))}</Td>
              <Td numeric data-label={words.origins}>{count.format(move.origins)}</Td>
              <Td data-label={words.examples} className="text-note text-ink-faint [overflow-wrap:anywhere]">{move.examples.join(", ")}</Td>
            </Row>
          ))}
        </tbody>
      </Table>
      {unconverted > 0 ? <p className="mt-2 px-4 text-note text-warn sm:px-[18px]">{words.unconverted}</p> : null}
    </>
  );
}
