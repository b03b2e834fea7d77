// Several stores in one answer: days that one of them knows already, currencies, stores that are left out by name.
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, type Day } from "#lib/core/day.ts";
import { finishRun, keepMade, type RunId } from "#lib/projections/kept.ts";
import { readOdds, readProjection } from "#lib/projections/read.ts";
import { readParts } from "#lib/projections/parts.ts";
import type { Store } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { storeWith } from "#test/support/ledger.ts";

let fresh: FreshDatabase;
let berlin: Store, york: Store, old: Store;
const now = new Date("2026-11-22T10:00:00Z");
const order = (day: Day, amount: string) => ({ id: day, day, customer: "ann", country: "DE", lines: [{ kind: "sale", amount, product: "A" }] });

/** A live run whose two paths say `low` and `high` on every day after `through`. */
async function kept(store: Store, through: Day, low: number, high: number): Promise<void> {
  const run: RunId = { storeId: store.id, asOf: "2026-11-22", kind: "live", version: 1 };
  await sql`insert into plan.projection_run (store_id, as_of, kind, version, method, inputs_hash, data_through, currency, started_at) values (${store.id}, '2026-11-22', 'live', 1, 'm', 'h', ${through}::date, ${store.currency}, ${now})`.execute(fresh.db);
  const values = new Float32Array(20).map((_, at) => (at < 10 ? low : high));
  await keepMade(fresh.db, run, [{
    metric: "net_sales", cut: "", key: "", name: "", place: 0, fed: { start: "2026-11-01", through, values: [1, 2, 3, 4, 5, 6, 7, 8] }, paths: { first: addDays(through, 1), steps: 10, values },
    told: { models: [{ id: "theta", weight: 1, mase: 1 }], backtest: null, notes: [], effects: [] }, totals: [], beside: {},
  }], [], true);
  await finishRun(fresh.db, run);
}

beforeAll(async () => {
  fresh = await freshDatabase();
  berlin = await storeWith(fresh.db, { name: "Berlin", currency: "EUR", from: "2026-11-01", through: "2026-11-21" }, [order("2026-11-20", "10.00"), order("2026-11-21", "30.00")]);
  york = await storeWith(fresh.db, { name: "York", currency: "USD", from: "2026-11-01", through: "2026-11-20" }, [order("2026-11-20", "40.00")]);
  old = await storeWith(fresh.db, { name: "Old", currency: "EUR", from: "2020-01-01", through: "2020-12-31" }, [order("2020-05-01", "5.00")]);
  await kept(berlin, "2026-11-21", 100, 200);
  await kept(york, "2026-11-20", 10, 20);
});
afterAll(() => fresh.drop());

const ask = { metric: "net_sales" as const, store: null, period: { from: "2026-11-20", to: "2026-11-24" } };

describe("several stores together", () => {
  test("leave out, by name, those whose currency has no rate and those without a projection", async () => {
    const answer = (await readProjection(fresh.db, [berlin.id, york.id, old.id], ask, now))!;
    expect(answer.leftOut).toEqual([{ store: "York", reason: "rate" }, { store: "Old", reason: "none" }]);
    expect(answer.stores.map((store) => store.name)).toEqual(["Berlin"]);
  });

  test("are added path by path at the last known rate, days that one knows already as they were", async () => {
    await sql`insert into dim.fx_daily (currency, target, day, rate) values ('USD', 'EUR', '2026-11-19', 0.9), ('USD', 'EUR', '2026-11-20', 0.5)`.execute(fresh.db);
    const answer = (await readProjection(fresh.db, "all", ask, now))!;
    expect(answer).toMatchObject({ currency: "EUR", ratesOf: "2026-11-20", through: "2026-11-20", leftOut: [{ store: "Old", reason: "none" }] });
    // 20 Nov: 10 € and 40 $ at 0.5. 21 Nov: Berlin's 30 € are in, York brings 10 to 20 $. From 22 Nov on both are ahead.
    expect(answer.days[0]).toMatchObject({ day: "2026-11-20", actual: 30, fan: null });
    expect(answer.days[1]!.fan).toMatchObject({ day: "2026-11-21", mean: 37.5, p50: 37.5 });
    expect(answer.days[2]!.fan!.mean).toBeCloseTo(150 + 7.5, 6);
    // 30 + (30 + 5) + 2 × (100 + 5) = 275 on the first path, 30 + (30 + 10) + 2 × (200 + 10) = 490 on the second.
    expect(answer.total).toMatchObject({ known: 30, knownDays: 1, daysLeft: 3, mean: 382.5, isWhole: true });
    expect((await readOdds(fresh.db, "all", ask, 300, now))!).toMatchObject({ chance: 0.5, requiredPerDay: 90 });
  });

  test("have the days before one of them began from the others alone", async () => {
    await sql`update plan.projection set series_from = '2026-11-20' where store_id = ${york.id}`.execute(fresh.db);
    await sql`update ingest.coverage set from_day = '2026-11-20' where store_id = ${york.id}`.execute(fresh.db);
    const answer = (await readProjection(fresh.db, "all", { ...ask, period: { from: "2026-11-19", to: "2026-11-21" } }, now))!;
    expect(answer.days.map((day) => day.actual)).toEqual([0, 30]);
  });

  test("are the sum of each by itself", async () => {
    const { parts } = await readParts(fresh.db, "all", { metric: "net_sales", store: null, by: "store", period: ask.period }, now);
    expect(parts.map((part) => [part.name, part.total.mean])).toEqual([["Berlin", 340], ["York", 42.5]]);
    expect(parts.reduce((sum, part) => sum + part.share!, 0)).toBeCloseTo(1, 12);
  });

  test("leave a store to itself whose data ended long ago", async () => {
    await kept(old, "2020-12-31", 1, 2);
    expect((await readProjection(fresh.db, "all", ask, now))!.leftOut).toEqual([{ store: "Old", reason: "late" }]);
    expect((await readProjection(fresh.db, "all", { ...ask, store: old.id, period: { from: "2020-12-30", to: "2021-01-03" } }, now))!.total).toMatchObject({ known: 0, daysLeft: 2, mean: 3 });
  });

  test("aren't answered from earlier projections, whose paths are gone", async () => {
    await sql`delete from plan.projection_paths`.execute(fresh.db);
    await expect(readProjection(fresh.db, "all", ask, now)).rejects.toMatchObject({ code: "projections.past_one_store" });
    expect((await readProjection(fresh.db, "all", { ...ask, store: berlin.id }, now))!.days[2]!.fan).toMatchObject({ p50: 150 });
  });
});

describe("a store that is removed", () => {
  test("gets no projection any more: one under way ends with an error", async () => {
    await expect(kept({ ...berlin, id: 999 }, "2026-11-21", 1, 2)).rejects.toMatchObject({ kind: "missing" });
    expect((await sql<{ n: number }>`select count(*)::int as n from plan.projection where store_id = 999`.execute(fresh.db)).rows).toEqual([{ n: 0 }]);
  });
});
