// What only the whole file can tell: whether 3/4 is March or April, whether the comma marks decimals.
import { proposeColumns } from "#lib/imports/header.ts";
import type { Detected, Opened } from "#lib/imports/conform.ts";
import type { DecimalMark, ImportSettings } from "#lib/imports/settings.ts";
import { DateEvidence } from "#lib/core/when.ts";

export interface Found {
  dateOrder: Detected["dateOrder"] | "ambiguous";
  decimalMark: DecimalMark;
}

const moneyFields = ["amount", "unit_price", "discount", "shipping", "tax", "refund", "quantity", "total"];

/** True when the preset or a person has said all that would be looked for. */
export function needsNoLook(opened: Opened, settings: ImportSettings): boolean {
  return (settings.dateOrder ?? opened.preset.knows.dateOrder) !== undefined && (settings.decimalMark ?? opened.preset.knows.decimalMark) !== undefined;
}

/** Reads every row for what they tell; consumes `opened`. What was said stands. */
export async function detect(opened: Opened, settings: ImportSettings): Promise<Found> {
  const columns = proposeColumns(opened.header, opened.preset, settings.columns ?? {});
  const dateAt = columns.get("date");
  const moneyAt = moneyFields.map((field) => columns.get(field)).filter((at) => at !== undefined);
  const dates = new DateEvidence();
  let commas = 0;
  let points = 0;
  for await (const batch of opened.batches) {
    for (const cells of batch) {
      if (dateAt !== undefined) dates.add(cells[dateAt] ?? "");
      for (const at of moneyAt) {
        const mark = markOf(cells[at] ?? "");
        if (mark === ",") commas++;
        else if (mark === ".") points++;
      }
    }
  }
  const verdict = dates.verdict();
  return {
    dateOrder: settings.dateOrder ?? opened.preset.knows.dateOrder ?? (verdict === "none" ? null : verdict),
    decimalMark: settings.decimalMark ?? opened.preset.knows.decimalMark ?? (commas > points ? "," : "."),
  };
}

/** Which mark this number's decimals have: "1.234,50" and "2,5" say comma; "1,234" and "12" say nothing. */
export function markOf(cell: string): DecimalMark | null {
  const comma = cell.lastIndexOf(",");
  const point = cell.lastIndexOf(".");
  if (comma === -1 && point === -1) return null;
  if (comma !== -1 && point !== -1) return comma > point ? "," : ".";
  const mark = comma !== -1 ? "," : ".";
  const at = Math.max(comma, point);
  const after = /^\d*/.exec(cell.slice(at + 1))![0].length;
  const isRepeated = cell.indexOf(mark) !== at;
  if (isRepeated) return mark === "," ? "." : ",";
  return after === 3 ? null : mark;
}
