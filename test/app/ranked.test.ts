import { afterAll, beforeAll, expect, test } from "vitest";
import { ranked, shownProducts } from "#app/(dashboard)/breakdown/ranked.ts";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { defaultQuery } from "#lib/metrics/query.ts";
import { readMetrics } from "#lib/metrics/read.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { storeWith } from "#test/support/ledger.ts";

let fresh: FreshDatabase;
const products = shownProducts + 5;

// Product n sold for 1000, was let off n and gave back n: the last is the most returned and discounted, and sells the least net.
beforeAll(async () => {
  fresh = await freshDatabase();
  await storeWith(fresh.db, { through: "2026-03-31" }, Array.from({ length: products }, (_, index) => ({
    id: `O${index + 1}`, day: "2026-03-10", lines: [
      { kind: "sale", amount: "1000", product: `P${index + 1}` },
      { kind: "discount", amount: `-${index + 1}`, quantity: "0", product: `P${index + 1}` }, { kind: "return", amount: `-${index + 1}`, quantity: "-1", product: `P${index + 1}` },
    ],
  })));
}, 120_000);
afterAll(() => fresh.drop());

test.each<[MetricId, string]>([
  ["returns", `P${products}`], ["discounts", `P${products}`], ["refund_rate", `P${products}`], ["discount_rate", `P${products}`], ["net_sales", "P1"],
])("%s by product begins with the largest part, the smallest go together at the end", async (id, first) => {
  const query = ranked({ ...defaultQuery, metrics: [id], by: ["product"], period: { from: "2026-03-01", through: "2026-03-31" } }, id, "product");
  const { rows } = await readMetrics(fresh.db, "all", query, new Date("2026-04-02T09:00:00Z"));
  expect(rows[0]!.keys.product).toBe(first);
  expect(rows.map((row) => row.isOther)).toEqual([...Array.from({ length: shownProducts }, () => false), true]);
  const sizes = rows.slice(0, -1).map((row) => Math.abs(Number(row.values[id])));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
});
