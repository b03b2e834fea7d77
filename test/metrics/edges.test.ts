// Where windows end, data has holes, and stores begin: the places at which totals and rows come apart.
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sum } from "#lib/core/money.ts";
import { defaultQuery, type MetricQuery } from "#lib/metrics/query.ts";
import { readMetrics } from "#lib/metrics/read.ts";
import { changeReportingCurrency, ensureMarts, refreshStore } from "#lib/refresh/refresh.ts";
import { loadRates } from "#lib/stores/rates.ts";
import { createStore } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { addOrders, storeWith } from "#test/support/ledger.ts";

const now = new Date("2026-11-21T10:00:00Z");
let fresh: FreshDatabase;
const ask = (query: Partial<MetricQuery>) => readMetrics(fresh.db, "all", { ...defaultQuery, metrics: ["net_sales"], ...query }, now);
const sale = (amount: string, more: { day?: string; currency?: string } = {}) => ({ kind: "sale", amount, product: "A", ...more });

beforeEach(async () => { fresh = await freshDatabase(); });
afterEach(() => fresh.drop());

describe("past the last complete day", () => {
  test("a return that came after it is in its day's row and in the total alike", async () => {
    await storeWith(fresh.db, { through: "2026-03-02" }, [{ id: "1", day: "2026-03-01", lines: [sale("150"), { kind: "return", amount: "-30", day: "2026-03-10", product: "A" }] }]);
    const { rows, total } = await ask({ period: { from: "2026-03-01", through: "2026-03-12" }, grain: "day", compare: { kind: "none" } });
    expect(total.values.net_sales).toBe("120");
    expect(sum(rows.map((row) => row.values.net_sales ?? "0"))).toBe("120");
    expect(rows.find((row) => row.bucket === "2026-03-05")!.values.net_sales).toBeNull();
  });
  test("a period without any data is unknown, not zero", async () => {
    await storeWith(fresh.db, { through: "2026-03-02" }, [{ id: "1", day: "2026-03-01", lines: [sale("150")] }]);
    expect((await ask({ period: { from: "2030-01-01", through: "2030-01-31" } })).total.values.net_sales).toBeNull();
  });
});

describe("holes", () => {
  test("a month between two files is unknown; the months beside it are not", async () => {
    const store = await storeWith(fresh.db, { from: "2026-01-01", through: "2026-01-31" }, [{ id: "1", day: "2026-01-10", lines: [sale("10")] }, { id: "3", day: "2026-03-10", lines: [sale("30")] }]);
    await sql`insert into ingest.coverage (store_id, source, from_day, through_day) values (${store.id}, 'test', '2026-03-01', '2026-03-31')`.execute(fresh.db);
    const { rows } = await ask({ period: { from: "2026-01-01", through: "2026-03-31" }, grain: "month" });
    expect(rows.map((row) => row.values.net_sales)).toEqual(["10", null, "30"]);
  });
  test("a store without data is neither late nor a reason to call others so", async () => {
    await storeWith(fresh.db, { name: "Full", through: "2026-11-20" }, [{ id: "1", day: "2026-11-01", lines: [sale("10")] }]);
    await createStore(fresh.db, { name: "Empty", currency: "EUR", zone: "UTC" });
    expect((await ask({ stores: null, period: { preset: "mtd" } })).freshness.late).toEqual([]);
  });
});

describe("comparing buckets", () => {
  test("a day cut from one month is not compared with thirty of another; whole months are, whatever their lengths", async () => {
    await storeWith(fresh.db, { from: "2025-01-01", through: "2026-11-20" }, [{ id: "1", day: "2025-12-05", lines: [sale("10")] }, { id: "2", day: "2026-01-31", lines: [sale("20")] }, { id: "3", day: "2026-02-10", lines: [sale("40")] }, { id: "4", day: "2026-01-10", lines: [sale("5")] }]);
    const cut = await ask({ period: { from: "2026-01-31", through: "2026-03-01" }, compare: { kind: "previous" }, grain: "month" });
    expect(cut.rows.map((row) => [row.bucket, row.compareBucket])).toEqual([["2026-01-01", null], ["2026-02-01", null], ["2026-03-01", null]]);
    const whole = await ask({ period: { from: "2026-02-01", through: "2026-02-28" }, compare: { kind: "previous" }, grain: "month" });
    expect(whole.rows[0]).toMatchObject({ values: { net_sales: "40" }, compareBucket: "2026-01-01", compare: { net_sales: "25" } });
  });
});

