// What Google Analytics sees of the shop: fewer visits and orders than there were, and some days less than that.
import type { GeoRow, LandingRow, TrafficRow, UsersRow, WebOrderRow } from "#lib/demo/records.ts";
import { text } from "#lib/demo/world/amounts.ts";
import { partsOf, yearly } from "#lib/demo/world/calendar.ts";
import { dayText, type Clock } from "#lib/demo/world/clock.ts";
import { byDay, chance, name, parts, poisson, stream } from "#lib/demo/world/draws.ts";
import { credited } from "#lib/demo/world/journeys.ts";
import type { Landings } from "#lib/demo/world/landings.ts";
import type { Orders } from "#lib/demo/world/orders.ts";
import type { Sale, Sales } from "#lib/demo/world/sales.ts";
import type { Channel, Shop } from "#lib/demo/world/shop.ts";
import { ageOf, count, settling, share, type Age } from "#lib/demo/world/told.ts";
import type { Source, Visits } from "#lib/demo/world/visits.ts";

const WEB = name("analytics");
const SEEN = name("seen");

/** Share of visitors of a month who refuse to be counted: 12–18 %. */
export function refused(shop: Shop, day: number): number {
  const { year, month } = partsOf(day);
  return 0.12 + 0.06 * chance(shop.salt, WEB, year, month);
}

/** Twice a year a change of the site breaks the tag, and most purchases of a day are lost. */
export function isTagBroken(shop: Shop, day: number): boolean {
  const { year } = partsOf(day);
  return day === yearly(shop.salt, "tag spring", year, 4, 8, 40) || day === yearly(shop.salt, "tag autumn", year, 10, 22, 18);
}
export const BROKEN_LOSS = 0.86;

/** True where GA4 ever hears of the order. */
export function isCounted(shop: Shop, sale: Sale): boolean {
  if (sale.state === "test" || sale.isRep) return false;
  if (chance(shop.salt, SEEN, sale.day, sale.at) < refused(shop, sale.day)) return false;
  return !isTagBroken(shop, sale.day) || chance(shop.salt, SEEN, sale.day, -1 - sale.at) >= BROKEN_LOSS;
}

/** Rates of a visit by channel: engaged, puts something into the cart. */
const rates: Record<Channel, readonly [number, number]> = {
  google_brand: [0.78, 0.16], google_generic: [0.58, 0.055], google_shopping: [0.6, 0.06], google_pmax: [0.52, 0.04], meta_prospecting: [0.41, 0.025], meta_retargeting: [0.6, 0.075],
  organic_search: [0.62, 0.06], direct: [0.6, 0.08], email: [0.7, 0.12], referral: [0.63, 0.05], organic_social: [0.44, 0.025], affiliates: [0.62, 0.09], ai: [0.68, 0.06],
};

interface Counted {
  source: Source;
  sessions: number;
  orders: Sale[];
}

export interface Web {
  traffic(day: number, now: Date): TrafficRow[];
  orders(day: number, now: Date): WebOrderRow[];
  landing(day: number, now: Date): LandingRow[];
  geo(day: number, now: Date): GeoRow[];
  users(day: number, now: Date): UsersRow[];
}

