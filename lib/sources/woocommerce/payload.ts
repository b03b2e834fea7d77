// WooCommerce's answers, checked. Amounts are text without tax, their tax beside them; PHP tells an empty map as [].
import { z } from "zod";

const amount = z.union([z.string().regex(/^-?\d+(\.\d+)?$/, "no amount"), z.number()]);
/** Left out or "" where there is nothing. */
const maybeAmount = z.union([amount, z.literal("").transform(() => "0")]).nullish().transform((told) => told ?? "0");
const gmt = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/, "no time").transform((text) => `${text}Z`);
const map = <Shape extends z.ZodRawShape>(shape: Shape) => z.preprocess((told) => (Array.isArray(told) ? {} : told), z.object(shape));

const charge = z.object({ total: maybeAmount, total_tax: maybeAmount });
const address = map({ country: z.string().nullish(), email: z.string().nullish() });

export const orderSchema = z.object({
  id: z.number().int(), number: z.union([z.string().min(1).max(200), z.number().transform(String)]), status: z.string(), currency: z.string().regex(/^[A-Z]{3}$/, "no currency"),
  date_created_gmt: gmt, date_modified_gmt: gmt.nullish(), date_paid_gmt: z.string().nullish(),
  shipping_total: amount, total_tax: amount, total: amount, customer_id: z.number().int(),
  billing: address, shipping: address,
  line_items: z.array(z.object({ id: z.number(), name: z.string().nullish(), sku: z.string().nullish(), quantity: z.number(), subtotal: amount, total: amount })),
  fee_lines: z.array(charge), coupon_lines: z.array(z.object({ code: z.string() })),
  refunds: z.array(z.object({ id: z.number() })),
  meta_data: z.array(z.object({ key: z.string(), value: z.unknown() })),
});
export type Order = z.infer<typeof orderSchema>;

export const refundSchema = z.object({
  id: z.number(), date_created_gmt: gmt, amount,
  line_items: z.array(charge.extend({ name: z.string().nullish(), sku: z.string().nullish(), quantity: z.number() })),
  shipping_lines: z.array(charge).default([]), fee_lines: z.array(charge).default([]),
});
export type Refund = z.infer<typeof refundSchema>;

/** What an order holds as of WooCommerce 10.3: anything else is new. */
export const knownKeys = ["id", "parent_id", "status", "currency", "version", "prices_include_tax", "date_created", "date_modified", "discount_total", "discount_tax", "shipping_total", "shipping_tax", "cart_tax", "total", "total_tax", "customer_id", "order_key", "billing", "shipping", "payment_method", "payment_method_title", "transaction_id", "customer_ip_address", "customer_user_agent", "created_via", "customer_note", "date_completed", "date_paid", "cart_hash", "number", "meta_data", "line_items", "tax_lines", "shipping_lines", "fee_lines", "coupon_lines", "refunds", "payment_url", "is_editable", "needs_payment", "needs_processing", "date_created_gmt", "date_modified_gmt", "date_completed_gmt", "date_paid_gmt", "currency_symbol", "_links"];
