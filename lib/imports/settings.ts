// What a person may say about an order file; what is left open is detected, or asked.
import { z } from "zod";
import { amountHolds } from "#lib/imports/amount-holds.ts";

export const presetIds = ["generic", "shopify", "woocommerce", "online-retail"] as const;
export type PresetId = (typeof presetIds)[number];
export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type Encoding = (typeof encodings)[number];
export const delimiters = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];
export type { DecimalMark } from "#lib/core/decimal.ts";
export type { DateOrder } from "#lib/core/when.ts";

export const ImportSettings = z.strictObject({
  preset: z.enum(presetIds).optional(),
  /** Our field → the caption of the file's column, for files that no preset knows. */
  columns: z.record(z.string().max(40), z.string().max(500)).optional(),
  encoding: z.enum(encodings).optional(),
  delimiter: z.enum(delimiters).optional(),
  dateOrder: z.enum(["mdy", "dmy"]).optional(),
  decimalMark: z.enum([".", ","]).optional(),
  /** True: amounts of the file hold VAT at `vatRate` percent, and are split into net and tax. */
  pricesIncludeVat: z.boolean().optional(),
  vatRate: z.string().regex(/^\d{1,2}(\.\d{1,4})?$/).optional(),
  /** What the amount of a row holds where discount, shipping or tax have columns beside it. */
  amountHolds: z.enum(amountHolds).optional(),
  /** For files without a currency column; the store's own when absent. */
  currency: z.string().regex(/^[A-Z]{3}$/).optional(),
  /** True: the file ends in the middle of its last day, so periods end the day before. */
  lastDayCut: z.boolean().optional(),
});
export type ImportSettings = z.infer<typeof ImportSettings>;

export const eventKinds = ["sale", "edit", "discount", "return", "shipping", "tax", "fee", "gift_card", "adjustment"] as const;
export type EventKind = (typeof eventKinds)[number];