export function makeWeb(shop: Shop, clock: Clock, visits: Visits, sales: Sales, landings: Landings, orders: Orders): Web {
  const groups = byDay((day): readonly Counted[] => {
    const draw = stream(shop.salt, WEB, day);
    const lost = refused(shop, day);
    const list = visits.on(day).map((source): Counted => ({ source, sessions: poisson(draw, source.sessions * (1 - lost)), orders: [] }));
    const place = new Map(list.map((each) => [`${each.source.source} ${each.source.medium} ${each.source.campaign} ${each.source.campaignId}`, each]));
    for (const sale of sales.on(day)) {
      if (!isCounted(shop, sale)) continue;
      const source = credited(sale.journey);
      const key = `${source.source} ${source.medium} ${source.campaign} ${source.campaignId}`;
      let group = place.get(key);
      // An earlier visit's source that sent nobody today still gets the order, and the visit that made it.
      if (!group) {
        place.set(key, (group = { source, sessions: 0, orders: [] }));
        list.push(group);
      }
      group.orders.push(sale);
    }
    for (const group of list) group.sessions = Math.max(group.sessions, group.orders.length);
    return list.filter((group) => group.sessions > 0);
  });
  const known = (sale: Sale, age: Age, now: Date) =>
    chance(shop.salt, SEEN, sale.at, sale.day) < share({ ...age, elapsed: 1 }, settling.purchases) && clock.instant(sale.day, sale.second).getTime() + 3_600_000 < now.getTime();
  const money = (list: readonly Sale[]) => text(list.reduce((sum, sale) => sum + sale.total, 0));
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

  return {
    traffic(day, now) {
      const age = ageOf(clock, day, now);
      const part = share(age, settling.sessions);
      return groups(day).flatMap(({ source, sessions: final, orders: bought }, at): TrafficRow[] => {
        const luck = chance(shop.salt, WEB, day, at + 1000);
        const purchases = bought.filter((sale) => known(sale, age, now));
        const sessions = Math.max(count(final, part, luck), purchases.length);
        if (sessions === 0) return [];
        const [engaged, cart] = rates[source.channel];
        const swing = 0.94 + luck * 0.12;
        const engagedSessions = Math.min(sessions, Math.max(purchases.length, Math.round(sessions * engaged * swing)));
        const carts = Math.min(sessions, purchases.length + Math.round(sessions * cart * swing));
        const checkouts = Math.min(carts, purchases.length + Math.round((carts - purchases.length) * 0.31));
        const users = Math.max(1, Math.round(sessions * 0.88));
        return [{
          day: dayText(day), channel: source.group, source: source.source, medium: source.medium, campaignId: source.campaignId, campaign: source.campaign,
          googleAdsCustomerId: source.googleAdsCampaignId === "(not set)" ? "(not set)" : shop.store.accounts.googleAds!, googleAdsCampaignId: source.googleAdsCampaignId,
          sessions, engagedSessions, users, newUsers: Math.round(users * (source.channel === "email" || source.channel === "direct" ? 0.34 : 0.66)), views: Math.round(sessions * (2.1 + 2.6 * engaged * swing)),
          addToCarts: carts, checkouts, purchases: purchases.length, revenue: money(purchases), keyEvents: purchases.length + Math.round(sessions * 0.011),
        }];
      });
    },
    orders(day, now) {
      const age = ageOf(clock, day, now);
      return sales.on(day).filter((sale) => isCounted(shop, sale) && known(sale, age, now)).map((sale): WebOrderRow => {
        const source = credited(sale.journey);
        const isNamed = chance(shop.salt, SEEN, sale.day, sale.at + 5000) > 0.004;
        return {
          day: dayText(day), transactionId: isNamed ? orders.idOf(sale) : "(not set)", channel: source.group, source: source.source, medium: source.medium, campaign: source.campaign,
          googleAdsCampaignId: source.googleAdsCampaignId, purchases: 1, revenue: text(sale.total), grossRevenue: text(sale.total), refunded: "0.00",
        };
      });
    },
    landing(day, now) {
      const age = ageOf(clock, day, now);
      const part = share(age, settling.sessions);
      const cells = new Map<string, { row: LandingRow; bought: Sale[] }>();
      const cell = (page: string, channel: string) => {
        const key = `${channel} ${page}`;
        let found = cells.get(key);
        if (!found) cells.set(key, (found = { row: { day: dayText(day), page, channel, sessions: 0, engagedSessions: 0, purchases: 0, revenue: "0.00" }, bought: [] }));
        return found;
      };
      groups(day).forEach(({ source, sessions: final, orders: bought }, at) => {
        const sessions = count(final, part, chance(shop.salt, WEB, day, at + 1000));
        const pages = landings.of(source.channel);
        parts(sessions, pages.map(({ weight }) => weight)).forEach((number, page) => {
          if (number === 0) return;
          const { row } = cell(pages[page]!.path, source.group);
          row.sessions += number;
          row.engagedSessions += Math.round(number * rates[source.channel][0]);
        });
        for (const sale of bought) if (known(sale, age, now)) cell(landings.path(source.channel, sale.day, sale.at), source.group).bought.push(sale);
      });
      const rows = [...cells.values()].map(({ row, bought }) => ({ ...row, sessions: Math.max(row.sessions, bought.length), engagedSessions: Math.max(row.engagedSessions, bought.length), purchases: bought.length, revenue: money(bought) }));
      // A page that sold more often than it was given visits took them from the page with most to spare: the day's visits stay what they are.
      const spare = (row: LandingRow) => row.sessions - Math.max(row.engagedSessions, row.purchases);
      for (let over = sum(rows.map((row) => row.sessions)) - sum([...cells.values()].map(({ row }) => row.sessions)); over > 0; over--) rows.reduce((most, row) => (spare(row) > spare(most) ? row : most)).sessions--;
      return rows;
    },
    geo(day, now) {
      const age = ageOf(clock, day, now);
      const part = share(age, settling.sessions);
      const total = sum(groups(day).map(({ sessions }, at) => count(sessions, part, chance(shop.salt, WEB, day, at + 1000))));
      const countries = countriesOf(shop);
      const cells = countries.flatMap(({ name: country, weight }) => devices.map((device, at) => ({ country, device, weight: weight * looks[at]! })));
      const split = parts(total, cells.map(({ weight }, at) => weight * (0.9 + 0.2 * chance(shop.salt, WEB, day, 3000 + at))));
      const bought = new Map<string, Sale[]>();
      for (const sale of sales.on(day)) {
        if (!isCounted(shop, sale) || !known(sale, age, now)) continue;
        const key = `${sale.place.countryName} ${devices[sale.device]!}`;
        bought.set(key, [...(bought.get(key) ?? []), sale]);
      }
      return cells.flatMap(({ country, device }, at): GeoRow[] => {
        const list = bought.get(`${country} ${device}`) ?? [];
        const sessions = Math.max(split[at]!, list.length);
        const addToCarts = Math.min(sessions, list.length + Math.round(sessions * (device === "desktop" ? 0.07 : 0.045)));
        return sessions === 0 ? [] : [{
          day: dayText(day), country, device, sessions, engagedSessions: Math.max(list.length, Math.round(sessions * (device === "desktop" ? 0.66 : 0.55))), users: Math.max(1, Math.round(sessions * 0.88)),
          addToCarts, checkouts: Math.min(addToCarts, list.length + Math.round((addToCarts - list.length) * 0.31)), purchases: list.length, revenue: money(list),
        }];
      });
    },
    users(day, now) {
      const part = share(ageOf(clock, day, now), settling.sessions);
      const sessions = sum(groups(day).map((group, at) => count(group.sessions, part, chance(shop.salt, WEB, day, at + 1000))));
      if (sessions === 0) return [];
      const users = Math.round(sessions * 0.83);
      return [{ day: dayText(day), users, newUsers: Math.round(users * 0.57), activeUsers: Math.round(users * 0.97) }];
    },
  };
}

const devices = ["mobile", "desktop", "tablet"] as const;
/** Phones look more and buy less than they are used for orders. */
const looks = [0.71, 0.25, 0.04] as const;

const countriesOf = (() => {
  const known = new Map<Shop, { name: string; weight: number }[]>();
  return (shop: Shop) => {
    let list = known.get(shop);
    if (!list) {
      const sums = new Map<string, number>();
      for (const place of shop.places) sums.set(place.countryName, (sums.get(place.countryName) ?? 0) + place.weight);
      known.set(shop, (list = [...sums].map(([country, weight]) => ({ name: country, weight }))));
    }
    return list;
  };
})();
