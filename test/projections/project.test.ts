import { spawn } from "node:child_process";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { childEnvironment } from "#lib/config.ts";
import { addDays } from "#lib/core/day.ts";
import { newestRun, readKept, readPaths, type Run } from "#lib/projections/kept.ts";
import { projectStore, type Projected } from "#lib/projections/project.ts";
import { waitUntil } from "#lib/cluster/process.ts";
import { readParts } from "#lib/projections/parts.ts";
import { readProjection } from "#lib/projections/read.ts";
import { projectedCuts } from "#lib/projections/targets.ts";
import { refreshStore } from "#lib/refresh/refresh.ts";
import type { Store } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { addOrders } from "#test/support/ledger.ts";
import { projectedShop, shopNow, shopThrough } from "#test/support/projected-shop.ts";

let fresh: FreshDatabase;
let store: Store;
let first: Projected;
beforeAll(async () => {
  fresh = await freshDatabase();
  store = await projectedShop(fresh.db);
  first = await projectStore(fresh.db, store, { now: shopNow });
}, 120_000);
afterAll(() => fresh.drop());

const november = { from: "2026-11-01", to: "2026-12-01" };
const rows = async () => (await sql<{ n: number }>`select count(*)::int as n from plan.projection`.execute(fresh.db)).rows[0]!.n;

