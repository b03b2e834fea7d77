// Meta as told: purchases after a click within 7 days, after a view within 1, restated for 28 days.
import type { MetaRow } from "#lib/demo/records.ts";
import { text } from "#lib/demo/world/amounts.ts";
import type { Claims } from "#lib/demo/world/claims.ts";
import { dayText, type Clock } from "#lib/demo/world/clock.ts";
import { chance, name } from "#lib/demo/world/draws.ts";
import type { Shop } from "#lib/demo/world/shop.ts";
import { campaignName, type Spend } from "#lib/demo/world/spend.ts";
import { ageOf, converted, count, META_WINDOW, settling, share } from "#lib/demo/world/told.ts";

const META = name("meta");

export interface Meta {
  campaigns(day: number, now: Date): MetaRow[];
}

export function makeMeta(shop: Shop, clock: Clock, spend: Spend, claims: Claims): Meta {
  return {
    campaigns(day, now) {
      const age = ageOf(clock, day, now);
      if (age.elapsed === 0) return [];
      const part = share(age, settling.metaSpend);
      const come = converted(age, META_WINDOW);
      return shop.campaigns.flatMap((campaign, at): MetaRow[] => {
        const { micros, clicks, impressions } = spend.on(day)[at]!;
        if (campaign.platform !== "meta" || impressions === 0) return [];
        const luck = chance(shop.salt, META, day, at);
        const claim = claims.on(day)[at]!;
        const purchases = (final: number, value: number) => {
          const told = count(final, come, luck);
          return { told, value: final === 0 ? 0 : Math.round((value * told) / final) };
        };
        const clicked = purchases(claim.clicked, claim.clickedValue);
        const viewed = purchases(claim.viewed, claim.viewedValue);
        const shown = count(impressions, part, luck);
        const links = count(clicks, part, luck);
        return shown === 0 ? [] : [{
          day: dayText(day), campaignId: campaign.id, campaign: campaignName(campaign, clock.dayOf(now)), impressions: shown,
          // All clicks, likes and the like too; link clicks are those that lead to the shop.
          clicks: Math.round(links * 1.35), linkClicks: links, reach: Math.round(shown * (campaign.channel === "meta_retargeting" ? 0.52 : 0.84)), spend: text(Math.floor((micros / 10_000) * part)),
          purchasesByClick: clicked.told, purchasesByView: viewed.told, valueByClick: text(clicked.value), valueByView: text(viewed.value),
        }];
      });
    },
  };
}
