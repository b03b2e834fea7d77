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

export class Dims {
  readonly traffic = new Map<string, TrafficTuple>();
  readonly campaigns = new Map<string, Campaign>();
  private readonly ids = new Map<string, string>();

  /** The tuple's id: the first 63 bits of a SHA-256 of its parts, as decimal text. */
  trafficId(tuple: TrafficTuple): string {
    const key = `${tuple.source}\u0001${tuple.medium}\u0001${tuple.campaignId}\u0001${tuple.campaign}\u0001${tuple.toldChannel}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = (createHash("sha256").update(key).digest().readBigUInt64BE(0) >> 1n).toString();
    this.ids.set(key, id);
    this.traffic.set(id, tuple);
    return id;
  }

  /** The last telling of a campaign in a run stands. */
  campaign(campaign: Campaign): void {
    this.campaigns.set(`${campaign.platform}\u0001${campaign.accountId}\u0001${campaign.campaignId}`, campaign);
  }
}
