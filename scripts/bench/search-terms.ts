// A Google Ads account with as many search terms a day as one likes: the widest report that shops have.
import type { DemoReport, DemoReports, DemoStore, DemoWorld } from "#lib/demo/records.ts";
import { daysIn, type Day } from "#lib/core/day.ts";
import { demoWorld } from "#lib/demo/world/index.ts";

export const termsADay = 1_000;

/** The demo's world with other search terms: termsADay rows each day, money to the micro, no two days alike. */
export function termsWorld(today: Day): DemoWorld & { stores: readonly DemoStore[] } {
  const world = demoWorld({ today });
  return {
    ...world, stores: world.stores,
    rows<Report extends DemoReport>(store: DemoStore, report: Report, from: Day, to: Day, at: Date): Iterable<DemoReports[Report]> {
      return report === "searchTerms" ? (terms(from, to) as Iterable<DemoReports[Report]>) : world.rows(store, report, from, to, at);
    },
  };
}

function* terms(from: Day, to: Day): Iterable<DemoReports["searchTerms"]> {
  for (const day of daysIn(from, to)) {
    const seed = Number(day.replaceAll("-", ""));
    for (let no = 0; no < termsADay; no++) {
      const some = (seed * 31 + no * 7919) % 10_007;
      yield {
        day, campaignId: String(21_000_000_001 + (no % 12)), campaign: `DE | Search | ${no % 12}`, adGroupId: String(150_000_000_001 + (no % 40)), adGroup: `Group ${no % 40}`,
        term: `waterproof trail running shoes ${no}`, status: "NONE", impressions: 20 + (some % 400), clicks: some % 20, costMicros: some * 1_379, conversions: some % 3, value: ((some % 9_000) / 100).toFixed(2),
      };
    }
  }
}
