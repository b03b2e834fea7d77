// Exchange rates from a file: day, base, quote, rate; one line a day and pair.
import { isDay } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { openTable } from "#lib/imports/table.ts";
import { parseWhen } from "#lib/core/when.ts";
import type { Bytes } from "#lib/imports/unpack.ts";
import type { Rate } from "#lib/stores/rates.ts";

const columns = ["day", "base", "quote", "rate"] as const;

/** Reads all of it before anything is kept. Throws AppError "invalid" that names the line. */
export async function readRates(bytes: Bytes): Promise<Rate[]> {
  const rates: Rate[] = [];
  let at: number[] | undefined;
  let row = 0;
  for await (const batch of (await openTable(bytes, {})).batches) {
    for (const cells of batch) {
      if (!at) {
        const names = cells.map((cell) => cell.replace("\ufeff", "").trim().toLowerCase());
        at = columns.map((name) => names.indexOf(name));
        if (at.includes(-1)) throw new AppError("invalid", "imports.rates_header", `A file of rates needs the columns ${columns.join(", ")}; this one has ${names.join(", ")}.`, { columns: columns.join(", "), found: names.join(", ") });
        continue;
      }
      row++;
      const [dayCell, base, quote, rate] = at.map((position) => (cells[position] ?? "").trim()) as [string, string, string, string];
      const day = parseWhen(dayCell, null)?.local.slice(0, 10) ?? "";
      if (!isDay(day) || !/^[A-Z]{3}$/.test(base) || !/^[A-Z]{3}$/.test(quote) || base === quote || !/^\d{1,12}(\.\d{1,12})?$/.test(rate) || Number(rate) === 0) {
        throw new AppError("invalid", "imports.rates_row", `Row ${row} of the rates can't be read: ${cells.join(",").slice(0, 200)}. It needs a day such as 2026-11-21, two currency codes and a rate above 0.`, { row });
      }
      rates.push({ day, base, quote, rate });
    }
  }
  return rates;
}
