// Turns a short list of goods into products with ids, article numbers and addresses.
import type { Product } from "#lib/demo/world/shop.ts";

export interface Range {
  category: string;
  prefix: string;
  costShare: number;
  returned: number;
  /** "Title | price | weight" */
  items: readonly string[];
}

/** "Ridge Hiking Boot" is "ridge-hiking-boot". */
export function slug(title: string): string {
  return title.toLowerCase().normalize("NFD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/** @param firstId ids count up from here, ten apart (a product and its variant). */
export function makeGoods(firstId: number, ranges: readonly Range[]): Product[] {
  const goods: Product[] = [];
  for (const range of ranges) {
    range.items.forEach((item, at) => {
      const [title, price, weight] = item.split("|").map((part) => part.trim()) as [string, string, string];
      // Dear goods sell less often than a list by hand would have it.
      const rare = Math.pow(40 / Math.max(Number(price), 12), 0.45);
      goods.push({
        id: String(firstId + goods.length * 10), sku: `${range.prefix}-${100 + at * 5}`, slug: slug(title), title, category: range.category,
        price: Math.round(Number(price) * 100), costShare: range.costShare + ((at % 5) - 2) * 0.015, weight: Number(weight) * rare,
        returned: range.returned, isGiftCard: range.prefix === "GC",
      });
    });
  }
  return goods;
}
