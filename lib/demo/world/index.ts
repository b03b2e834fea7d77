/**
 * The demo's world: two shops that never were, with a truth that a real shop can't know.
 *
 * Nordlicht Outdoor sells boots and jackets from Germany, in euros, on Shopify. Harbor & Hearth sells coffee and
 * kitchenware from Maine, in dollars, on WooCommerce. Both have grown by a sixth to a fifth a year. Mondays and
 * Sundays are good; before Christmas, in Black Week and around their own sales weeks they are very good, and part
 * of what a sales week brings is missing in the fortnight after it. A third of the customers come back within a year.
 *
 * They buy clicks on Google and Meta. The first euro a day brings much, the last one little, and some of it only
 * works days later. The platforms claim about twice what their money really brought. A sixth of the money for
 * searches goes to people who look for a job, a repair or something used.
 *
 * And things go wrong, as they do: once a year the pages get slow for five weeks and buyers leave; a bad batch sends
 * a week's orders back; Meta stands still for two weeks; nobody fetched exchange rates for twelve days; for some
 * hours nothing could be bought. Twice a year the tag breaks and Analytics loses a day. Harbor & Hearth closes on a
 * Sunday in January to count the stock. Between 12 and 18 % of visitors don't want to be counted. Somebody wrote
 * "Facebook" with a capital, forgot utm_id, renamed a campaign and sent one ad through a redirect that eats parameters.
 *
 * All of it follows from the calendar date by chance with a key (draws.ts): ask today or in a year, a day stays the
 * same. Analytics, Search Console, Google Ads and Meta tell days early and put them right later (told.ts).
 *
 * To read on: demand → spend, positions, speed → expected (the true causes) → sales (the book) → what each vendor tells.
 */
import { addMonths, monthStart, toNumber, type Day } from "#lib/core/day.ts";
import type { DemoReport, DemoReports, DemoStore, DemoWorld, FxRow } from "#lib/demo/records.ts";
import { harbor } from "#lib/demo/world/harbor.ts";
import { nordlicht } from "#lib/demo/world/nordlicht.ts";
import { ratesIn } from "#lib/demo/world/fx.ts";
import { makeShopWorld, type ShopWorld } from "#lib/demo/world/shop-world.ts";
import type { Shop } from "#lib/demo/world/shop.ts";

export const shops: readonly Shop[] = [nordlicht, harbor];

/** Months of history that a new demo starts with. */
const MONTHS = 26;

/** The first day that the demo tells: the first of the month 26 months ago. */
export function firstDayOf(today: Day): Day {
  return monthStart(addMonths(today, -MONTHS));
}

export interface World extends DemoWorld {
  from: Day;
  today: Day;
  /** The inside of the world, for its truth. */
  of(store: DemoStore): ShopWorld;
}

/**
 * Makes the world; cheap, orders are made when first asked for.
 * @param today in the shops' eyes; only decides where history begins. Pass `from` of an earlier world to keep it.
 */
export function demoWorld({ today, from = firstDayOf(today) }: { today: Day; from?: Day }): World {
  const first = toNumber(from);
  const worlds = shops.map((shop) => makeShopWorld(shop, first));
  const of = (store: DemoStore) => worlds.find((world) => world.shop.store.key === store.key)!;
  return {
    from, today, of, stores: shops.map((shop) => shop.store),
    rows<Report extends DemoReport>(store: DemoStore, report: Report, since: Day, to: Day, now: Date): Iterable<DemoReports[Report]> {
      return of(store).rows(report, toNumber(since), toNumber(to), now);
    },
    orders: (store, by, since, to, now) => of(store).orders.list(by, since, to, now),
    order: (store, id, now) => of(store).orders.find(id, now),
    searchFinalThrough: (store, now) => of(store).searchFinalThrough(now),
    vitals: (store, since, to, now) => of(store).vitals.weeks(Math.max(first, toNumber(since)), toNumber(to), now),
    lab: (store, url, strategy, now) => of(store).vitals.lab(url, strategy, now),
    rates: (since, to, now): Iterable<FxRow> => ratesIn(Math.max(first, toNumber(since)), toNumber(to), now),
  };
}
