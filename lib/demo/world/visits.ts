// The sources of visits of a day: what an order's last visit can have been, and how many visits each brings.
import { numberOf, partsOf } from "#lib/demo/world/calendar.ts";
import { dayText } from "#lib/demo/world/clock.ts";
import { byDay } from "#lib/demo/world/draws.ts";
import { isMailingDay, type Demand } from "#lib/demo/world/demand.ts";
import type { Positions } from "#lib/demo/world/positions.ts";
import type { Channel, Shop } from "#lib/demo/world/shop.ts";
import { campaignName, OLD_NAME_DAYS, type Spend } from "#lib/demo/world/spend.ts";

/** Since this day GA4 knows AI assistants; what came before stays Referral. */
const AI_SINCE = numberOf(2026, 5, 1);
/** Clicks that become a visit. */
const ARRIVE = 0.88;

export interface Source {
  channel: Channel;
  /** The channel as GA4 tells it, with what it knows from its link to Google Ads. */
  group: string;
  /** The channel by the same rules from the address and referrer alone: all that a shop can see. */
  shopGroup: string;
  source: string;
  medium: string;
  campaign: string;
  /** utm_id as GA4 tells it. */
  campaignId: string;
  googleAdsCampaignId: string;
  /** Parameters on the landing address, null: none. */
  utm: { source: string; medium: string; campaign: string | null; content: string | null; id: string | null } | null;
  referrer: string | null;
  clickKind: "gclid" | "fbclid" | null;
  /** True visits of the day, before anybody counts them. */
  sessions: number;
  /** Place in shop.campaigns; -1: not paid by click. */
  campaignAt: number;
}

export interface Visits {
  on(day: number): readonly Source[];
}

const free = (channel: Channel, group: string, source: string, medium: string, referrer: string | null, sessions: number): Source => ({
  channel, group, shopGroup: group, source, medium, campaign: medium === "(none)" ? "(direct)" : `(${medium})`, campaignId: "(not set)", googleAdsCampaignId: "(not set)", utm: null, referrer, clickKind: null, sessions, campaignAt: -1,
});

export function makeVisits(shop: Shop, demand: Demand, spend: Spend, positions: Positions): Visits {
  const clock = (day: number) => Math.pow(demand.index(day), 0.8);
  return {
    on: byDay((day) => [...paid(shop, spend, day), ...found(shop, positions, day), ...mailed(shop, demand, day), ...others(shop, day, clock(day))]),
  };
}

function paid(shop: Shop, spend: Spend, day: number): Source[] {
  const bought = spend.on(day);
  return shop.campaigns.flatMap((campaign, at): Source[] => {
    const sessions = bought[at]!.clicks * ARRIVE;
    if (bought[at]!.clicks === 0) return [];
    const title = campaignName(campaign, day - OLD_NAME_DAYS);
    if (campaign.platform === "google") {
      const group = campaign.type === "SHOPPING" ? "Paid Shopping" : campaign.type === "PERFORMANCE_MAX" ? "Cross-network" : "Paid Search";
      return [{
        channel: campaign.channel, group, shopGroup: shop.tagsGoogle && /shopping/i.test(title) ? "Paid Shopping" : "Paid Search", source: "google", medium: "cpc", campaign: title, campaignId: campaign.id, googleAdsCampaignId: campaign.id,
        utm: shop.tagsGoogle ? { source: "google", medium: "cpc", campaign: title, content: null, id: campaign.id } : null,
        referrer: "https://www.google.com/", clickKind: "gclid", sessions, campaignAt: at,
      }];
    }
    // A redirect ate the parameters: only Facebook's link shim is left.
    if (campaign.isStripped) return [free("organic_social", "Organic Social", "l.facebook.com", "referral", "https://l.facebook.com/", sessions)];
    // Retargeting was set up by somebody who writes Facebook with a capital.
    const source = campaign.channel === "meta_retargeting" ? "Facebook" : "facebook";
    return [{
      channel: campaign.channel, group: "Paid Social", shopGroup: "Paid Social", source, medium: "paid_social", campaign: title, campaignId: campaign.hasUtmId ? campaign.id : "(not set)", googleAdsCampaignId: "(not set)",
      utm: { source, medium: "paid_social", campaign: title, content: campaign.hasUtmId ? `${campaign.id.slice(0, -1)}9` : null, id: campaign.hasUtmId ? campaign.id : null },
      referrer: "https://l.facebook.com/", clickKind: "fbclid", sessions, campaignAt: at,
    }];
  });
}

