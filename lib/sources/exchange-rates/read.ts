// The file's rates of the days that are asked for.
import type { Rate } from "#lib/core/rate-table.ts";
import { rateColumns, rateReader } from "#lib/core/rate-table.ts";
import type { Day } from "#lib/core/day.ts";
import { HttpFault, type Ask, type Batch, type Context, type Rejected } from "#lib/sources/source.ts";
import { rejected } from "#lib/sources/rows.ts";
import { fileLines, type Asker } from "#lib/sources/exchange-rates/client.ts";
import type { Settings } from "#lib/sources/exchange-rates/source.ts";

const batchRates = 5_000;

export async function* readFile(context: Context<Settings>, { from, to }: Ask): AsyncGenerator<Batch<Rate>> {
  let [rows, read, rejects] = [[] as Rate[], 0, [] as Rejected[]];
  for await (const line of lines(context)) {
    if ("reject" in line) {
      read++;
      rejects.push(line.reject);
      continue;
    }
    const wanted = line.rates.filter(({ day }) => day >= from && day < to);
    if (wanted.length > 0) read++;
    rows.push(...wanted);
    if (rows.length < batchRates) continue;
    yield { raw: "", rows, read, rejects };
    [rows, read, rejects] = [[], 0, []];
  }
  yield { raw: "", rows, read, rejects };
}

/** How far the file reaches, and which currencies it knows. Throws where it is no table of rates. */
export async function lookThrough(context: Asker): Promise<{ last: Day | null; currencies: Set<string> }> {
  let last: Day | null = null;
  const currencies = new Set<string>();
  for await (const line of lines(context)) {
    if ("reject" in line) throw new HttpFault({ kind: "shape", message: `The file of rates can't be read: ${line.reject.reason}` });
    for (const { day, base, quote } of line.rates) {
      if (last === null || day > last) last = day;
      currencies.add(base).add(quote);
    }
  }
  return { last, currencies };
}

async function* lines(context: Asker): AsyncGenerator<{ rates: Rate[] } | { reject: Rejected }> {
  let read: ReturnType<typeof rateReader> = null;
  let mark = ",";
  let number = 0;
  for await (const line of fileLines(context)) {
    number++;
    if (line.trim() === "") continue;
    if (!read) {
      mark = [",", ";", "\t"].find((one) => line.includes(one)) ?? ",";
      read = rateReader(cellsOf(line, mark));
      if (!read) throw new HttpFault({ kind: "shape", code: "header", message: `The file of rates needs the columns ${rateColumns.join(", ")}, or a date and a column for each currency. It begins with: ${line.slice(0, 100)}` });
      continue;
    }
    const rates = read(cellsOf(line, mark));
    yield rates ? { rates } : { reject: rejected(`line ${number}`, "a day, two currency codes and a rate above 0 are needed", line) };
  }
  if (!read) throw new HttpFault({ kind: "shape", code: "header", message: "The file of rates is empty." });
}

/** Neither days, codes nor rates hold the mark, so quotes are only taken off. */
const cellsOf = (line: string, mark: string): string[] => line.split(mark).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
