// The visits that a shop has on record for an order: addresses with parameters and click ids, and where they came from.
import type { TouchRecord } from "#lib/demo/records.ts";
import { chance, name } from "#lib/demo/world/draws.ts";
import type { Landings } from "#lib/demo/world/landings.ts";
import type { Shop } from "#lib/demo/world/shop.ts";
import type { Sale } from "#lib/demo/world/sales.ts";
import type { Source } from "#lib/demo/world/visits.ts";

const CLICK = name("click");

/** In time order; empty for orders that a rep took. */
export function touchesOf(shop: Shop, landings: Landings, sale: Sale, placedAt: Date, isRep: boolean): TouchRecord[] {
  if (isRep) return [];
  const { first, last } = sale.journey;
  const minutes = 3 + Math.floor(chance(shop.salt, CLICK, sale.day, sale.at) * 42);
  const seen = touch(shop, landings, sale, last, new Date(placedAt.getTime() - minutes * 60_000), 0);
  if (!first) return [seen];
  const before = new Date(placedAt.getTime() - first.daysBefore * 86_400_000 - minutes * 97_000);
  return [touch(shop, landings, sale, first.source, before, 500), seen];
}

function touch(shop: Shop, landings: Landings, sale: Sale, source: Source, at: Date, offset: number): TouchRecord {
  const clickId = source.clickKind ? { kind: source.clickKind, value: clickValue(shop, source.clickKind, sale, offset) } : null;
  const parameters = new URLSearchParams();
  if (source.utm) {
    for (const [key, value] of Object.entries(source.utm)) if (value !== null) parameters.set(`utm_${key}`, value);
  }
  if (clickId) parameters.set(clickId.kind, clickId.value);
  const query = parameters.size > 0 ? `?${parameters.toString()}` : "";
  return {
    at, landingUrl: `${shop.store.site}${landings.path(source.channel, sale.day, sale.at + offset)}${query}`, referrer: source.referrer,
    utm: source.utm ? { ...source.utm, term: null } : null, clickId,
  };
}

function clickValue(shop: Shop, kind: "gclid" | "fbclid", sale: Sale, offset: number): string {
  const letters = [1, 2, 3, 4].map((part) => Math.floor(chance(shop.salt, CLICK, sale.day * 1000 + sale.at, part + offset) * 2 ** 31).toString(36)).join("");
  return kind === "gclid" ? `Cj0KCQ${letters}` : `IwAR${letters}`;
}
