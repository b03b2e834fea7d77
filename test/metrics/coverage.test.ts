// What each kind of data knows: figures end where theirs ends, and what lies outside is unknown, not zero.
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defaultQuery, type MetricQuery } from "#lib/metrics/query.ts";
import { isWholeComparison, readMetrics } from "#lib/metrics/read.ts";
import { readScope } from "#lib/metrics/scope.ts";
import { refreshStore } from "#lib/refresh/refresh.ts";
import { loadRates } from "#lib/stores/rates.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { addFacts, cover } from "#test/support/facts.ts";
import { storeWith } from "#test/support/ledger.ts";

const now = new Date("2026-11-21T10:00:00Z");
let fresh: FreshDatabase;
const ask = (query: Partial<MetricQuery>) => readMetrics(fresh.db, "all", { ...defaultQuery, stores: [1], compare: { kind: "none" }, ...query }, now);
const days = { from: "2026-11-01", through: "2026-11-06" } as const;
const spend = (day: string, amount: string, more = {}) => ({ day, platform: "google_ads", campaign_id: "1", impressions: 10, clicks: 1, spend: amount, ...more });

beforeEach(async () => {
  fresh = await freshDatabase();
  await storeWith(fresh.db, { from: "2026-10-01", through: "2026-11-20" }, Array.from({ length: 6 }, (_, index) => ({ id: `${index}`, day: `2026-11-0${index + 1}`, customer: `c${index}`, lines: [{ kind: "sale", amount: "10" }] })));
});
afterEach(() => fresh.drop());

describe("days of a kind", () => {
  test("that its source hasn't told are unknown, those it told without a row are zero; sales beside them stand", async () => {
    await addFacts(fresh.db, 1, "fact.ad_day", [spend("2026-11-02", "5")]);
    await cover(fresh.db, 1, "ads", "2026-11-02", "2026-11-04");
    await refreshStore(fresh.db, 1);
    const { rows, freshness, total } = await ask({ metrics: ["net_sales", "spend", "mer", "cpc"], grain: "day", period: days });
    expect(rows.map((row) => row.values.spend)).toEqual([null, "5", "0", "0", null, null]);
    expect(rows.map((row) => row.values.mer)).toEqual([null, "2", null, null, null, null]);
    expect(rows.map((row) => row.values.net_sales)).toEqual(Array(6).fill("10"));
    // Sales of six days against spend of three would flatter: it isn't said.
    expect(total.values).toMatchObject({ net_sales: "60", spend: "5", mer: null, cpc: "5" });
    expect(freshness).toMatchObject({ completeThrough: "2026-11-04", roles: [{ role: "orders", completeThrough: "2026-11-20" }, { role: "ads", firstDay: "2026-11-02", completeThrough: "2026-11-04" }] });
  });
  test("end a named period where the last of the kinds that it needs ends", async () => {
    await addFacts(fresh.db, 1, "fact.ad_day", [spend("2026-11-02", "5")]);
    await cover(fresh.db, 1, "ads", "2026-10-01", "2026-11-04", { settledThrough: "2026-11-01" });
    await refreshStore(fresh.db, 1);
    expect((await ask({ metrics: ["net_sales"], period: { preset: "mtd" } })).period.to).toBe("2026-11-21");
    const mixed = await ask({ metrics: ["net_sales", "mer"], period: { preset: "mtd" } });
    expect([mixed.period.to, mixed.total.values]).toEqual(["2026-11-05", { net_sales: "40", mer: "8" }]);
    expect(mixed.freshness.roles[1]).toMatchObject({ role: "ads", settledThrough: "2026-11-01" });
  });
  test("of which there are none leave their figures unknown, and hold nothing back", async () => {
    const { total, freshness } = await ask({ metrics: ["net_sales", "spend", "mer", "sessions", "conversion_rate", "lcp_p75"], period: days });
    expect(total.values).toEqual({ net_sales: "60", spend: null, mer: null, sessions: null, conversion_rate: null, lcp_p75: null });
    expect(freshness.completeThrough).toBe("2026-11-20");
    expect((await ask({ metrics: ["sessions"] })).freshness.completeThrough).toBeNull();
  });
});

