// The pages that visits begin on, by channel.
import { chance, name, picker, type Draw } from "#lib/demo/world/draws.ts";
import { clickRate } from "#lib/demo/world/positions.ts";
import { channels, type Channel, type Shop } from "#lib/demo/world/shop.ts";

const PAGE = name("landing");

export interface Page {
  path: string;
  weight: number;
}

export interface Landings {
  of(channel: Channel): readonly Page[];
  /** The page that an order's last visit began on. */
  path(channel: Channel, day: number, at: number): string;
}

/** How channels spread over the front page, categories and products. */
const spread: Record<Channel, readonly [number, number, number]> = {
  google_brand: [0.7, 0.2, 0.1], google_generic: [0, 0.6, 0.4], google_shopping: [0, 0, 1], google_pmax: [0, 0.2, 0.8], meta_prospecting: [0.1, 0.5, 0.4], meta_retargeting: [0, 0.1, 0.9],
  organic_search: [0, 0, 0], direct: [0.7, 0.15, 0.15], email: [0.15, 0.6, 0.25], referral: [0.2, 0.3, 0.5], organic_social: [0.3, 0.3, 0.4], affiliates: [0.4, 0.3, 0.3], ai: [0.1, 0.3, 0.6],
};

export function makeLandings(shop: Shop): Landings {
  const { product, category, end } = shop.paths;
  const categories = [...new Set(shop.goods.filter((each) => !each.isGiftCard).map((each) => each.category))]
    .map((each) => `${category}${each.toLowerCase().replace(/[^a-z]+/g, "-")}${end}`);
  const best = [...shop.goods].sort((a, b) => b.weight - a.weight).slice(0, 12);
  const pages = Object.fromEntries(channels.map((channel): [Channel, Page[]] => {
    if (channel === "organic_search") return [channel, searched(shop)];
    const [home, inCategory, inProduct] = spread[channel];
    const offset = channels.indexOf(channel);
    const list: Page[] = home > 0 ? [{ path: "/", weight: home }] : [];
    if (inCategory > 0) for (const at of [0, 1]) list.push({ path: categories[(offset + at) % categories.length]!, weight: inCategory / 2 });
    for (const at of [0, 1, 2]) list.push({ path: `${product}${best[(offset * 2 + at * 5) % best.length]!.slug}${end}`, weight: inProduct / 3 });
    return [channel, merged(list)];
  })) as Record<Channel, Page[]>;
  const pickers = Object.fromEntries(channels.map((channel) => [channel, picker(pages[channel].map(({ weight }) => weight))])) as Record<Channel, (draw: Draw) => number>;
  return {
    of: (channel) => pages[channel],
    path: (channel, day, at) => pages[channel][pickers[channel](() => chance(shop.salt, PAGE, day, at))]!.path,
  };
}

/** The fourteen pages that search brings most visits to, by the usual positions. */
function searched(shop: Shop): Page[] {
  const all = merged(shop.queries.map((query) => ({ path: query.page, weight: query.volume * clickRate(query.position, query.isBrand) })));
  return all.sort((a, b) => b.weight - a.weight).slice(0, 14);
}

function merged(list: readonly Page[]): Page[] {
  const sums = new Map<string, number>();
  for (const { path, weight } of list) sums.set(path, (sums.get(path) ?? 0) + weight);
  return [...sums].map(([path, weight]) => ({ path, weight }));
}
