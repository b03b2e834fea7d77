import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { metricIds, type MetricId } from "#lib/metrics/catalogue.ts";
import { refusal } from "#lib/metrics/cutting.ts";
import { metric } from "#lib/metrics/catalogue.ts";
import { defaultQuery, type FilterCut } from "#lib/metrics/query.ts";
import { readMetrics } from "#lib/metrics/read.ts";
import { behind, refusedFilters } from "#lib/sales/behind.ts";
import { readOrder } from "#lib/sales/order.ts";
import { listOrders, sumOrders, type OrderRow, type OrdersWanted } from "#lib/sales/orders.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { storeWith } from "#test/support/ledger.ts";

let fresh: FreshDatabase;
let storeId: number;
const period = { from: "2026-03-01", to: "2026-04-01" };
const now = new Date("2026-04-02T09:00:00Z");

beforeAll(async () => {
  fresh = await freshDatabase();
  const orders = Array.from({ length: 40 }, (_, index) => ({
    id: `A.${String(index).padStart(3, "0")}`, day: `2026-03-${String((index % 28) + 1).padStart(2, "0")}`,
    customer: index % 5 === 0 ? undefined : `c${index % 7}`, country: ["GB", "DE", undefined][index % 3],
    lines: [
      { kind: "sale", amount: `${10 + index}.25`, quantity: "2", product: `P${index % 4}` }, { kind: "discount", amount: "-1.10", quantity: "0" },
      { kind: "shipping", amount: "3.5" }, ...(index % 6 === 0 ? [{ kind: "return", amount: "-4", quantity: "-1", product: `P${index % 4}`, day: "2026-03-30" }] : []),
    ],
  }));
  storeId = (await storeWith(fresh.db, { through: "2026-03-31", zone: "Pacific/Auckland" }, orders)).id;
}, 120_000);
afterAll(() => fresh.drop());

const wanted = (id: MetricId, filters: OrdersWanted["filters"] = {}): OrdersWanted => ({ metric: id, storeIds: [storeId], currency: "EUR", period, filters });

async function all(asked: OrdersWanted, limit: number): Promise<OrderRow[]> {
  const rows: OrderRow[] = [];
  for (let after: string | null = null, page = 0; page < 200; page += 1) {
    const found = await listOrders(fresh.db, asked, { after, limit });
    rows.push(...found.rows);
    if (found.next === null) return rows;
    after = found.next;
  }
  throw new Error("the pages do not end");
}

const filterSets: Partial<Record<FilterCut, string[]>>[] = [{}, { country: ["DE"] }, { country: ["", "GB"] }, { customer_type: ["new"] }, { customer_type: ["guest"] }, { product: ["P1"] }];

describe("the orders behind a number add up to it", () => {
  for (const id of metricIds) for (const filters of filterSets) {
    const from = behind(id);
    if (refusedFilters(id, filters)) continue;
    test(`${id} ${JSON.stringify(filters)}`, async () => {
      const answer = await readMetrics(fresh.db, "all", { ...defaultQuery, metrics: [from.metric], period: { from: period.from, through: "2026-03-31" }, filters }, now);
      const rows = await all(wanted(id, filters), 7);
      const listed = from.sums === "placed" ? rows.length : rows.reduce((sum, row) => sum + Number(from.sums === "money" ? row.amount : row.pieces), 0);
      expect(listed).toBeCloseTo(Number(answer.total.values[from.metric]), 6);
      const sum = await sumOrders(fresh.db, wanted(id, filters));
      expect(from.sums === "placed" ? String(sum.rows) : from.sums === "money" ? sum.amount : sum.pieces).toBe(answer.total.values[from.metric]);
    });
  }
});

test("visits, spend and searches have no list of orders, and say so", async () => {
  const none = metricIds.filter((id) => refusedFilters(id, {}) !== null);
  expect(none).toEqual(expect.arrayContaining(["sessions", "spend", "search_clicks", "lcp_p75"]));
  for (const id of none) await expect(listOrders(fresh.db, wanted(id), { after: null, limit: 5 })).rejects.toMatchObject({ kind: "refused", code: "metrics.no_orders" });
});

test("under a filter that its number refuses a figure has no orders: a cap in one of three orders is no count of orders", async () => {
  for (const id of metricIds.filter((id) => refusedFilters(id, {}) === null)) for (const filters of [{ product: ["P1"] }, { category: ["Hats"] }, { country: ["DE"] }]) {
    const why = refusal(metric(id), Object.keys(filters) as FilterCut[]);
    expect([id, filters, refusedFilters(id, filters)]).toEqual([id, filters, why]);
    const ask = () => listOrders(fresh.db, wanted(id, filters), { after: null, limit: 5 });
    if (why) {
      await expect(ask()).rejects.toMatchObject({ kind: "refused", code: `metrics.${why}` });
      await expect(sumOrders(fresh.db, wanted(id, filters))).rejects.toMatchObject({ kind: "refused" });
    } else await expect(ask()).resolves.toBeTruthy();
  }
  expect(["orders", "new_customers", "shipping"].map((id) => refusedFilters(id as MetricId, { product: ["P1"] }))).toEqual(["counts_twice", "counts_twice", "whole_order"]);
});

test("filters that no mart holds side by side are answered from the ledger", async () => {
  const filters = { product: ["P1"], country: ["DE"] };
  expect(refusal(metric("net_sales"), ["product", "country"])).toBe("not_together");
  const rows = await all(wanted("net_sales", filters), 7);
  const byProduct = await all(wanted("net_sales", { product: ["P1"] }), 100);
  expect(rows).toEqual(byProduct.filter((row) => row.country === "DE"));
  expect(rows.length).toBeGreaterThan(0);
});

test("pages of any size hold the same rows in the same order, none twice", async () => {
  const whole = await all(wanted("net_sales"), 500);
  const small = await all(wanted("net_sales"), 3);
  expect(small).toEqual(whole);
  expect(new Set(whole.map((row) => `${row.day}${row.orderId}`)).size).toBe(whole.length);
  expect(whole.map((row) => row.day)).toEqual(whole.map((row) => row.day).sort().reverse());
});

test("a cursor that is none is refused by name", async () => {
  const refused = await listOrders(fresh.db, wanted("net_sales"), { after: "yesterday", limit: 5 }).catch((error: unknown) => error);
  expect(isAppError(refused) && refused.details.parameter).toBe("after");
});

test("one order: its lines, their sums by kind, its net sales; another store's or none is missing", async () => {
  const order = await readOrder(fresh.db, storeId, "A.006");
  expect(order.lines.map((line) => [line.kind, line.amount])).toEqual([["sale", "16.25"], ["discount", "-1.1"], ["shipping", "3.5"], ["return", "-4"]]);
  expect(order.netSales).toBe("11.15");
  await expect(readOrder(fresh.db, storeId + 1, "A.006")).rejects.toMatchObject({ kind: "missing" });
});
