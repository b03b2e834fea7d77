// The quick reader beside the shape that it was made of: on real bodies, and on those with any one thing wrong.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { campaignRow, conversionRow, shareRow, termRow } from "#lib/sources/google-ads/payload.ts";
import { rowSchema as metaRow } from "#lib/sources/meta/payload.ts";
import { quickReader, refused } from "#lib/sources/quick-reader.ts";
import { row as searchRow } from "#lib/sources/search-console/payload.ts";
import { bulkOrderSchema, orderSchema as shopifyOrder } from "#lib/sources/shopify/payload.ts";
import { orderSchema as wooOrder, refundSchema as wooRefund } from "#lib/sources/woocommerce/payload.ts";

const body = (name: string) => JSON.parse(readFileSync(`test/fixtures/${name}.json`, "utf8")) as any;
const term = { customer: { id: "1", currencyCode: "EUR" }, campaign: { id: 21 }, adGroup: { id: "3" }, searchTermView: { resourceName: "customers/1/searchTermViews/21~3~c2hvZXM", searchTerm: "shoes" }, segments: { date: "2026-11-12" }, metrics: { impressions: "12", costMicros: "1230000", conversions: 1.5 } };
const shopifyOrders: unknown[] = body("shopify/orders.page").data.orders.edges.map((edge: { node: unknown }) => edge.node);
const told: [string, z.ZodType, unknown[]][] = [
  ["Google Ads' campaigns", campaignRow, body("google-ads/search.campaign-day").results],
  ["Google Ads' conversions", conversionRow, [{ ...term, segments: { date: "2026-11-12", conversionAction: "customers/1/conversionActions/9" } }]],
  ["Google Ads' search terms", termRow, [term]],
  ["Google Ads' shares", shareRow, [{ ...term, metrics: { searchImpressionShare: 0.62 } }]],
  ["Search Console's rows", searchRow, body("gsc/query.date-query-page-device").rows],
  ["Meta's rows", metaRow, body("meta/insights.campaign-day").data],
  ["Shopify's orders", shopifyOrder, shopifyOrders],
  ["Shopify's orders in bulk", bulkOrderSchema, shopifyOrders],
  ["WooCommerce's orders", wooOrder, body("woocommerce/orders.list")],
  ["WooCommerce's refunds", wooRefund, body("woocommerce/order-refunds")],
];
const wrong = [undefined, null, "", "x", "-7", "1.50", "2026-02-30", 0, -3, 2.5, 1e30, NaN, Infinity, true, [], {}, [null], { nodes: [] }];

/** The value with each of its parts, itself included, replaced by each wrong one. */
function* spoilt(value: unknown): Generator<unknown> {
  yield* wrong;
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    for (const own of spoilt((value as Record<string, unknown>)[key])) {
      const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
      if (own === undefined && !Array.isArray(value)) delete copy[key];
      else copy[key] = own;
      yield copy;
    }
  }
}
const byShape = (shape: z.ZodType, value: unknown): unknown => {
  const read = shape.safeParse(value);
  return read.success ? read.data : refused;
};

describe("says what the shape says", () => {
  for (const [name, shape, rows] of told) {
    test(`of ${name}`, () => {
      const read = quickReader(shape);
      expect(rows.length).toBeGreaterThan(0);
      let taken = 0;
      let left = 0;
      for (const row of rows) expect(read(row)).toEqual(byShape(shape, row));
      const fullest = rows.map((row) => ({ row, size: JSON.stringify(row).length })).sort((a, b) => b.size - a.size)[0]!.row;
      for (const other of spoilt(fullest)) {
        const expected = byShape(shape, other);
        if (expected === refused) left++;
        else taken++;
        const found = read(other);
        if ((found === refused) !== (expected === refused)) expect.fail(`${found === refused ? "refused" : "took"} ${JSON.stringify(other)}`);
        else expect(found).toEqual(expected);
      }
      expect(Math.min(taken, left)).toBeGreaterThan(20);
    });
  }

  test("of shapes that it doesn't know", () => {
    const odd = z.object({
      strict: z.strictObject({ a: z.string() }), loose: z.looseObject({ a: z.string() }), word: z.enum(["a", "b"]), trimmed: z.string().trim().min(2), coerced: z.coerce.number(),
      late: z.string().transform((text, context) => { if (text === "no") context.addIssue("refused"); return text; }), either: z.union([z.literal("7"), z.string().transform(Number)]), maybe: z.number().default(3).optional(), mail: z.email(),
    });
    const good = { strict: { a: "x" }, loose: { a: "x", b: 1 }, word: "a", trimmed: "  ab ", coerced: "12", late: "yes", either: "7", maybe: undefined, mail: "a@b.example" };
    const read = quickReader(odd);
    expect(read(good)).toEqual({ ...good, trimmed: "ab", coerced: 12, maybe: 3 });
    expect(read({ ...good, either: "8" })).toMatchObject({ either: 8 });
    for (const change of [{ strict: { a: "x", b: 1 } }, { word: "c" }, { trimmed: " a " }, { late: "no" }, { mail: "a" }, { coerced: "x" }]) expect(read({ ...good, ...change })).toBe(refused);
  });
});
