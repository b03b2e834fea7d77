// Google Ads as told: campaigns by device, conversions that keep arriving for 30 days, and search terms.
import type { GoogleAdsRow, GoogleConversionRow, SearchTermRow } from "#lib/demo/records.ts";
import { text } from "#lib/demo/world/amounts.ts";
import type { Claims } from "#lib/demo/world/claims.ts";
import { dayText, type Clock } from "#lib/demo/world/clock.ts";
import { chance, name, normal, parts, stream } from "#lib/demo/world/draws.ts";
import { WASTED_SHARE, type Campaign, type Shop } from "#lib/demo/world/shop.ts";
import { campaignName, type Spend } from "#lib/demo/world/spend.ts";
import { ageOf, converted, count, GOOGLE_WINDOW, settling, share } from "#lib/demo/world/told.ts";

const GOOGLE = name("google ads");
const devices = ["MOBILE", "DESKTOP", "TABLET"] as const;
const deviceShares = [0.67, 0.29, 0.04];
/** Google shares a purchase between clicks: a little under one is told for each. */
const CREDIT = 0.96;
/** Part of a campaign's clicks whose searches Google names. */
const NAMED = 0.88;
const usualShare: Partial<Record<string, readonly [share: number, budget: number, rank: number]>> = {
  google_brand: [0.91, 0.02, 0.07], google_generic: [0.34, 0.29, 0.37], google_shopping: [0.19, 0.31, 0.5],
};

export interface GoogleAds {
  campaigns(day: number, now: Date): GoogleAdsRow[];
  conversions(day: number, now: Date): GoogleConversionRow[];
  terms(day: number, now: Date): SearchTermRow[];
}

export function makeGoogleAds(shop: Shop, clock: Clock, spend: Spend, claims: Claims): GoogleAds {
  const campaigns = shop.campaigns.map((campaign, at) => ({ campaign, at })).filter(({ campaign }) => campaign.platform === "google");

  /** Purchases (two decimals) and value (cents) of a campaign's day so far. */
  function claimed(at: number, day: number, now: Date): { conversions: number; value: number } {
    const claim = claims.on(day)[at]!;
    const part = converted(ageOf(clock, day, now), GOOGLE_WINDOW) * CREDIT;
    return { conversions: Math.round(claim.clicked * part * 100), value: Math.round(claim.clickedValue * part) };
  }

  return {
    campaigns(day, now) {
      const age = ageOf(clock, day, now);
      if (age.elapsed === 0) return [];
      const part = age.hours < 0 ? age.elapsed : 1;
      return campaigns.flatMap(({ campaign, at }): GoogleAdsRow[] => {
        const { micros, clicks, impressions } = spend.on(day)[at]!;
        const cost = Math.floor((micros * share(age, settling.googleCost)) / 10_000) * 10_000 + (age.hours < 20 ? 0 : micros % 10_000);
        const costs = parts(cost, deviceShares);
        const shown = parts(count(impressions, part, 0.5), deviceShares);
        const clicked = parts(count(clicks, part, 0.5), deviceShares);
        const { conversions, value } = claimed(at, day, now);
        const bought = parts(conversions, deviceShares);
        const values = parts(value, deviceShares);
        const shares = sharesOf(shop, campaign, at, day);
        return devices.flatMap((device, place): GoogleAdsRow[] => (shown[place] === 0 ? [] : [{
          day: dayText(day), campaignId: campaign.id, campaign: campaignName(campaign, clock.dayOf(now)), type: campaign.type, status: "ENABLED", device, network: campaign.network,
          impressions: shown[place]!, clicks: clicked[place]!, costMicros: costs[place]!, conversions: bought[place]! / 100, value: text(values[place]!),
          viewThroughConversions: campaign.type === "PERFORMANCE_MAX" ? Math.floor(bought[place]! / 700) : 0, ...shares,
        }]));
      });
    },
    conversions(day, now) {
      if (ageOf(clock, day, now).elapsed === 0) return [];
      return campaigns.flatMap(({ campaign, at }): GoogleConversionRow[] => {
        const row = { day: dayText(day), campaignId: campaign.id };
        const { conversions, value } = claimed(at, day, now);
        const signups = Math.floor(spend.on(day)[at]!.clicks * 0.012 * ageOf(clock, day, now).elapsed);
        return [
          ...(conversions > 0 ? [{ ...row, actionId: "700000001", action: "Purchase (web)", category: "PURCHASE", conversions: conversions / 100, value: text(value) }] : []),
          ...(signups > 0 ? [{ ...row, actionId: "700000002", action: "Newsletter", category: "SIGNUP", conversions: signups, value: "0.00" }] : []),
        ];
      });
    },
    terms(day, now) {
      const age = ageOf(clock, day, now);
      // The report of search terms comes on the day after.
      if (age.hours < 3) return [];
      return campaigns.filter(({ campaign }) => campaign.type === "SEARCH").flatMap(({ campaign, at }): SearchTermRow[] => {
        const list = termsOf(shop, campaign);
        const { micros, clicks, impressions } = spend.on(day)[at]!;
        if (clicks === 0) return [];
        const draw = stream(shop.salt, GOOGLE, day, at);
        const weights = list.map(({ weight }) => weight * (0.6 + 0.8 * draw()));
        const clicked = parts(Math.floor(clicks * NAMED), weights);
        const shown = parts(Math.floor(impressions * NAMED), weights);
        const costs = parts(Math.floor((micros * NAMED) / 10_000), weights.map((weight, place) => (clicked[place]! > 0 ? weight : 0))).map((each) => each * 10_000);
        const { conversions, value } = claimed(at, day, now);
        const buying = weights.map((weight, place) => (list[place]!.isWasted || clicked[place] === 0 ? 0 : weight));
        const isBought = buying.some((weight) => weight > 0);
        const bought = isBought ? parts(conversions, buying) : weights.map(() => 0);
        const values = isBought ? parts(value, buying) : weights.map(() => 0);
        return list.flatMap(({ term, isWasted }, place): SearchTermRow[] => (clicked[place] === 0 ? [] : [{
          day: dayText(day), campaignId: campaign.id, campaign: campaignName(campaign, clock.dayOf(now)), adGroupId: `${campaign.id}${isWasted ? "2" : "1"}`, adGroup: isWasted ? "Broad" : "Core",
          term, status: isWasted ? "NONE" : "ADDED", impressions: Math.max(shown[place]!, clicked[place]!), clicks: clicked[place]!, costMicros: costs[place]!, conversions: bought[place]! / 100, value: text(values[place]!),
        }]));
      });
    },
  };
}

