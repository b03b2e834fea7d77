// Vendors tell a day early and put it right later. Shares of the final figure by the hours since the day ended.
import type { Clock } from "#lib/demo/world/clock.ts";

type Steps = readonly (readonly [hours: number, share: number])[];

/** Up to so many hours after the day's end this share is told; later, all of it. */
export const settling = {
  /** GA4: two to three days. */
  sessions: [[24, 0.93], [48, 0.985], [72, 0.997]],
  purchases: [[24, 0.82], [48, 0.96], [72, 0.99]],
  /** Search Console: until its final day. */
  search: [[24, 0.8], [48, 0.94], [66, 0.99]],
  /** Google takes invalid clicks back on the day after: first a little too much is told. */
  googleCost: [[20, 1.008]],
  metaSpend: [[24, 0.985], [48, 0.997]],
} as const satisfies Record<string, Steps>;

/** Days after the click in which conversions still arrive. */
export const GOOGLE_WINDOW = 30;
export const META_WINDOW = 28;

export interface Age {
  /** Share of the day that has happened, by the shop's hours. */
  elapsed: number;
  /** Hours since the day ended; negative today. */
  hours: number;
}

export function ageOf(clock: Clock, day: number, now: Date): Age {
  return { elapsed: clock.elapsed(day, now), hours: clock.hoursSince(day, now) };
}

/** Share of the final figure at an age. A day that still runs is told up to two hours late. */
export function share(age: Age, steps: Steps): number {
  for (const [hours, part] of steps) if (age.hours < hours) return part * age.elapsed;
  return 1;
}

/**
 * Share of a click day's conversions that have come in: about 60 % on the day itself, and all of them once the
 * window has passed. Grows with age, never falls.
 */
export function converted(age: Age, window: number): number {
  const days = Math.max(0, age.hours) / 24;
  if (days >= window) return 1;
  const grown = (1 - Math.exp(-days / 5)) / (1 - Math.exp(-window / 5));
  return (0.6 + 0.4 * grown) * age.elapsed;
}

/** A whole count at a share of its final value; `luck` of [0, 1) rounds the same row always the same way. */
export function count(final: number, part: number, luck: number): number {
  return part === 1 ? final : Math.floor(final * part + luck);
}
