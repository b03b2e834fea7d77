// Reports by campaign and day. A week is asked for at once, a longer stretch made in the background; where Meta says
// that it is too much, in halves.
import { addDays, daysBetween, daysIn, type Day } from "#lib/core/day.ts";
import type { DayRow } from "#lib/facts/fact.ts";
import { HttpFault, type Ask, type Batch, type Context } from "#lib/sources/source.ts";
import { noteUnknown, readRows } from "#lib/sources/rows.ts";
import { askPages, askRun } from "#lib/sources/meta/client.ts";
import { byDay } from "#lib/sources/meta/conform.ts";
import { knownKeys, rowSchema, totalSchema, type Row } from "#lib/sources/meta/payload.ts";
import type { Settings } from "#lib/sources/meta/source.ts";
import type { z } from "zod";

export interface Report<Fact extends DayRow> {
  fields: readonly string[];
  conform(row: Row, purchase: string): Fact[];
  /** The measure of an account's day. */
  total(row: z.infer<typeof totalSchema>, purchase: string): string;
}

const longestAtOnce = 7;

export async function* readReport<Fact extends DayRow>(context: Context<Settings>, wanted: Ask, report: Report<Fact>): AsyncGenerator<Batch<Fact>> {
  const { purchase } = context.settings;
  const account = `act_${context.settings.accountId}/insights`;
  const told = byDay(daysIn(wanted.from, wanted.to), await totals(context, account, wanted), (row) => report.total(row, purchase));
  yield* inParts(wanted.from, wanted.to);

  async function* inParts(from: Day, to: Day): AsyncGenerator<Batch<Fact>> {
    const days = daysBetween(from, to);
    const query = {
      level: "campaign", time_increment: 1, time_range: rangeOf(from, to), fields: ["account_id", "account_currency", "campaign_id", "campaign_name", ...report.fields].join(","),
      action_attribution_windows: JSON.stringify(["7d_click", "1d_view"]),
    };
    let isFirst = true;
    try {
      const path = days > longestAtOnce ? await askRun(context, account, query) : account;
      for await (const rows of askPages(context, path, path === account ? query : {})) {
        yield batchOf(rows, isFirst ? Object.fromEntries(daysIn(from, to).map((day) => [day, told[day]!])) : {});
        isFirst = false;
      }
    } catch (error) {
      // Half the days, as long as nothing of this part was handed on yet.
      if (!(error instanceof HttpFault) || error.code !== "too_much" || days === 1 || !isFirst) throw error;
      const middle = addDays(from, Math.ceil(days / 2));
      yield* inParts(from, middle);
      yield* inParts(middle, to);
    }
  }

  function batchOf(rows: unknown[], own: Record<Day, string>): Batch<Fact> {
    noteUnknown(context, "data", rows[0], knownKeys);
    const { good, rejects } = readRows(rowSchema, rows, "data");
    const other = good.find((row) => context.account.currency !== null && row.account_currency !== context.account.currency);
    // An ad account keeps its currency for good: amounts in another one are somebody else's.
    if (other) throw new HttpFault({ kind: "shape", code: "currency", message: `Meta told amounts in ${other.account_currency}, but this ad account is in ${context.account.currency}.` });
    return { raw: JSON.stringify(rows), rows: good.flatMap((row) => report.conform(row, purchase)), read: rows.length, rejects, told: own };
  }
}

/** Meta's windows include their last day. */
const rangeOf = (from: Day, to: Day) => JSON.stringify({ since: from, until: addDays(to, -1) });

/** The account's days without campaigns: what the campaigns have to add up to. */
async function totals(context: Context<Settings>, path: string, { from, to }: Ask): Promise<z.infer<typeof totalSchema>[]> {
  const all: z.infer<typeof totalSchema>[] = [];
  for await (const rows of askPages(context, path, { level: "account", time_increment: 1, time_range: rangeOf(from, to), fields: "spend,action_values" })) {
    const { good, rejects } = readRows(totalSchema, rows, "data");
    if (rejects.length > 0) throw new HttpFault({ kind: "shape", message: `Meta's totals of the account are not as documented: ${rejects[0]!.path}: ${rejects[0]!.reason}` });
    all.push(...good);
  }
  return all;
}
