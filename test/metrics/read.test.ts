import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "kysely";
import { sum } from "#lib/core/money.ts";
import { grains, type Grain } from "#lib/metrics/marts.ts";
import { defaultQuery, parseQuery, type MetricQuery } from "#lib/metrics/query.ts";
import { isWholeComparison, readMetrics } from "#lib/metrics/read.ts";
import { loadRates } from "#lib/stores/rates.ts";
import { findOffenders, keepChecks } from "#lib/refresh/checks.ts";
import { refreshStore } from "#lib/refresh/refresh.ts";
import { writeFiscalCalendar } from "#lib/stores/settings.ts";
import { nrfYear } from "#lib/core/calendar.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { storeWith } from "#test/support/ledger.ts";

const now = new Date("2026-11-21T10:00:00Z");
let fresh: FreshDatabase;
const ask = (query: Partial<MetricQuery>) => readMetrics(fresh.db, "all", { ...defaultQuery, stores: [1], ...query }, now);
const whole = { period: { from: "2026-10-01", through: "2026-11-20" } } as const;

beforeAll(async () => {
  fresh = await freshDatabase();
  // Worked by hand: 3 orders, one discount, one return in November of an October order.
  await storeWith(fresh.db, { name: "Berg", through: "2026-11-20", from: "2026-10-01" }, [
    { id: "1", day: "2026-10-05", customer: "ann", country: "DE", lines: [
      { kind: "sale", amount: "100.00", product: "A", quantity: "2" }, { kind: "shipping", amount: "4.90" }, { kind: "tax", amount: "19.00" },
      { kind: "return", amount: "-50.00", product: "A", quantity: "-1", day: "2026-11-03" }] },
    { id: "2", day: "2026-11-03", customer: "ann", country: "DE", lines: [{ kind: "sale", amount: "30.000001", product: "B" }, { kind: "discount", amount: "-5.00" }] },
    { id: "3", day: "2026-11-20", country: "FR", lines: [{ kind: "sale", amount: "20.00", product: "A" }, { kind: "gift_card", amount: "25" }] },
  ]);
  // A second shop in pounds, with an order in dollars that no rate covers.
  await storeWith(fresh.db, { name: "Hill", currency: "GBP", zone: "Europe/London", through: "2026-11-18" }, [
    { id: "1", day: "2026-11-02", customer: "bob", lines: [{ kind: "sale", amount: "10" }] },
    { id: "2", day: "2026-11-04", customer: "cy", lines: [{ kind: "sale", amount: "7", currency: "USD" }] },
  ]);
});
afterAll(() => fresh.drop());