describe("a projection", () => {
  test("is kept with its method, its inputs and the totals of whole months, quarters and years", async () => {
    expect(first).toMatchObject({ state: "made", asOf: "2026-11-01", kind: "live", version: 1 });
    const run = (await newestRun(fresh.db, store.id))!;
    expect(run).toMatchObject({ asOf: "2026-11-01", dataThrough: shopThrough, currency: "EUR" });
    const [kept] = await readKept(fresh.db, run, "net_sales");
    expect(kept).toMatchObject({ first: "2026-11-01", dataThrough: shopThrough, seriesFrom: "2026-04-06" });
    expect(kept!.mean).toHaveLength(371);
    expect(kept!.models.length).toBeGreaterThan(0);
    expect(kept!.totals.filter((total) => total.grain === "month")).toHaveLength(12);
    const quarter = kept!.totals.find((total) => total.grain === "quarter")!;
    // October is over: its sales are known and stand in the quarter.
    expect(quarter).toMatchObject({ from: "2026-10-01", to: "2027-01-01" });
    expect(quarter.known).toBeGreaterThan(0);
    expect(quarter.p10).toBeGreaterThan(quarter.known!);
    expect(quarter.p10 < quarter.p50 && quarter.p50 < quarter.p90).toBe(true);
  });

  test("made again on the same day with the same inputs changes nothing", async () => {
    const before = await rows();
    expect(await projectStore(fresh.db, store, { now: shopNow })).toMatchObject({ state: "unchanged", version: 1, series: 0 });
    expect(await projectStore(fresh.db, store, { now: new Date("2026-11-02T10:00:00Z") })).toMatchObject({ state: "unchanged", asOf: "2026-11-01" });
    expect(await rows()).toBe(before);
  });

  test.each(projectedCuts)("sums to the whole by %s, on every day and every path", async (by) => {
    const run = (await newestRun(fresh.db, store.id)) as Run;
    const [whole, parts] = [(await readKept(fresh.db, run, "net_sales"))[0]!, await readKept(fresh.db, run, "net_sales", by)];
    expect(parts.length).toBeGreaterThan(1);
    for (const [step, mean] of whole.mean.entries()) expect(parts.reduce((sum, part) => sum + part.mean[step]!, 0)).toBeCloseTo(mean, 2);
    const paths = (await readPaths(fresh.db, run, "net_sales"))!;
    const own = await Promise.all(parts.map(async (part) => (await readPaths(fresh.db, run, "net_sales", by, part.key))!));
    const widest = paths.values.reduce((most, value, at) => Math.max(most, Math.abs(value - own.reduce((sum, part) => sum + part.values[at]!, 0))), 0);
    expect(widest).toBeLessThan(0.005);
    const answer = await readParts(fresh.db, "all", { metric: "net_sales", store: store.id, by, period: november }, shopNow);
    const total = (await readProjection(fresh.db, "all", { metric: "net_sales", store: store.id, period: november }, shopNow))!.total!;
    expect(answer.parts.reduce((sum, part) => sum + part.total.mean, 0)).toBeCloseTo(total.mean, 2);
    expect(answer.parts.reduce((sum, part) => sum + part.amount, 0)).toBeCloseTo(total.p50, 2);
  });

  test("of an order's value is sales over orders on each path, narrower than two unrelated guesses", async () => {
    const run = (await newestRun(fresh.db, store.id)) as Run;
    const [net, orders, aov] = await Promise.all((["net_sales", "orders", "aov"] as const).map(async (metric) => (await readPaths(fresh.db, run, metric))!));
    for (let at = 0; at < aov!.values.length; at += 97) if (orders!.values[at]! > 0) expect(aov!.values[at]).toBeCloseTo(net!.values[at]! / orders!.values[at]!, 3);
    const total = (await readProjection(fresh.db, "all", { metric: "aov", store: store.id, period: november }, shopNow))!.total!;
    const [n, o] = await Promise.all((["net_sales", "orders"] as const).map(async (metric) => (await readProjection(fresh.db, "all", { metric, store: store.id, period: november }, shopNow))!.total!));
    // The median of ratios is near the ratio of medians, not equal to it.
    expect(Math.abs((total.p50 * o!.p50) / n!.p50 - 1)).toBeLessThan(0.03);
    const width = (one: { p10: number; p50: number; p90: number }) => (one.p90 - one.p10) / one.p50;
    expect(width(total)).toBeLessThan(width(n!) + width(o!));
  });

  test("for a past day sees nothing that came later: neither orders, nor money that went back, nor outages", async () => {
    const asOf = "2026-08-31";
    const made = await projectStore(fresh.db, store, { now: shopNow, asOf });
    expect(made).toMatchObject({ state: "made", kind: "backcast", asOf });
    const [kept] = await readKept(fresh.db, { storeId: store.id, asOf, kind: "backcast", version: 1 }, "net_sales");
    expect(kept).toMatchObject({ dataThrough: asOf, first: addDays(asOf, 1) });
    await addOrders(fresh.db, store, [
      { id: "spike", day: "2026-09-10", customer: "c1", channel: "Email", lines: [{ kind: "sale", amount: "99999.00", product: "P1" }] },
      { id: "late refund", day: "2026-10-20", isOrder: false, lines: [{ kind: "return", amount: "-500.00", product: "P1", day: "2026-10-20" }] },
    ]);
    await refreshStore(fresh.db, store.id);
    await sql`insert into plan.event (store_id, type, name, from_day, to_day, is_ignored, source, made_by, made_at, changed_at)
      values (${store.id}, 'outage', 'Server down', '2026-10-01', '2026-10-03', true, 'own', 'ann', now(), now())`.execute(fresh.db);
    expect(await projectStore(fresh.db, store, { now: shopNow, asOf })).toMatchObject({ state: "unchanged", version: 1 });
  });

  test("of the same day with other inputs is a further version: the latest is shown, the earlier one kept", async () => {
    const before = (await readProjection(fresh.db, "all", { metric: "net_sales", store: store.id, period: november }, shopNow))!;
    expect(before.stores[0]).toMatchObject({ version: 1 });
    expect(await projectStore(fresh.db, store, { now: shopNow })).toMatchObject({ state: "made", asOf: "2026-11-01", version: 2 });
    const after = (await readProjection(fresh.db, "all", { metric: "net_sales", store: store.id, period: november }, shopNow))!;
    expect(after.stores[0]).toMatchObject({ version: 2 });
    expect((await readKept(fresh.db, { storeId: store.id, asOf: "2026-11-01", kind: "live", version: 1 }, "net_sales"))[0]!.totals[0]!.p50).toBe(before.series[0]!.totals[0]!.p50);
    const left = await sql<{ version: number }>`select distinct version from plan.projection_paths`.execute(fresh.db);
    expect(left.rows).toEqual([{ version: 2 }]);
  });

  test("isn't for those who may not see the store", async () => {
    await expect(readProjection(fresh.db, [], { metric: "net_sales", store: store.id, period: november }, shopNow)).rejects.toMatchObject({ kind: "missing" });
    expect(await readProjection(fresh.db, [], { metric: "net_sales", store: null, period: november }, shopNow)).toBeNull();
  });
});

