// Shops with next to nothing are projected too, and say little instead of failing.
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newestRun, readKept } from "#lib/projections/kept.ts";
import { projectStore } from "#lib/projections/project.ts";
import { readAccuracy } from "#lib/projections/accuracy.ts";
import { readProjection } from "#lib/projections/read.ts";
import { createStore } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { storeWith } from "#test/support/ledger.ts";

let fresh: FreshDatabase;
beforeAll(async () => { fresh = await freshDatabase(); });
afterAll(() => fresh.drop());

const now = new Date("2026-11-22T10:00:00Z");
const sale = (day: string, amount: string, product = "A") => ({ id: `${day} ${amount}`, day, customer: "ann", country: "DE", lines: [{ kind: "sale", amount, product }] });
const next = { from: "2026-12-01", to: "2027-01-01" };

/** Every number of every kept array and total. */
async function numbers(storeId: number): Promise<number[]> {
  const { rows } = await sql<{ mean: number[]; p10: number[]; p50: number[]; p90: number[]; lo95: number[]; hi95: number[] }>`select mean, p10, p50, p90, lo95, hi95 from plan.projection where store_id = ${storeId}`.execute(fresh.db);
  return rows.flatMap((row) => Object.values(row).flat());
}

test("a shop with one day of one order", async () => {
  const store = await storeWith(fresh.db, { name: "One", from: "2026-11-21", through: "2026-11-21" }, [sale("2026-11-21", "10.00")]);
  expect(await projectStore(fresh.db, store, { now })).toMatchObject({ state: "made" });
  expect((await numbers(store.id)).every((value) => Number.isFinite(value))).toBe(true);
  const answer = (await readProjection(fresh.db, "all", { metric: "net_sales", store: store.id, period: next }, now))!;
  expect(answer.total).toMatchObject({ known: null, daysLeft: 31, isWhole: true });
  expect(await readAccuracy(fresh.db, "all", { metric: "net_sales", store: store.id }, now)).toMatchObject({ live: { projections: 0, leads: [] } });
});

test("a shop that sold nothing for a year", async () => {
  const store = await storeWith(fresh.db, { name: "Nothing", from: "2025-11-01", through: "2026-11-21" }, []);
  expect(await projectStore(fresh.db, store, { now })).toMatchObject({ state: "made" });
  expect((await numbers(store.id)).every((value) => value === 0)).toBe(true);
});

test("a shop whose returns are larger than its sales, and whose days between two files are unknown", async () => {
  const store = await storeWith(fresh.db, { name: "Back", from: "2026-09-01", through: "2026-09-30" }, [sale("2026-09-05", "10.00"), { ...sale("2026-11-03", "5.00"), lines: [{ kind: "return", amount: "-50.00", product: "A" }] }]);
  await sql`insert into ingest.coverage (store_id, source, from_day, through_day) values (${store.id}, 'test', '2026-11-01', '2026-11-21')`.execute(fresh.db);
  expect(await projectStore(fresh.db, store, { now })).toMatchObject({ state: "made" });
  expect((await numbers(store.id)).every((value) => Number.isFinite(value))).toBe(true);
  const [kept] = await readKept(fresh.db, (await newestRun(fresh.db, store.id))!, "net_sales");
  // October is missing: it is no month of zeros, and November's total knows what came back.
  expect(kept!.inputs.days).toBe(82);
  expect(kept!.totals.find((total) => total.from === "2026-11-01" && total.grain === "month")!.known).toBe(-50);
  const answer = (await readProjection(fresh.db, "all", { metric: "net_sales", store: store.id, period: { from: "2026-09-29", to: "2026-11-05" } }, now))!;
  expect(answer.days.map((day) => day.actual).slice(0, 3)).toEqual([0, 0, null]);
  // A quarter without its October is no quarter: it isn't kept, and said to be a part when asked for.
  expect(kept!.totals.some((total) => total.from === "2026-10-01")).toBe(false);
  const quarter = { from: "2026-10-01", to: "2027-01-01" };
  expect((await readProjection(fresh.db, "all", { metric: "net_sales", store: store.id, period: quarter }, now))!.total).toMatchObject({ knownDays: 21, isWhole: false });
});

test("a shop without any data isn't projected", async () => {
  const store = await createStore(fresh.db, { name: "Empty", currency: "EUR", zone: "Europe/Paris" });
  expect(await projectStore(fresh.db, store, { now })).toMatchObject({ state: "nothing" });
  expect(await readProjection(fresh.db, "all", { metric: "net_sales", store: store.id, period: next }, now)).toBeNull();
});
