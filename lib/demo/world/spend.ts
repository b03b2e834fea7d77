// What the shop puts into its campaigns: budgets that follow the season, with months of more and of less, and a pause.
import { blackFriday, isWithin, numberOf, partsOf, yearly } from "#lib/demo/world/calendar.ts";
import { byDay, name, normal, poisson, stream, wobble } from "#lib/demo/world/draws.ts";
import type { Demand } from "#lib/demo/world/demand.ts";
import type { Campaign, PaidChannel, Shop } from "#lib/demo/world/shop.ts";

const DAY = name("spend");
const MONTH = name("budget");
/** Yearly, in days: Meta prospecting stands still; a month in which Shopping gets nearly double. */
export const PAUSE_DAYS = 13;
export const PUSH_DAYS = 28;
/** The links keep a campaign's old name for so long after its rename. */
export const OLD_NAME_DAYS = 21;

export interface CampaignDay {
  micros: number;
  clicks: number;
  impressions: number;
}

export interface Spend {
  /** In the order of shop.campaigns. */
  on(day: number): readonly CampaignDay[];
  /** Currency units of a channel on a day. */
  ofChannel(channel: PaidChannel, day: number): number;
  pauseFrom(year: number): number;
  pushFrom(year: number): number;
}

export function makeSpend(shop: Shop, demand: Demand): Spend {
  const pauseFrom = (year: number) => yearly(shop.salt, "pause", year, 3, 10, 45);
  const pushFrom = (year: number) => yearly(shop.salt, "push", year, 5, 5, 20);
  const on = byDay((day) => shop.campaigns.map((campaign, at): CampaignDay => {
    const draw = stream(shop.salt, DAY, day, at);
    const { year, month } = partsOf(day);
    if (campaign.channel === "meta_prospecting" && isWithin(day, pauseFrom(year), PAUSE_DAYS)) return { micros: 0, clicks: 0, impressions: 0 };
    const monthly = Math.exp(normal(stream(shop.salt, MONTH, year * 12 + month, at), -0.06, 0.36));
    const push = campaign.channel === "google_shopping" && isWithin(day, pushFrom(year), PUSH_DAYS) ? 1.85 : 1;
    const fromBlack = day - blackFriday(year);
    const black = fromBlack >= -4 && fromBlack <= 3 ? 1.45 : 1;
    const wish = campaign.budget * monthly * push * black * Math.pow(demand.level(day), 0.55) * wobble(draw, 0.1);
    const cents = Math.round(wish * 100);
    // More budget buys dearer clicks.
    const cpc = campaign.cpc * Math.pow(wish / campaign.budget, 0.18) * wobble(draw, 0.06);
    const clicks = poisson(draw, wish / cpc);
    const impressions = clicks + poisson(draw, wish / cpc / campaign.ctr);
    // Google bills in micros; Meta in cents.
    const micros = campaign.platform === "google" ? cents * 10_000 + Math.floor(draw() * 100) * 100 : cents * 10_000;
    return { micros, clicks, impressions };
  }));
  return {
    on, pauseFrom, pushFrom,
    ofChannel(channel, day) {
      let micros = 0;
      on(day).forEach((each, at) => { if (shop.campaigns[at]!.channel === channel) micros += each.micros; });
      return micros / 1_000_000;
    },
  };
}

/** What a campaign is called on a day: names with a year change on 3 February. */
export function campaignName(campaign: Campaign, day: number): string {
  const { year } = partsOf(day);
  return campaign.name.replace("{year}", String(day >= numberOf(year, 2, 3) ? year : year - 1));
}
