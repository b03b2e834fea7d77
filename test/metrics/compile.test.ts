// The SQL of typical questions, kept as files so that a change of it shows in review. UPDATE with: npm test -- compile -u
import { Kysely, PostgresAdapter, DummyDriver, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { describe, expect, test } from "vitest";
import { compile, type Slice } from "#lib/metrics/compile.ts";

const offline = new Kysely<unknown>({ dialect: { createAdapter: () => new PostgresAdapter(), createDriver: () => new DummyDriver(), createIntrospector: (db) => new PostgresIntrospector(db), createQueryCompiler: () => new PostgresQueryCompiler() } });

const base: Slice = { metrics: ["net_sales", "orders", "aov"], storeIds: [1], currency: "EUR", period: { from: "2026-11-01", to: "2026-11-21" }, grain: null, by: [], filters: {}, sort: null, limit: null, keep: null };

const questions: Record<string, Slice> = {
  "headline": base,
  "trend-by-day": { ...base, metrics: ["net_sales"], grain: "day" },
  "by-fiscal-period": { ...base, grain: "fiscal_period" },
  "by-country-sorted": { ...base, by: ["country"], sort: { metric: "net_sales", descending: true } },
  "top-products-and-other": { ...base, metrics: ["net_sales", "units", "refund_rate"], by: ["product"], sort: { metric: "net_sales", descending: true }, limit: 10 },
  "the-same-products-before": { ...base, metrics: ["net_sales"], by: ["product"], keep: ["A-1", "B-2"] },
  "categories-in-one-filter": { ...base, metrics: ["gross_sales"], by: ["category"], filters: { category: ["Socks"] } },
  "customers-and-orders-by-month": { ...base, metrics: ["customers", "orders"], grain: "month" },
  "new-customers-in-germany": { ...base, metrics: ["new_customers"], by: ["customer_type"], filters: { country: ["DE", "Germany"] } },
  "return-on-spend-by-campaign": { ...base, metrics: ["spend", "roas", "sessions"], by: ["campaign"], filters: { platform: ["meta"] } },
  "queries-and-what-is-hidden": { ...base, metrics: ["search_clicks", "search_position"], by: ["query"], sort: { metric: "search_clicks", descending: true }, limit: 10 },
  "visits-by-device-each-week": { ...base, metrics: ["sessions", "ga4_conversion_rate"], by: ["device"], grain: "week" },
  "share-of-impressions": { ...base, metrics: ["impression_share"], by: ["platform"] },
  "speed-by-page": { ...base, metrics: ["lcp_p75", "cls_p75"], by: ["page"] },
  "stores-side-by-side": { ...base, storeIds: [1, 2, 3], by: ["store"] },
};

describe("the SQL of a question", () => {
  for (const [name, slice] of Object.entries(questions)) {
    test(`${name} stays as reviewed`, async () => {
      const query = compile(slice).compile(offline);
      await expect(`${query.sql}\n-- ${JSON.stringify(query.parameters)}\n`).toMatchFileSnapshot(`../golden/metrics/${name}.sql`);
    });
  }
});
