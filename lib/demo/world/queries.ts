// Short lists of queries made whole.
import type { Query } from "#lib/demo/world/shop.ts";

/** @param worth orders of new customers per click of a query without the shop's name; advice pages bring a fifth of it. */
export function makeQueries(paths: { product: string; category: string; end: string }, worth: number, brand: readonly string[], generic: readonly string[]): Query[] {
  const make = (item: string, isBrand: boolean): Query => {
    const [text, page, volume, position] = item.split("|") as [string, string, string, string];
    const isAdvice = !isBrand && page.startsWith("/");
    const address = page.startsWith("p:") ? `${paths.product}${page.slice(2)}${paths.end}` : page.startsWith("c:") ? `${paths.category}${page.slice(2)}${paths.end}` : page;
    return { text, page: address, volume: Number(volume), position: Number(position), isBrand, worth: isBrand ? 0 : isAdvice ? worth / 5 : worth };
  };
  return [...brand.map((item) => make(item, true)), ...generic.map((item) => make(item, false))];
}
