// What the ad platforms take credit for: their own clicks' orders, and a good part of what would have come anyway.
import { byDay, name, poisson, stream } from "#lib/demo/world/draws.ts";
import type { Expected } from "#lib/demo/world/expected.ts";
import type { Sales } from "#lib/demo/world/sales.ts";
import type { PaidChannel, Shop } from "#lib/demo/world/shop.ts";
import type { Spend } from "#lib/demo/world/spend.ts";

const CLAIM = name("claims");

/**
 * By channel: purchases that a platform claims beside those it was clicked for, per incremental order of the
 * campaign, and per order of the whole shop (people who saw an ad somewhere and would have bought).
 */
const beside: Record<PaidChannel, { ofIncrement: number; ofShop: number }> = {
  google_brand: { ofIncrement: 0, ofShop: 0.006 }, google_generic: { ofIncrement: 0.2, ofShop: 0.006 }, google_shopping: { ofIncrement: 0.15, ofShop: 0.014 },
  google_pmax: { ofIncrement: 0.3, ofShop: 0.035 }, meta_prospecting: { ofIncrement: 0.5, ofShop: 0.025 }, meta_retargeting: { ofIncrement: 0.3, ofShop: 0.03 },
};

/** Final claims of one campaign's clicks and views of a day; values in cents. */
export interface Claim {
  clicked: number;
  clickedValue: number;
  viewed: number;
  viewedValue: number;
}

export interface Claims {
  /** In the order of shop.campaigns. */
  on(day: number): readonly Claim[];
}

export function makeClaims(shop: Shop, spend: Spend, expected: Expected, sales: Sales): Claims {
  return {
    on: byDay((day) => {
      const claims = shop.campaigns.map((): Claim => ({ clicked: 0, clickedValue: 0, viewed: 0, viewedValue: 0 }));
      const orders = sales.on(day);
      for (const sale of orders) {
        if (sale.state === "test" || sale.isRep) continue;
        const { last, first } = sale.journey;
        // Each platform counts its own click, whoever had the last one.
        const own = new Set([last.campaignAt, first?.source.campaignAt ?? -1]);
        for (const at of own) if (at >= 0) { claims[at]!.clicked++; claims[at]!.clickedValue += sale.total; }
      }
      const online = orders.filter((sale) => !sale.isRep);
      const average = online.length === 0 ? 0 : Math.round(online.reduce((sum, sale) => sum + sale.total, 0) / online.length);
      const found = expected.on(day);
      const bought = spend.on(day);
      shop.campaigns.forEach((campaign, at) => {
        const whole = spend.ofChannel(campaign.channel, day);
        if (whole === 0 || average === 0) return;
        const share = bought[at]!.micros / 1_000_000 / whole;
        const draw = stream(shop.salt, CLAIM, day, at);
        const rule = beside[campaign.channel];
        const extra = poisson(draw, share * (rule.ofIncrement * found[campaign.channel] + rule.ofShop * orders.length));
        const value = extra === 0 ? 0 : Math.round(extra * average * (0.85 + draw() * 0.3));
        const claim = claims[at]!;
        if (campaign.platform === "google") { claim.clicked += extra; claim.clickedValue += value; } else { claim.viewed = extra; claim.viewedValue = value; }
      });
      return claims;
    }),
  };
}
