// What rows tell besides their figures: where traffic came from, which campaigns there are. Gathered while
// rows are written, stored once per run.
import { createHash } from "node:crypto";

/** Where a visit came from, as told. Empty text means "not told". */
export interface TrafficTuple {
  source: string;
  medium: string;
  campaignId: string;
  campaign: string;
  /** The channel that the source itself gave (GA4's default channel group), "" where it gave none. */
  toldChannel: string;
}

export interface Campaign {
  platform: string;
  accountId: string;
  campaignId: string;
  name: string;
  status: string;
  /** The platform's own word: SEARCH, SHOPPING, OUTCOME_SALES. */
  kind: string;
  /** The channel its clicks land in: "Paid Search". */
  channel: string;
}

/** What an order's line calls it. */
export interface Product {
  productId: string;
  name: string | null;
  category: string | null;
}

export class Dims {
  /** Something was told, ever. */
  isUsed = false;
  traffic = new Map<string, TrafficTuple>();
  campaigns = new Map<string, Campaign>();
  products = new Map<string, Product>();
  private readonly ids = new Map<string, string>();
  private readonly productsTold = new Map<string, Product>();

  /** Hands over what was gathered and begins anew: more may be gathered while that is written. */
  take(): { traffic: Map<string, TrafficTuple>; campaigns: Map<string, Campaign>; products: Map<string, Product> } {
    const { traffic, campaigns, products } = this;
    this.traffic = new Map();
    this.campaigns = new Map();
    this.products = new Map();
    return { traffic, campaigns, products };
  }

  /** The tuple's id: the first 63 bits of a SHA-256 of its parts as they are stored, as decimal text. */
  trafficId(tuple: TrafficTuple): string {
    this.isUsed = true;
    const told = keyOf(tuple);
    const known = this.ids.get(told);
    if (known !== undefined) return known;
    const clean = storable({ source: tuple.source, medium: tuple.medium, campaignId: tuple.campaignId, campaign: tuple.campaign, toldChannel: tuple.toldChannel });
    const id = (createHash("sha256").update(keyOf(clean)).digest().readBigUInt64BE(0) >> 1n).toString();
    this.ids.set(told, id);
    this.traffic.set(id, clean);
    return id;
  }

  /** The last telling of a campaign in a run stands. */
  campaign(campaign: Campaign): void {
    this.isUsed = true;
    this.campaigns.set(`${campaign.platform}\u0001${campaign.accountId}\u0001${campaign.campaignId}`, storable(campaign));
  }

  /** The last telling of a product stands; one that says what the run said last is not gathered once more. */
  product(product: Product): void {
    this.isUsed = true;
    const last = this.productsTold.get(product.productId);
    if (last && last.name === product.name && last.category === product.category) return;
    this.productsTold.set(product.productId, product);
    this.products.set(product.productId, product);
  }
}

const keyOf = (tuple: TrafficTuple): string => `${tuple.source}\u0001${tuple.medium}\u0001${tuple.campaignId}\u0001${tuple.campaign}\u0001${tuple.toldChannel}`;

/** Postgres keeps no zero letter, and takes no half of a pair (an emoji cut in two) as JSON: one name must not keep a whole chunk out. */
function storable<T extends object>(told: T): T {
  return Object.fromEntries(Object.entries(told).map(([name, text]) => [name, typeof text === "string" ? text.replaceAll("\u0000", "").replace(/\p{Surrogate}/gu, "\ufffd") : text])) as T;
}