describe("the reporting currency", () => {
  test("and the amounts in it change together; a missing rate is a gap, never a reconciled zero", async () => {
    await storeWith(fresh.db, { name: "Euro", through: "2026-11-20" }, [{ id: "1", day: "2026-11-02", lines: [sale("100")] }]);
    await storeWith(fresh.db, { name: "Dollar", currency: "USD", zone: "America/New_York", through: "2026-11-20" }, [{ id: "1", day: "2026-11-02", lines: [sale("50")] }]);
    await changeReportingCurrency(fresh.db, "GBP");
    const blind = await ask({ stores: null, period: { preset: "mtd" } });
    expect([blind.currency, blind.total.values.net_sales, blind.gaps.map((gap) => gap.currency)]).toEqual(["GBP", null, ["EUR", "USD"]]);
    await loadRates(fresh.db, [{ base: "EUR", quote: "GBP", day: "2026-11-02", rate: "0.8" }, { base: "EUR", quote: "USD", day: "2026-11-02", rate: "1.25" }], "test");
    for (const id of [1, 2]) await refreshStore(fresh.db, id);
    expect((await ask({ stores: null, period: { preset: "mtd" } })).total.values.net_sales).toBe("112"); // 100 × 0.8 + 50 ÷ 1.25 × 0.8
  });
  test("rates that arrive while a day is already dirty are not lost to a refresh under way", async () => {
    await storeWith(fresh.db, { through: "2026-11-20" }, [{ id: "1", day: "2026-11-02", lines: [sale("100", { currency: "USD" })] }]);
    await loadRates(fresh.db, [{ base: "EUR", quote: "USD", day: "2026-11-02", rate: "1.25" }], "test");
    await Promise.all([refreshStore(fresh.db, 1), loadRates(fresh.db, [{ base: "EUR", quote: "USD", day: "2026-11-02", rate: "2" }], "test")]);
    await refreshStore(fresh.db, 1);
    expect((await ask({ period: { preset: "mtd" } })).total.values.net_sales).toBe("50");
  });
});

describe("marts", () => {
  test("one that rests on a changed one is made again with it", async () => {
    await sql`update ingest.mart_version set file_hash = 'older' where mart in ('sales_daily', 'product_daily')`.execute(fresh.db);
    expect((await ensureMarts(fresh.db)).sort()).toEqual(["product_daily", "product_weekly", "sales_daily", "sales_source_daily", "sales_total_daily"]);
  });
  test("many stores refreshed at once don't wait for each other's connections", async () => {
    for (let n = 1; n <= 12; n++) {
      const store = await storeWith(fresh.db, { name: `S${n}`, through: "2026-11-20" }, []);
      await addOrders(fresh.db, store, [{ id: "1", day: "2026-11-02", lines: [sale("1")] }]);
    }
    const done = await Promise.all(Array.from({ length: 12 }, (_, index) => refreshStore(fresh.db, index + 1)));
    expect(done.map((result) => result?.days)).toEqual(Array.from({ length: 12 }, () => ["2026-11-02"]));
  });
});

describe("remembered answers", () => {
  test("give way to a refresh at once", async () => {
    const store = await storeWith(fresh.db, { through: "2026-11-20" }, [{ id: "1", day: "2026-11-02", lines: [sale("10")] }]);
    const wanted = { period: { preset: "mtd" }, by: ["product"], limit: 5, sort: { metric: "net_sales", descending: true } } as const satisfies Partial<MetricQuery> as Partial<MetricQuery>;
    expect((await ask(wanted)).rows[0]!.values.net_sales).toBe("10");
    await sql`update mart.product_daily set gross_sales = 99`.execute(fresh.db); // nobody said so: the answer stands
    expect((await ask(wanted)).rows[0]!.values.net_sales).toBe("10");
    await addOrders(fresh.db, store, [{ id: "2", day: "2026-11-03", lines: [sale("5")] }]);
    await refreshStore(fresh.db, store.id);
    expect((await ask(wanted)).total.values.net_sales).toBe("15");
  });
});
