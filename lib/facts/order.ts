// An order as a shop's API tells it: its money as dated events, and how it came. Replaced whole when it changes.
import type { Day } from "#lib/core/day.ts";
import type { Product, TrafficTuple } from "#lib/facts/dims.ts";

export type EventKind = "sale" | "edit" | "discount" | "return" | "shipping" | "tax" | "fee" | "gift_card" | "adjustment";

export interface OrderEvent {
  kind: EventKind;
  /** ISO 8601 instant. A refund's own, not the order's. */
  at: string;
  /** Signed decimal text in the order's currency: discounts and returns are negative. */
  amount: string;
  /** Signed decimal text; "0" where pieces don't apply. */
  quantity: string;
  productId: string | null;
}

export interface OrderTouch extends TrafficTuple {
  at: string | null;
  landingPage: string | null;
  referrer: string | null;
  clickKind: string | null;
  coupon: string | null;
  method: string;
  confidence: string;
  /** The touch that the order counts for: exactly one of an order's. */
  isCounted: boolean;
}

export interface OrderFact {
  /** The key that a file of the same shop would use, so that a file and a connection tell one order once. */
  orderId: string;
  placedAt: string;
  changedAt: string;
  /** Salted hash; null for guests without e-mail. Made by `ask.customerKey`. */
  customerId: string | null;
  /** ISO 3166 alpha-2. */
  country: string | null;
  /** The shop's currency, in which its reports stand. */
  currency: string;
  /** False where nothing was ordered (a refund that stands alone). */
  isOrder: boolean;
  events: OrderEvent[];
  touches: OrderTouch[];
  products: Product[];
}

/** What a shop takes back from its list: test orders and deleted ones. */
export interface OrderGone { orderId: string; isGone: true }

/** A daily rate: one unit of `base` in `quote`. */
export interface RateFact { day: Day; base: string; quote: string; rate: string }