function found(shop: Shop, positions: Positions, day: number): Source[] {
  const { brand, generic } = positions.clicks(day);
  const clicks = (brand + generic) * ARRIVE;
  return ([["google", 0.9, "https://www.google.com/"], ["bing", 0.07, "https://www.bing.com/"], ["duckduckgo", 0.03, "https://duckduckgo.com/"]] as const)
    .map(([source, share, referrer]) => free("organic_search", "Organic Search", source, "organic", referrer, clicks * share));
}

function mailed(shop: Shop, demand: Demand, day: number): Source[] {
  const level = shop.visits.email * demand.trend(day);
  const email = (medium: string, group: string, campaign: string, sessions: number): Source => ({
    channel: "email", group, shopGroup: group, source: "klaviyo", medium, campaign, campaignId: "(not set)", googleAdsCampaignId: "(not set)",
    utm: { source: "klaviyo", medium, campaign, content: null, id: null }, referrer: null, clickKind: null, sessions, campaignAt: -1,
  });
  const sources = [email("email", "Email", "flow_welcome", level * 0.25), email("Email", "Email", "flow_abandoned_cart", level * 0.3)];
  for (const back of [0, 1, 2]) {
    if (!isMailingDay(shop, day - back)) continue;
    const { date } = partsOf(day - back);
    // Every now and then a mailing goes out tagged with a medium that GA4 doesn't know.
    const isOdd = date % 5 === 0;
    sources.push(email(isOdd ? "newsletter" : "email", isOdd ? "Unassigned" : "Email", `${dayText(day - back)} newsletter`, level * 4.2 * demand.mailing(day)));
  }
  return sources;
}

function others(shop: Shop, day: number, level: number): Source[] {
  const { visits } = shop;
  const isEuropean = shop.store.currency === "EUR";
  const blogs = isEuropean ? ["huettenblog.example", "bergzeit-magazin.example", "testberichte-outdoor.example"] : ["kitchennotes.example", "brewguide.example", "thesundaytable.example"];
  const partners = ["334455", "887201"];
  return [
    free("direct", "Direct", "(direct)", "(none)", null, visits.direct * level),
    ...blogs.map((host, at) => free("referral", "Referral", host, "referral", `https://${host}/`, visits.referral * level * [0.5, 0.3, 0.2][at]!)),
    // Links in posts carry a click id too: it alone doesn't make a visit paid.
    { ...free("organic_social", "Organic Social", "l.instagram.com", "referral", "https://l.instagram.com/", visits.organic_social * level * 0.65), clickKind: "fbclid" },
    free("organic_social", "Organic Social", "pinterest.com", "referral", "https://www.pinterest.com/", visits.organic_social * level * 0.35),
    ...partners.map((partner, at): Source => ({
      channel: "affiliates", group: "Affiliates", shopGroup: "Affiliates", source: "awin", medium: "affiliate", campaign: partner, campaignId: "(not set)", googleAdsCampaignId: "(not set)",
      utm: { source: "awin", medium: "affiliate", campaign: partner, content: null, id: null }, referrer: null, clickKind: null, sessions: visits.affiliates * level * [0.7, 0.3][at]!, campaignAt: -1,
    })),
    ...([["chatgpt.com", 0.75], ["claude.ai", 0.25]] as const).map(([host, share]) => {
      // Assistants send more visits every month.
      const months = (day - numberOf(2024, 6, 1)) / 30.4;
      const sessions = visits.ai * level * share * Math.min(4, Math.max(0.2, 0.3 + months * 0.1));
      const isKnown = day >= AI_SINCE;
      return { ...free("ai", isKnown ? "AI Assistant" : "Referral", host, isKnown ? "ai-assistant" : "referral", `https://${host}/`, sessions), shopGroup: "AI Assistant" };
    }),
  ];
}
