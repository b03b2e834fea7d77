// One shop's world, put together from its parts.
import type { Day } from "#lib/core/day.ts";
import type { DemoReport, DemoReports } from "#lib/demo/records.ts";
import { makeClaims, type Claims } from "#lib/demo/world/claims.ts";
import { dayText, makeClock, type Clock } from "#lib/demo/world/clock.ts";
import { makeDemand, type Demand } from "#lib/demo/world/demand.ts";
import { makeExpected, type Expected } from "#lib/demo/world/expected.ts";
import { makeGoogleAds } from "#lib/demo/world/google.ts";
import { makeLandings } from "#lib/demo/world/landings.ts";
import { makeMeta } from "#lib/demo/world/meta.ts";
import { makeOrders, type Orders } from "#lib/demo/world/orders.ts";
import { makePositions, type Positions } from "#lib/demo/world/positions.ts";
import { makeSales, type Sales } from "#lib/demo/world/sales.ts";
import { makeSearch } from "#lib/demo/world/search.ts";
import type { Shop } from "#lib/demo/world/shop.ts";
import { makeSpeed, type Speed } from "#lib/demo/world/speed.ts";
import { makeSpend, type Spend } from "#lib/demo/world/spend.ts";
import { makeVisits, type Visits } from "#lib/demo/world/visits.ts";
import { makeVitals, type Vitals } from "#lib/demo/world/vitals.ts";
import { makeWeb } from "#lib/demo/world/web.ts";

/** Google cuts Search Console's days here. */
const SEARCH_ZONE = "America/Los_Angeles";

export interface ShopWorld {
  shop: Shop;
  clock: Clock;
  demand: Demand;
  spend: Spend;
  positions: Positions;
  speed: Speed;
  expected: Expected;
  visits: Visits;
  sales: Sales;
  claims: Claims;
  orders: Orders;
  vitals: Vitals;
  rows<Report extends DemoReport>(report: Report, from: number, to: number, now: Date): Iterable<DemoReports[Report]>;
  searchFinalThrough(now: Date): Day;
}

export function makeShopWorld(shop: Shop, firstDay: number): ShopWorld {
  const clock = makeClock(shop.store.zone, shop.hours);
  const demand = makeDemand(shop);
  const spend = makeSpend(shop, demand);
  const positions = makePositions(shop, demand);
  const speed = makeSpeed(shop);
  const expected = makeExpected(shop, demand, spend, positions, speed);
  const visits = makeVisits(shop, demand, spend, positions);
  const sales = makeSales(shop, firstDay, { demand, expected, visits, speed });
  const landings = makeLandings(shop);
  const orders = makeOrders(shop, clock, sales, landings);
  const claims = makeClaims(shop, spend, expected, sales);
  const web = makeWeb(shop, clock, visits, sales, landings, orders);
  const search = makeSearch(shop, makeClock(SEARCH_ZONE, shop.hours), positions);
  const google = makeGoogleAds(shop, clock, spend, claims);
  const meta = makeMeta(shop, clock, spend, claims);
  const tellers: { [Report in DemoReport]: (day: number, now: Date) => DemoReports[Report][] } = {
    traffic: web.traffic, webOrders: web.orders, landing: web.landing, geo: web.geo, users: web.users,
    searchTotals: search.totals, searchDevices: search.devices, searchPages: search.pages, searchQueries: search.queries, searchQueryPages: search.queryPages,
    googleAds: google.campaigns, googleConversions: google.conversions, searchTerms: google.terms, meta: meta.campaigns,
  };
  return {
    shop, clock, demand, spend, positions, speed, expected, visits, sales, claims, orders,
    vitals: makeVitals(shop, clock, speed),
    *rows(report, from, to, now) {
      // Nobody tells of days before the shop began, nor of days to come.
      const last = Math.min(to - 1, clock.dayOf(now));
      for (let day = Math.max(from, firstDay); day <= last; day++) yield* tellers[report](day, now);
    },
    searchFinalThrough: (now) => dayText(search.finalThrough(now)),
  };
}