describe("several accounts of a kind", () => {
  const through = async () => (await readScope(fresh.db, "all", { stores: [1], currency: null, period: { preset: "mtd" }, compare: { kind: "none" } }, now, ["ads"])).freshness.completeThrough;
  test("are complete as far as the one that lags; a paused one is not waited for; an old file neither", async () => {
    await sql`insert into ingest.connection (store_id, source, name, created_at, updated_at) values (1, 'google-ads', 'a', now(), now()), (1, 'meta', 'b', now(), now())`.execute(fresh.db);
    await cover(fresh.db, 1, "ads", "2025-01-01", "2025-12-31", { source: "file" });
    expect(await through()).toBe("2025-12-31");
    await cover(fresh.db, 1, "ads", "2026-01-01", "2026-11-20", { source: "google-ads:1" });
    await cover(fresh.db, 1, "ads", "2026-01-01", "2026-11-12", { source: "meta:2" });
    expect(await through()).toBe("2026-11-12");
    await sql`update ingest.connection set state = 'paused' where connection_id = 2`.execute(fresh.db);
    expect(await through()).toBe("2026-11-20");
  });
  test("are known from where the one that still brings in its history has come to", async () => {
    await addFacts(fresh.db, 1, "fact.ad_day", [spend("2026-11-02", "5"), spend("2026-11-05", "3")]);
    await cover(fresh.db, 1, "ads", "2025-01-01", "2026-11-20", { source: "google-ads:1" });
    await cover(fresh.db, 1, "ads", "2026-11-04", "2026-11-20", { source: "meta:2", isFilling: true });
    await refreshStore(fresh.db, 1);
    const known = async () => {
      const { rows, freshness } = await ask({ metrics: ["spend"], grain: "day", period: days });
      return [freshness.roles[0]!.firstDay, ...rows.map((row) => row.values.spend)];
    };
    // What one of them told of a day before stands as it is; days that it told as empty are not said to be.
    expect(await known()).toEqual(["2026-11-04", null, "5", null, "0", "3", "0"]);
    expect((await ask({ metrics: ["net_sales", "mer"], period: days })).total.values.mer).toBeNull();
    const compared = async () => isWholeComparison(await ask({ metrics: ["net_sales", "spend"], period: { from: "2026-11-05", through: "2026-11-06" }, compare: { kind: "previous" } }));
    expect(await compared()).toBe(false);
    await sql`update ingest.coverage set is_filling = false`.execute(fresh.db);
    expect(await known()).toEqual(["2025-01-01", "0", "5", "0", "0", "3", "0"]);
    expect(await compared()).toBe(true);
  });
  test("orders go on where a file ends and a connection begins", async () => {
    await cover(fresh.db, 1, "orders", "2026-11-21", "2026-11-25", { source: "shopify:1" });
    expect((await ask({})).freshness.completeThrough).toBe("2026-11-25");
  });
});

test("spend without a rate is a gap with a name: money of ads is unknown, clicks and sales stand; the rate mends it", async () => {
  await cover(fresh.db, 1, "ads", "2026-11-01", "2026-11-20");
  await addFacts(fresh.db, 1, "fact.ad_day", [spend("2026-11-02", "5", { currency: "USD" }), spend("2026-11-03", "0", { currency: "USD" })]);
  await refreshStore(fresh.db, 1);
  const wanted = { metrics: ["net_sales", "spend", "clicks", "mer"], period: days } satisfies Partial<MetricQuery>;
  const blind = await ask(wanted);
  expect(blind.total.values).toEqual({ net_sales: "60", spend: null, clicks: "2", mer: null });
  expect(blind.gaps).toEqual([{ currency: "USD", from: "2026-11-02", through: "2026-11-02", events: 1 }]);
  expect((await ask({ metrics: ["net_sales"], period: days })).gaps).toEqual([]);
  await loadRates(fresh.db, [{ base: "EUR", quote: "USD", day: "2026-11-02", rate: "1.25" }], "test");
  await refreshStore(fresh.db, 1);
  expect((await ask(wanted)).total.values).toEqual({ net_sales: "60", spend: "4", clicks: "2", mer: "15" });
  expect((await ask(wanted)).gaps).toEqual([]);
});
