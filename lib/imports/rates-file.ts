// Exchange rates from a file: a line for each day and pair, or the European Central Bank's table of euro rates.
import { AppError } from "#lib/core/errors.ts";
import { rateColumns, rateReader } from "#lib/core/rate-table.ts";
import { openTable } from "#lib/imports/table.ts";
import type { Bytes } from "#lib/imports/unpack.ts";
import type { Rate } from "#lib/stores/rates.ts";

/** Reads all of it before anything is kept. Throws AppError "invalid" that names the line. */
export async function readRates(bytes: Bytes): Promise<Rate[]> {
  const rates: Rate[] = [];
  let read: ReturnType<typeof rateReader> | undefined;
  let row = 0;
  for await (const batch of (await openTable(bytes, {})).batches) {
    for (const cells of batch) {
      if (!read) {
        read = rateReader(cells);
        const [columns, found] = [rateColumns.join(", "), cells.map((cell) => cell.trim()).join(", ").slice(0, 200)];
        if (!read) throw new AppError("invalid", "imports.rates_header", `A file of rates needs the columns ${columns}; this one has ${found}.`, { columns, found });
        continue;
      }
      row++;
      const told = read(cells);
      if (!told) throw new AppError("invalid", "imports.rates_row", `Row ${row} of the rates can't be read: ${cells.join(",").slice(0, 200)}. It needs a day such as 2026-11-21, two currency codes and a rate above 0.`, { row });
      rates.push(...told);
    }
  }
  return rates;
}
