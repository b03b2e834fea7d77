// What the vendors will have told of each day once nothing changes any more: for figures that no shop can know better.
import { text, cents } from "#lib/demo/world/amounts.ts";
import { dayText } from "#lib/demo/world/clock.ts";
import type { ShopWorld } from "#lib/demo/world/shop-world.ts";
import { KEPT_DAYS } from "#lib/demo/world/search.ts";
import type { StoreTruth } from "#lib/demo/world/truth-shape.ts";

/** Long enough for every vendor to have settled. */
const SETTLED_DAYS = 60;

export function analyticsDays(world: ShopWorld, from: number, to: number): StoreTruth["analytics"]["days"] {
  const settled = world.clock.instant(to + SETTLED_DAYS, 0);
  const days = Array.from({ length: to - from }, (_, at) => ({ day: dayText(from + at), sessions: 0, engagedSessions: 0, addToCarts: 0, checkouts: 0, purchases: 0, revenue: 0 }));
  const place = new Map(days.map((row) => [row.day, row]));
  for (const row of world.rows("traffic", from, to, settled)) {
    const sums = place.get(row.day)!;
    for (const key of ["sessions", "engagedSessions", "addToCarts", "checkouts", "purchases"] as const) sums[key] += row[key];
    sums.revenue += cents(row.revenue);
  }
  return days.map((row) => ({ ...row, revenue: text(row.revenue) }));
}

/** Search Console's days that it still has on the last day of the period. */
export function searchDays(world: ShopWorld, to: number): StoreTruth["searchDays"] {
  const rows: StoreTruth["searchDays"] = [];
  for (let day = Math.max(world.sales.firstDay, to - KEPT_DAYS); day < to; day++) {
    // Asked soon after each day: later the oldest would be gone.
    for (const { clicks, impressions } of world.rows("searchTotals", day, day + 1, world.clock.instant(day + 5, 0))) rows.push({ day: dayText(day), clicks, impressions });
  }
  return rows;
}
