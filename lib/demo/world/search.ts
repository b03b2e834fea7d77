// What Search Console tells: top queries by device, and a tail that it counts and doesn't name.
import { toNumber } from "#lib/core/day.ts";
import type { SearchCounts, SearchDeviceRow, SearchPageRow, SearchQueryPageRow, SearchQueryRow, SearchTotalRow } from "#lib/demo/records.ts";
import { dayText, type Clock } from "#lib/demo/world/clock.ts";
import { byDay, chance, name, parts, poisson, stream } from "#lib/demo/world/draws.ts";
import type { Positions } from "#lib/demo/world/positions.ts";
import type { Shop } from "#lib/demo/world/shop.ts";
import { ageOf, count, settling, share } from "#lib/demo/world/told.ts";

const SEARCH = name("search console");
/** Days that Search Console keeps: sixteen months. */
export const KEPT_DAYS = 487;
/** Hours after a day's end when it is final, and before any of it is told. */
export const FINAL_HOURS = 66;
const FIRST_HOURS = 2;
/** Rare queries: counted in totals, never named. */
const TAIL_IMPRESSIONS = 0.14;
const TAIL_CLICKS = 0.09;
const TAIL_POSITION = 14.2;

const devices = ["MOBILE", "DESKTOP", "TABLET"] as const;
const deviceShares = [0.66, 0.3, 0.04];

interface Cell {
  /** Place in shop.queries; -1: the tail. */
  query: number;
  device: number;
  clicks: number;
  impressions: number;
  position: number;
}

export interface Search {
  totals(day: number, now: Date): SearchTotalRow[];
  devices(day: number, now: Date): SearchDeviceRow[];
  pages(day: number, now: Date): SearchPageRow[];
  queries(day: number, now: Date): SearchQueryRow[];
  queryPages(day: number, now: Date): SearchQueryPageRow[];
  finalThrough(now: Date): number;
}

/** @param clock Google cuts these days in Pacific time, whatever the shop's zone. */
export function makeSearch(shop: Shop, clock: Clock, positions: Positions): Search {
  const final = byDay((day): Cell[] => {
    const draw = stream(shop.salt, SEARCH, day);
    const cells = positions.on(day).flatMap((query, at): Cell[] => {
      const impressions = poisson(draw, query.impressions);
      const clicks = Math.min(impressions, poisson(draw, query.clicks));
      const position = Math.max(1, query.position * (0.95 + draw() * 0.1));
      return split(at, impressions, clicks, position);
    });
    const named = (key: "impressions" | "clicks") => cells.reduce((sum, cell) => sum + cell[key], 0);
    const tail = split(-1, Math.round(named("impressions") * TAIL_IMPRESSIONS), Math.round(named("clicks") * TAIL_CLICKS), TAIL_POSITION);
    return [...cells, ...tail];
  }, 40);

  function told(day: number, now: Date): Cell[] {
    const age = ageOf(clock, day, now);
    if (age.hours < FIRST_HOURS || day < clock.dayOf(now) - KEPT_DAYS) return [];
    const part = share(age, settling.search);
    if (part === 1) return final(day);
    return final(day).flatMap((cell, at) => {
      const luck = chance(shop.salt, SEARCH, day, at);
      const impressions = count(cell.impressions, part, luck);
      return impressions === 0 ? [] : [{ ...cell, impressions, clicks: Math.min(impressions, count(cell.clicks, part, luck)) }];
    });
  }

  function grouped<Key extends object>(cells: readonly Cell[], day: number, keyOf: (cell: Cell) => readonly [string, Key] | null): (Key & SearchCounts)[] {
    const groups = new Map<string, Key & SearchCounts>();
    for (const cell of cells) {
      const key = keyOf(cell);
      if (!key) continue;
      let row = groups.get(key[0]);
      if (!row) groups.set(key[0], (row = { day: dayText(day), ...key[1], clicks: 0, impressions: 0, positionSum: 0 }));
      row.clicks += cell.clicks;
      row.impressions += cell.impressions;
      row.positionSum += cell.impressions * cell.position;
    }
    return [...groups.values()];
  }

  const page = (cell: Cell) => `${shop.store.site}${cell.query < 0 ? "/" : shop.queries[cell.query]!.page}`;
  return {
    totals: (day, now) => grouped(told(day, now), day, () => ["all", {}]),
    devices: (day, now) => grouped(told(day, now), day, ({ device }) => [devices[device]!, { device: devices[device]! }]).flatMap((row, at) => abroad(shop, row, at)),
    pages: (day, now) => grouped(told(day, now), day, (cell) => [page(cell), { page: page(cell) }]),
    queries: (day, now) => grouped(told(day, now), day, (cell) => (cell.query < 0 ? null : [String(cell.query), { query: shop.queries[cell.query]!.text }])),
    queryPages: (day, now) => grouped(told(day, now), day, (cell) =>
      (cell.query < 0 ? null : [`${cell.query} ${cell.device}`, { query: shop.queries[cell.query]!.text, page: page(cell), device: devices[cell.device]! }])),
    finalThrough(now) {
      let day = clock.dayOf(now);
      while (clock.hoursSince(day, now) < FINAL_HOURS) day--;
      return day;
    },
  };
}

function split(query: number, impressions: number, clicks: number, position: number): Cell[] {
  const shown = parts(impressions, deviceShares);
  const clicked = parts(clicks, deviceShares);
  return shown.flatMap((number, device) => (number === 0 ? [] : [{ query, device, impressions: number, clicks: Math.min(number, clicked[device]!), position: Math.max(1, position * [1.02, 0.96, 1][device]!) }]));
}

/** A device's figures by country, in proportion to buyers. */
function abroad(shop: Shop, row: SearchCounts & { device: (typeof devices)[number] }, at: number): SearchDeviceRow[] {
  const countries = countriesOf(shop);
  const shown = parts(row.impressions, countries.map(({ weight }) => weight));
  const clicked = parts(row.clicks, countries.map(({ weight }, place) => weight * (0.9 + 0.2 * chance(shop.salt, SEARCH, toNumber(row.day) * 7 + place, at))));
  return countries.flatMap(({ iso3 }, place) =>
    (shown[place] === 0 ? [] : [{ ...row, country: iso3, impressions: shown[place]!, clicks: clicked[place]!, positionSum: (row.positionSum * shown[place]!) / row.impressions }]));
}

const known = new Map<Shop, { iso3: string; weight: number }[]>();
function countriesOf(shop: Shop): { iso3: string; weight: number }[] {
  let list = known.get(shop);
  if (!list) {
    const sums = new Map<string, number>();
    for (const place of shop.places) sums.set(place.iso3, (sums.get(place.iso3) ?? 0) + place.weight);
    known.set(shop, (list = [...sums].map(([iso3, weight]) => ({ iso3, weight }))));
  }
  return list;
}
