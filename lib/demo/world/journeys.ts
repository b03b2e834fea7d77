// From cause to what a shop can see: who came because of an ad often buys by another way in.
import { pick, type Draw } from "#lib/demo/world/draws.ts";
import { channels, paidChannels, type Cause, type Channel, type PaidChannel } from "#lib/demo/world/shop.ts";
import type { Source } from "#lib/demo/world/visits.ts";

/** Why an order came; customers who were here before come back by themselves. */
export type Reason = Cause | "repeat";

/** Shares of the last visit's channel by the true cause. */
export const lastVisit: Record<Reason, Partial<Record<Channel, number>>> = {
  base: { direct: 0.3, organic_search: 0.28, google_brand: 0.15, referral: 0.05, organic_social: 0.05, email: 0.03, affiliates: 0.05, ai: 0.03, meta_retargeting: 0.03, google_shopping: 0.03 },
  search: { organic_search: 0.79, direct: 0.1, google_brand: 0.06, google_shopping: 0.05 },
  mailing: { email: 0.86, direct: 0.09, google_brand: 0.05 },
  google_brand: { google_brand: 0.95, direct: 0.05 },
  google_generic: { google_generic: 0.72, google_brand: 0.1, direct: 0.08, organic_search: 0.1 },
  google_shopping: { google_shopping: 0.74, google_brand: 0.08, direct: 0.08, organic_search: 0.06, affiliates: 0.04 },
  google_pmax: { google_pmax: 0.7, google_brand: 0.1, direct: 0.1, google_shopping: 0.1 },
  meta_prospecting: { meta_prospecting: 0.42, direct: 0.2, google_brand: 0.12, organic_search: 0.13, meta_retargeting: 0.08, organic_social: 0.05 },
  meta_retargeting: { meta_retargeting: 0.8, direct: 0.1, google_brand: 0.1 },
  repeat: { email: 0.31, direct: 0.27, organic_search: 0.15, google_brand: 0.1, meta_retargeting: 0.05, google_shopping: 0.03, google_pmax: 0.03, affiliates: 0.04, referral: 0.02 },
};
const weights = Object.fromEntries(Object.entries(lastVisit).map(([reason, shares]) => [reason, channels.map((channel) => shares[channel] ?? 0)])) as Record<Reason, number[]>;
const paid = new Set<Reason>(paidChannels);

/** One of the day's sources of a channel, by its visits; direct where the channel had none that day. */
export function sourceOf(channel: Channel, sources: readonly Source[], draw: Draw): Source {
  const found = sources.filter((source) => source.channel === channel && source.sessions > 0);
  const among = found.length > 0 ? found : sources.filter((source) => source.channel === "direct");
  return among[pick(draw, among.map((source) => source.sessions))]!;
}

export interface Journey {
  last: Source;
  /** An earlier visit that can be seen, with the days between. */
  first: { source: Source; daysBefore: number } | null;
}

/** @param sourcesOn the sources of a day, for visits before the last. */
export function drawJourney(reason: Reason, day: number, sourcesOn: (day: number) => readonly Source[], draw: Draw): Journey {
  const last = sourceOf(channels[pick(draw, weights[reason])]!, sourcesOn(day), draw);
  const sees = draw();
  if (!paid.has(reason) || last.channel === reason || sees > 0.6) return { last, first: null };
  // The click that began it, some days before; a third of those who only saw an ad never clicked.
  const daysBefore = 1 + Math.floor(draw() * 9);
  const source = sourceOf(reason as PaidChannel, sourcesOn(day - daysBefore), draw);
  return { last, first: source.channel === "direct" ? null : { source, daysBefore } };
}

/** What GA4 credits: the last visit that wasn't direct, within 30 days. */
export function credited(journey: Journey): Source {
  return journey.last.channel === "direct" && journey.first ? journey.first.source : journey.last;
}
