// What makes one demo shop: its figures by hand, everything else follows from them by chance with a key.
import type { DemoStore } from "#lib/demo/records.ts";

/** Where an order's last visit came from. The first six are paid by click. */
export const channels = [
  "google_brand", "google_generic", "google_shopping", "google_pmax", "meta_prospecting", "meta_retargeting",
  "organic_search", "direct", "email", "referral", "organic_social", "affiliates", "ai",
] as const;
export type Channel = (typeof channels)[number];
export const paidChannels = channels.slice(0, 6) as readonly PaidChannel[];
export type PaidChannel = "google_brand" | "google_generic" | "google_shopping" | "google_pmax" | "meta_prospecting" | "meta_retargeting";
export type FreeChannel = Exclude<Channel, PaidChannel>;

/** Why a new customer came: one of the paid channels, a search result, a mailing, or the shop's own name. */
export const causes = [...paidChannels, "search", "mailing", "base"] as const;
export type Cause = (typeof causes)[number];

export interface Product {
  id: string;
  sku: string;
  slug: string;
  title: string;
  category: string;
  /** Cents in the shop's currency at prices of 2024. */
  price: number;
  /** Unit cost as a share of the price without tax. */
  costShare: number;
  /** How often it is bought beside the others. */
  weight: number;
  /** Chance that a bought piece comes back. */
  returned: number;
  isGiftCard: boolean;
}

export interface Place {
  country: string;
  /** As GA4 calls it. */
  countryName: string;
  /** As Search Console calls it. */
  iso3: string;
  region: string;
  weight: number;
  taxRate: number;
  territory: string;
  rep: string;
  presentment: { currency: string; rate: string } | null;
}

export interface Response {
  /** New customers' orders a day that the channel can bring at most, on an average day of 2024. */
  most: number;
  /** Spend a day (after ad stock) that brings half of it. */
  half: number;
  /** Share of yesterday's ad stock that is left today. */
  carry: number;
}

export interface Campaign {
  id: string;
  platform: "google" | "meta";
  channel: PaidChannel;
  /** "{year}" is the year since the last yearly rename. */
  name: string;
  /** Google's channel type, "" for Meta. */
  type: string;
  network: string;
  /** Currency units a day at the level of 2024. */
  budget: number;
  cpc: number;
  ctr: number;
  /** Name in GA4 and on orders stays the old one for weeks after a rename; false: links carry no utm_id. */
  hasUtmId: boolean;
  /** True where a redirect strips the parameters: money spent, no visits to be seen. */
  isStripped: boolean;
}

/** Share of a day's money that goes to searches which never buy. */
export const WASTED_SHARE = 0.15;

export interface Query {
  text: string;
  /** Path of the page that ranks. */
  page: string;
  /** Searches that show the page, a day at the level of 2024. */
  volume: number;
  /** Usual position at the start. */
  position: number;
  isBrand: boolean;
  /** Orders of new customers per click. */
  worth: number;
}

export interface Promotion {
  id: string;
  name: string;
  code: string;
  /** First day in a year, as a day number, and its length. */
  start: (year: number) => number;
  days: number;
  discount: number;
  /** Factor on new customers' orders while it runs. */
  lift: number;
  /** Share of the extra orders that would have come in the 14 days after. */
  pulled: number;
}

export interface Shop {
  store: DemoStore;
  salt: number;
  goods: readonly Product[];
  places: readonly Place[];
  /** New customers' orders that come by the shop's own name on an average day of 2024. */
  base: number;
  /** Monday to Sunday. */
  week: readonly number[];
  /** January to December. */
  year: readonly number[];
  /** 24 hours. */
  hours: readonly number[];
  /** Yearly growth around 2026; it levels off over the years. */
  growth: number;
  /** Shares of mobile, desktop, tablet. */
  devices: readonly number[];
  response: Record<PaidChannel, Response>;
  campaigns: readonly Campaign[];
  queries: readonly Query[];
  /** Visits a day at the level of 2024; organic search beside what the queries bring. */
  visits: Record<FreeChannel, number>;
  promotions: readonly Promotion[];
  /** Share of new customers' orders that get extra pieces when a rep sold them. */
  repShare: number;
  /** Weekday of mailings (1 is Monday). */
  mailingDay: number;
  paths: { product: string; category: string; end: string };
  shipping: { price: number; freeFrom: number; abroad: number };
  /** Words in refunds. */
  notes: readonly string[];
  /** A Sunday a year for counting the stock: nothing is sold. */
  countsStock: boolean;
  /** Searches that cost clicks in Google Ads and never bring an order. */
  termsWasted: readonly string[];
  /** False: Google's links carry a click id and nothing else. */
  tagsGoogle: boolean;
}