describe("a projection that is cut off", () => {
  let other: Store;
  beforeAll(async () => { other = await projectedShop(fresh.db, "Other"); }, 60_000);

  test("by kill -9 isn't shown and goes on where it stopped", async () => {
    const ended = new Promise<number | null>((resolve) => {
      const child = spawn(process.execPath, ["--import", "tsx", "scripts/project.ts", "--store", "Other"], { env: childEnvironment({ DATABASE_URL: fresh.url }), stdio: ["ignore", "ignore", "pipe"] });
      // Its first group is kept, the second under way.
      child.stderr.setEncoding("utf8").on("data", (text: string) => { if (text.includes("Other: sales")) child.kill("SIGKILL"); });
      child.once("exit", (code) => resolve(code));
    });
    expect(await ended).toBeNull();
    const kept = async () => (await sql<{ metric: string; version: number }>`select metric, version from plan.projection where store_id = ${other.id} order by cut, metric`.execute(fresh.db)).rows;
    expect((await kept()).map((row) => row.metric)).toEqual(["aov", "net_sales", "orders"]);
    expect(await newestRun(fresh.db, other.id)).toBeNull();
    const open = (await sql<{ asOf: string; at: Date }>`select as_of as "asOf", started_at as at from plan.projection_run where store_id = ${other.id}`.execute(fresh.db)).rows[0]!;
    // The server notices a moment later that whoever held the lock is dead.
    let done = await projectStore(fresh.db, other, { now: open.at });
    await waitUntil(async () => done.state !== "locked" || (done = await projectStore(fresh.db, other, { now: open.at })).state !== "locked", 20_000);
    expect(done).toMatchObject({ state: "made", asOf: open.asOf, version: 1 });
    expect(done.series).toBe((await kept()).length - 3);
    expect(await newestRun(fresh.db, other.id)).toMatchObject({ version: 1 });
  }, 120_000);

  test("and overtaken by newer figures leaves nothing behind", async () => {
    await addOrders(fresh.db, other, [{ id: "news", day: "2026-10-30", customer: "c1", channel: "Email", lines: [{ kind: "sale", amount: "80.00", product: "P1" }] }]);
    await refreshStore(fresh.db, other.id);
    const stop = new AbortController();
    await expect(projectStore(fresh.db, other, { now: shopNow, signal: stop.signal, onGroup: () => stop.abort(new Error("Stopped.")) })).rejects.toThrow("Stopped.");
    await addOrders(fresh.db, other, [{ id: "more news", day: "2026-10-31", customer: "c1", channel: "Email", lines: [{ kind: "sale", amount: "81.00", product: "P1" }] }]);
    await refreshStore(fresh.db, other.id);
    expect(await projectStore(fresh.db, other, { now: shopNow })).toMatchObject({ state: "made" });
    const runs = await sql<{ open: number }>`select count(*) filter (where finished_at is null)::int as open from plan.projection_run where store_id = ${other.id}`.execute(fresh.db);
    expect(runs.rows).toEqual([{ open: 0 }]);
  }, 120_000);

  test("while another process is at it is left to that one, with exit code 9 of the script", async () => {
    await fresh.db.connection().execute(async (held) => {
      await sql`select pg_advisory_lock(hashtext('storecast.project'), ${other.id}::int)`.execute(held);
      expect(await projectStore(fresh.db, other, { now: shopNow })).toMatchObject({ state: "locked" });
      const run = (words: string[]) => new Promise<number | null>((resolve) => void spawn(process.execPath, ["--import", "tsx", "scripts/project.ts", ...words], { env: childEnvironment({ DATABASE_URL: fresh.url }), stdio: "ignore" }).once("exit", resolve));
      expect(await run(["--store", "Other"])).toBe(9);
      expect(await run(["--as-of", "yesterday"])).toBe(2);
      await sql`select pg_advisory_unlock(hashtext('storecast.project'), ${other.id}::int)`.execute(held);
    });
  }, 60_000);
});
