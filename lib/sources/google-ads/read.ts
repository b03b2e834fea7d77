// The three streams of Google Ads, each a query or two.
import { daysIn, type Day } from "#lib/core/day.ts";
import { add, trim } from "#lib/core/money.ts";
import type { AdConversion, AdDay, AdTerm } from "#lib/facts/ads.ts";
import { HttpFault, type Ask, type Batch, type Context } from "#lib/sources/source.ts";
import { ask, askAll, repeated } from "#lib/sources/google-ads/client.ts";
import { campaignDays, conversionDays, fromMicros, termDays } from "#lib/sources/google-ads/conform.ts";
import { campaignRow, conversionRow, currencyRow, shareRow, termRow, totalRow, type TotalRow } from "#lib/sources/google-ads/payload.ts";
import { queries } from "#lib/sources/google-ads/queries.ts";
import type { Settings } from "#lib/sources/google-ads/source.ts";

export async function* readCampaigns(context: Context<Settings>, { from, to }: Ask): AsyncGenerator<Batch<AdDay>> {
  const told = await askTotals(context, from, to, (row) => fromMicros(row.metrics.costMicros));
  const days = await ask(context, queries.campaigns(from, to), campaignRow, (row) => `${row.campaign.id} ${row.segments.date} ${row.segments.device} ${row.segments.adNetworkType} ${row.customer.currencyCode}`);
  const shares = await ask(context, queries.shares(from, to), shareRow, (row) => `${row.campaign.id} ${row.segments.date}`);
  yield { raw: `[${days.raw},${shares.raw}]`, rows: campaignDays(days.rows, shares.rows), read: days.read, rejects: [...days.rejects, ...shares.rejects], told };
}

export async function* readConversions(context: Context<Settings>, { from, to }: Ask): AsyncGenerator<Batch<AdConversion>> {
  const told = await askTotals(context, from, to, (row) => trim(row.metrics.conversionsValue));
  const { rows, rejects, read, raw } = await ask(context, queries.conversions(from, to), conversionRow, (row) => `${row.campaign.id} ${row.segments.date} ${row.segments.conversionAction}`);
  yield { raw, rows: conversionDays(rows), read, rejects, told };
}

/** No total is told for these: rare terms are withheld, so they never add up to the campaign. */
export async function* readTerms(context: Context<Settings>, { from, to }: Ask): AsyncGenerator<Batch<AdTerm>> {
  const currency = await askCurrency(context);
  const { rows, rejects, read, raw } = await askAll(context, queries.terms(from, to), termRow);
  yield { raw, rows: termDays(rows, currency, () => context.drift(repeated)), read, rejects };
}

/** The currency of an account's amounts, as it tells it now. */
async function askCurrency(context: Context<Settings>): Promise<string> {
  const [account] = [...(await askAll(context, queries.currency(), currencyRow)).rows];
  if (!account) throw new HttpFault({ kind: "shape", code: "no_currency", message: "Google Ads didn't tell the account's currency." });
  return account.customer.currencyCode;
}

/** The account's own figure of each day; days without any as "0". */
async function askTotals(context: Context<Settings>, from: Day, to: Day, figure: (row: TotalRow) => string): Promise<Record<Day, string>> {
  const told: Record<Day, string> = Object.fromEntries(daysIn(from, to).map((day) => [day, "0"]));
  const { rows } = await ask(context, queries.total(from, to), totalRow, (row) => row.segments.date);
  for (const row of rows) told[row.segments.date] = add(told[row.segments.date] ?? "0", figure(row));
  return told;
}
