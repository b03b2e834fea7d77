// Shopify's answers, checked: strict on what is used, whatever else comes is let by. Lists come as nodes or as edges.
import { z } from "zod";

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, "no amount");
const amount = z.object({ shopMoney: z.object({ amount: decimal }) });
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/, "no instant");

/** { nodes } whichever way the list was told. */
function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess(
    (told) => (Array.isArray((told as { edges?: unknown } | null)?.edges) && !(told as { nodes?: unknown }).nodes ? { ...(told as object), nodes: (told as { edges: ({ node: unknown } | null)[] }).edges.map((edge) => edge?.node) } : told),
    z.object({ nodes: z.array(item), pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }).optional() }),
  );
}
const none = { nodes: [] };

const taxes = z.array(z.object({ priceSet: amount }));
export const lineSchema = z.object({
  id: z.string(), sku: z.string().nullish(), name: z.string().nullish(), title: z.string().nullish(),
  quantity: z.number().int(), currentQuantity: z.number().int(), isGiftCard: z.boolean(),
  product: z.object({ productType: z.string().nullish() }).nullish(),
  originalUnitPriceSet: amount, discountAllocations: z.array(z.object({ allocatedAmountSet: amount })), taxLines: taxes,
});
export type Line = z.infer<typeof lineSchema>;

export const refundLineSchema = z.object({
  quantity: z.number().int(), subtotalSet: amount, totalTaxSet: amount,
  lineItem: z.object({ id: z.string() }),
});
const refundSchema = z.object({
  id: z.string(), createdAt: instant,
  refundLineItems: list(refundLineSchema).default(none),
  refundShippingLines: list(z.object({ subtotalAmountSet: amount, taxAmountSet: amount })).default(none),
  orderAdjustments: list(z.object({ reason: z.string().nullish(), amountSet: amount, taxAmountSet: amount })).default(none),
});
export type Refund = z.infer<typeof refundSchema>;

const visit = z.object({
  id: z.string().optional(), occurredAt: instant, landingPage: z.string().nullish(), referrerUrl: z.string().nullish(), source: z.string().nullish(), sourceType: z.string().nullish(),
  utmParameters: z.object({ source: z.string().nullish(), medium: z.string().nullish(), campaign: z.string().nullish() }).nullish(),
});
const address = z.object({ countryCodeV2: z.string().nullish() }).nullish();

export const orderSchema = z.object({
  id: z.string(), name: z.string().min(1).max(200), email: z.string().nullish(), processedAt: instant, updatedAt: instant,
  test: z.boolean(), edited: z.boolean().default(false), taxesIncluded: z.boolean(), displayFinancialStatus: z.string().nullish(),
  totalPriceSet: z.object({ shopMoney: z.object({ amount: decimal, currencyCode: z.string().regex(/^[A-Z]{3}$/, "no currency") }) }), currentTotalPriceSet: amount, totalTaxSet: amount.nullable(), totalShippingPriceSet: amount, totalRefundedSet: amount,
  discountCodes: z.array(z.string()), customer: z.object({ id: z.string() }).nullish(), shippingAddress: address, billingAddress: address,
  customerJourneySummary: z.object({ ready: z.boolean(), firstVisit: visit.nullish(), lastVisit: visit.nullish() }).nullish(),
  lineItems: list(lineSchema), shippingLines: list(z.object({ taxLines: taxes })).optional(),
  refunds: z.array(refundSchema),
});
export type Order = z.infer<typeof orderSchema>;

/** Of a bulk file: orders whose refunds are only counted, and lines of their own for what hangs on them. */
export const bulkOrderSchema = orderSchema.extend({ refunds: z.array(z.object({ id: z.string() })) });
export type BulkOrder = z.infer<typeof bulkOrderSchema>;

/** The refunds of an order whose rest is known, and when it last changed. */
export const refundsSchema = orderSchema.pick({ id: true, updatedAt: true, refunds: true });

export const pageInfoSchema = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
export const shopSchema = z.object({
  shop: z.object({ name: z.string(), myshopifyDomain: z.string(), currencyCode: z.string(), ianaTimezone: z.string(), primaryDomain: z.object({ host: z.string() }) }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});
export type Shop = z.infer<typeof shopSchema>;
export const bulkSchema = z.object({
  id: z.string(), status: z.string(), errorCode: z.string().nullish(), objectCount: z.string(), rootObjectCount: z.string().nullish(), url: z.string().nullish(), partialDataUrl: z.string().nullish(),
});
export const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.union([z.string(), z.array(z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional(), extensions: z.looseObject({ code: z.string().optional() }).optional() }))]).optional(),
  extensions: z.object({ cost: z.object({ requestedQueryCost: z.number(), throttleStatus: z.object({ maximumAvailable: z.number(), currentlyAvailable: z.number(), restoreRate: z.number() }).optional() }).optional() }).optional(),
});