describe("reading metrics", () => {
  test("worked by hand: gross 150.000001, discounts −5, returns −50, net 95.000001, three orders", async () => {
    const { total } = await ask({ ...whole, metrics: ["gross_sales", "discounts", "returns", "net_sales", "shipping", "tax", "total_sales", "gift_cards", "orders", "units", "aov", "units_per_order", "customers", "new_customers", "returning_share", "refund_rate", "discount_rate"] });
    expect(total.values).toEqual({
      gross_sales: "150.000001", discounts: "-5", returns: "-50", net_sales: "95.000001", shipping: "4.9", tax: "19", total_sales: "118.900001", gift_cards: "25",
      orders: "3", units: "4", aov: "31.666667", units_per_order: "1.3333333333", customers: "1", new_customers: "1", returning_share: "0.5", refund_rate: "0.3333333311", discount_rate: "0.0333333331",
    });
  });
  test("a return counts on the day it came back, its order on the day it was placed", async () => {
    const { rows } = await ask({ ...whole, metrics: ["net_sales", "orders"], grain: "month" });
    expect(rows.map((row) => [row.bucket, row.values.net_sales, row.values.orders])).toEqual([["2026-10-01", "100", "1"], ["2026-11-01", "-4.999999", "2"]]);
  });
  test("every grain and cut adds up to the same total, on every fiscal calendar", async () => {
    for (const calendar of [nrfYear, { kind: "months", startMonth: 4, label: "end" } as const]) {
      await writeFiscalCalendar(fresh.db, calendar);
      for (const grain of grains as readonly Grain[]) {
        const { rows, total } = await ask({ ...whole, metrics: ["net_sales", "orders"], grain });
        expect(sum(rows.map((row) => row.values.net_sales!)), grain).toBe(total.values.net_sales);
        expect(sum(rows.map((row) => row.values.orders!)), grain).toBe(total.values.orders);
      }
    }
    for (const by of ["country", "product", "category", "channel", "customer_type", "store"] as const) {
      const { rows, total } = await ask({ ...whole, metrics: ["net_sales"], by: [by] });
      expect(sum(rows.map((row) => row.values.net_sales!)), by).toBe(total.values.net_sales);
    }
  });
  test("empty days inside the data are zero, days outside it unknown", async () => {
    const { rows } = await ask({ metrics: ["net_sales", "aov"], grain: "day", period: { from: "2026-11-19", through: "2026-11-22" }, compare: { kind: "none" } });
    expect(rows.map((row) => [row.bucket, row.values.net_sales, row.values.aov])).toEqual([["2026-11-19", "0", null], ["2026-11-20", "20", "20"], ["2026-11-21", null, null], ["2026-11-22", null, null]]);
  });
  test("orders by product are refused by name; customers by country too", async () => {
    await expect(ask({ ...whole, metrics: ["orders"], by: ["product"] })).rejects.toMatchObject({ kind: "refused", message: expect.stringContaining("Orders can't be shown by product") });
    await expect(ask({ ...whole, metrics: ["shipping"], by: ["product"] })).rejects.toMatchObject({ kind: "refused", code: "metrics.whole_order" });
    await expect(ask({ ...whole, metrics: ["customers"], by: ["country"] })).rejects.toMatchObject({ kind: "refused", code: "metrics.once_only" });
    await expect(ask({ ...whole, metrics: ["net_sales"], by: ["product", "country"] })).rejects.toMatchObject({ kind: "refused", code: "metrics.not_together" });
  });
  test("the first of many, and the rest as one row, tie with the total, before as now", async () => {
    const answer = await ask({ metrics: ["net_sales", "refund_rate"], by: ["product"], limit: 1, sort: { metric: "net_sales", descending: true }, period: { from: "2026-11-01", through: "2026-11-20" }, compare: { kind: "custom", from: "2026-10-01", through: "2026-10-31" } });
    expect(answer.rows.map((row) => [row.keys.product ?? "other", row.values.net_sales, row.compare?.net_sales])).toEqual([["B", "30.000001", "0"], ["other", "-35", "100"]]);
    expect(sum(answer.rows.map((row) => row.compare!.net_sales!))).toBe(answer.total.compare!.net_sales);
  });
  test("a comparison stands beside the same place of the window; before the data began it is unknown", async () => {
    const { rows } = await ask({ metrics: ["net_sales"], grain: "day", period: { from: "2026-11-03", through: "2026-11-03" }, compare: { kind: "custom", from: "2026-10-05", through: "2026-10-05" } });
    expect(rows[0]).toMatchObject({ values: { net_sales: "-24.999999" }, compareBucket: "2026-10-05", compare: { net_sales: "100" } });
    const before = await ask({ ...whole, metrics: ["net_sales"], compare: { kind: "year" } });
    expect(before.total.compare).toBeNull();
    expect(isWholeComparison(before)).toBe(false);
  });
  test("filters narrow every figure alike", async () => {
    const { total } = await ask({ ...whole, metrics: ["net_sales", "orders"], filters: { country: ["DE"] } });
    expect(total.values).toEqual({ net_sales: "75.000001", orders: "2" });
  });
  test("a missing rate is a named gap: the money is unknown, the count is not", async () => {
    const answer = await ask({ stores: [2], metrics: ["net_sales", "orders", "aov"], period: { preset: "all" } });
    expect(answer.total.values).toEqual({ net_sales: null, orders: "2", aov: null });
    expect(answer.gaps).toEqual([{ currency: "USD", from: "2026-11-04", through: "2026-11-04", events: 1 }]);
  });
  test("loaded rates close the gap, are carried over the weekend, and only the days they touch are made again", async () => {
    expect(await loadRates(fresh.db, [{ base: "EUR", quote: "USD", day: "2026-11-01", rate: "1.25" }, { base: "EUR", quote: "GBP", day: "2026-11-01", rate: "0.8" }], "test")).toBe(2);
    const refreshed = await refreshStore(fresh.db, 2);
    expect(refreshed?.days).toEqual(["2026-11-02", "2026-11-04"]);
    const own = await ask({ stores: [2], metrics: ["net_sales"], period: { preset: "all" } });
    expect(own).toMatchObject({ currency: "GBP", gaps: [], total: { values: { net_sales: "14.48" } } }); // 10 + 7 / 1.25 × 0.8
    const both = await ask({ stores: null, metrics: ["net_sales"], ...whole });
    expect(both).toMatchObject({ currency: "EUR", total: { values: { net_sales: "113.100001" } } }); // 95.000001 + 10 / 0.8 + 7 / 1.25
    expect(await loadRates(fresh.db, [{ base: "EUR", quote: "USD", day: "2026-11-01", rate: "1.25" }], "test")).toBe(0);
  });
  test("freshness says through when data is whole, and which store is late", async () => {
    const { freshness } = await ask({ stores: null, ...whole });
    expect(freshness).toMatchObject({ firstDay: "2026-10-01", completeThrough: "2026-11-20", daysBehind: 0, late: [{ name: "Hill", completeThrough: "2026-11-18" }] });
  });
  test("a store that the reader may not see isn't there", async () => {
    await expect(readMetrics(fresh.db, [1], { ...defaultQuery, stores: [2] }, now)).rejects.toMatchObject({ kind: "missing" });
    const own = await readMetrics(fresh.db, [1], { ...defaultQuery, ...whole, stores: null }, now);
    expect(own.stores).toEqual([{ id: 1, name: "Berg" }]);
  });
  test("checks pass after a refresh, and fail by name when a figure no longer follows from the ledger", async () => {
    expect((await ask(whole)).trust.state).toBe("reconciled");
    await sql`update mart.sales_total_daily set gross_sales = gross_sales + 1 where store_id = 1 and day = '2026-11-20'`.execute(fresh.db);
    await fresh.db.transaction().execute(async (trx) => keepChecks(trx, 1, ["2026-11-20"], [await findOffenders(trx, 1, ["2026-11-20"])]));
    expect((await ask(whole)).trust).toMatchObject({ state: "failed", failing: ["mart_equals_ledger", "products_equal_headline", "sources_equal_headline"] });
  });
});

describe("a query's address", () => {
  test("unknown parameters and days that don't exist are refused by name", () => {
    expect(() => parseQuery(new URLSearchParams("nonsense=1"))).toThrow(/"nonsense" is not a parameter/);
    expect(() => parseQuery(new URLSearchParams("from=2026-02-30&through=2026-03-01"))).toThrow(/period/);
    expect(() => parseQuery(new URLSearchParams("from=2026-03-02&through=2026-03-01"))).toThrow(/before/);
    expect(() => parseQuery(new URLSearchParams("metrics=net_sales,profit"))).toThrow(/metrics/);
  });
});
