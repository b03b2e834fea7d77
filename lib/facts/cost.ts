// What goods cost, from a day on. Not a fact by day: a cost holds until another follows it.
import type { Day } from "#lib/core/day.ts";

export interface ProductCost {
  /** As the shop's orders name it: number or SKU. */
  productId: string;
  fromDay: Day;
  /** Decimal text for one piece, without tax. */
  cost: string;
  currency: string;
}
