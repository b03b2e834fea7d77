// Meta's rows as facts. Pure. Purchases come under several overlapping names (omni_purchase holds purchase, which holds
// the pixel's): one is picked by the settings, they are never added.
import { add, sum, trim } from "#lib/core/money.ts";
import type { AdConversion, AdDay } from "#lib/facts/ads.ts";
import type { Row } from "#lib/sources/meta/payload.ts";

const platform = "meta";
/** Actions beside the purchase that are worth a look of their own; each counts what it names once. */
const others: Readonly<Record<string, string>> = { omni_complete_registration: "signup", lead: "lead" };

type Actions = Row["actions"];
const valueOf = (actions: Actions, type: string): string => trim(actions.find((action) => action.action_type === type)?.value ?? "0");

export function campaignDay(row: Row, purchase: string): AdDay {
  return {
    day: row.date_start,
    // Reports tell neither status nor objective.
    campaign: { platform, accountId: row.account_id, campaignId: row.campaign_id, name: row.campaign_name, status: "", kind: "", channel: "Paid Social" },
    impressions: row.impressions, clicks: row.clicks, spend: trim(row.spend), currency: row.account_currency,
    conversions: valueOf(row.actions, purchase), conversionsValue: valueOf(row.action_values, purchase),
    shareImpressions: null, eligibleImpressions: null, isShareCensored: false,
  };
}

/** One row for each kept action that the campaign had that day. */
export function conversionDays(row: Row, purchase: string): AdConversion[] {
  return kept(purchase).flatMap(([action, category]) => {
    const [conversions, conversionsValue] = [valueOf(row.actions, action), valueOf(row.action_values, action)];
    if (conversions === "0" && conversionsValue === "0") return [];
    return [{ day: row.date_start, platform, accountId: row.account_id, campaignId: row.campaign_id, action, category, conversions, conversionsValue, currency: row.account_currency }];
  });
}

/** What the kept actions of an account's day are worth in all: the conversions' own total. */
export function worthOf(values: Actions, purchase: string): string {
  return sum(kept(purchase).map(([action]) => valueOf(values, action)));
}

const kept = (purchase: string): [string, string][] => [[purchase, "purchase"], ...Object.entries(others).filter(([action]) => action !== purchase)];

/** Amounts by day, days without any as "0". */
export function byDay<Total extends { date_start: string }>(days: readonly string[], totals: readonly Total[], amount: (total: Total) => string): Record<string, string> {
  const told = Object.fromEntries(days.map((day) => [day, "0"]));
  for (const total of totals) if (total.date_start in told) told[total.date_start] = add(told[total.date_start]!, amount(total));
  return told;
}