/** Searches of a campaign: its own queries, thinning out, and those that only cost. */
export function termsOf(shop: Shop, campaign: Campaign): { term: string; weight: number; isWasted: boolean }[] {
  if (campaign.channel === "google_brand") return shop.queries.filter(({ isBrand }) => isBrand).map(({ text: term, volume }) => ({ term, weight: volume, isWasted: false }));
  const generic = shop.campaigns.filter(({ channel }) => channel === "google_generic");
  const turn = generic.indexOf(campaign);
  const good = shop.queries.filter(({ isBrand }) => !isBrand).filter((_, at) => at % generic.length === turn).slice(0, 14)
    .map(({ text: term }, at) => ({ term, weight: 1 / (at + 2), isWasted: false }));
  const whole = good.reduce((sum, { weight }) => sum + weight, 0);
  const each = (whole * WASTED_SHARE) / (1 - WASTED_SHARE) / shop.termsWasted.length;
  return [...good, ...shop.termsWasted.map((term, at) => ({ term, weight: each * (at % 2 === 0 ? 1.5 : 0.5), isWasted: true }))];
}

function sharesOf(shop: Shop, campaign: Campaign, at: number, day: number): Pick<GoogleAdsRow, "impressionShare" | "lostToBudget" | "lostToRank"> {
  const usual = usualShare[campaign.channel];
  if (!usual) return { impressionShare: null, lostToBudget: null, lostToRank: null };
  const swing = normal(stream(shop.salt, GOOGLE, day, at + 100), 0, 0.12);
  const impressionShare = Math.min(0.99, usual[0] * Math.exp(swing));
  const lost = 1 - impressionShare;
  const budget = (usual[1] / (usual[1] + usual[2])) * lost * (0.85 + 0.3 * chance(shop.salt, GOOGLE, day, at + 200));
  // Under a tenth Google says only that it is.
  const told = (value: number) => (value < 0.1 ? 0.0999 : Math.round(value * 10_000) / 10_000);
  return { impressionShare: told(impressionShare), lostToBudget: Math.round(budget * 10_000) / 10_000, lostToRank: Math.round((lost - budget) * 10_000) / 10_000 };
}
