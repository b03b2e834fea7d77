// Figures that people set, what they are graded by, and what changed between two projections.
import { sql } from "kysely";
import { z } from "zod";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAccuracy } from "#lib/projections/accuracy.ts";
import { bridge, readChanges } from "#lib/projections/changes.ts";
import { readDrivers } from "#lib/projections/drivers.ts";
import type { Kept } from "#lib/projections/kept.ts";
import { listOverrides, setOverride, withdrawOverride } from "#lib/projections/overrides.ts";
import { projectStore } from "#lib/projections/project.ts";
import { readParts } from "#lib/projections/parts.ts";
import { readOdds, readProjection } from "#lib/projections/read.ts";
import { AccuracyShape, OverrideShape, PartsShape, periodOf, ProjectionShape } from "#lib/projections/shapes.ts";
import { readStreams } from "#lib/projections/streams.ts";
import { refreshStore } from "#lib/refresh/refresh.ts";
import type { Store } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { storeWith, addOrders } from "#test/support/ledger.ts";
import { shopOrders } from "#test/support/projected-shop.ts";

let fresh: FreshDatabase;
let store: Store;
const ann = { userId: "u1", name: "Ann" };
const november = { from: "2026-11-01", to: "2026-12-01" };
const wish = (value: string) => ({ storeId: store.id, metric: "net_sales" as const, value, reason: "A trade fair", ...november });
const later = (day: string) => new Date(`${day}T15:00:00Z`);
const noon = (day: string) => new Date(`${day}T12:00:00Z`);
const orders = shopOrders("2026-04-06", "2026-11-30");
const until = (day: string) => orders.filter((order) => order.day <= day).map((order) => ({ ...order, lines: order.lines.filter((line) => (line.day ?? order.day) <= day) }));

/** What the shop knows grows day by day. */
async function daysCameIn(after: string, through: string): Promise<void> {
  await addOrders(fresh.db, store, until(through).filter((order) => order.day > after));
  await sql`update ingest.coverage set through_day = ${through}::date where store_id = ${store.id}`.execute(fresh.db);
  await refreshStore(fresh.db, store.id);
}

beforeAll(async () => {
  fresh = await freshDatabase();
  store = await storeWith(fresh.db, { from: "2026-04-06", through: "2026-11-09" }, until("2026-11-09"));
  await projectStore(fresh.db, store, { now: noon("2026-11-10") });
}, 120_000);
afterAll(() => fresh.drop());

describe("a person's figure", () => {
  test("keeps its author, reason and what the model said at that moment; a newer one takes its place, nothing is lost", async () => {
    const first = await setOverride(fresh.db, wish("5000.00"), ann, later("2026-11-10"));
    expect(first).toMatchObject({ value: "5000", reason: "A trade fair", author: { name: "Ann" }, state: "standing", was: { asOf: "2026-11-10", dataThrough: "2026-11-09" } });
    expect(first.was!.p10 < first.was!.p50 && first.was!.p50 < first.was!.p90).toBe(true);
    await setOverride(fresh.db, wish("6000"), { userId: "u2", name: "Ben" }, later("2026-11-10"));
    expect((await listOverrides(fresh.db, store.id)).map(({ value, state }) => [value, state])).toEqual([["6000", "standing"], ["5000", "replaced"]]);
  });

  test("is withdrawn by a row of its own, once; the one before stands again", async () => {
    const [ben] = await listOverrides(fresh.db, store.id);
    expect(await withdrawOverride(fresh.db, store.id, ben!.id, "The fair is off", ann, later("2026-11-12"))).toMatchObject({ state: "withdrawn", value: "6000", withdrawn: { by: "Ann", reason: "The fair is off" } });
    await expect(withdrawOverride(fresh.db, store.id, ben!.id, "", ann, later("2026-11-12"))).rejects.toMatchObject({ kind: "conflict" });
    expect((await listOverrides(fresh.db, store.id)).map(({ value, state }) => [value, state])).toEqual([["6000", "withdrawn"], ["5000", "standing"]]);
    expect((await sql<{ n: number }>`select count(*)::int as n from plan.projection_override`.execute(fresh.db)).rows[0]!.n).toBe(3);
  });

  test("needs a reason, an amount and days that aren't over", async () => {
    await expect(setOverride(fresh.db, { ...wish("1"), reason: "  " }, ann, noon("2026-11-10"))).rejects.toMatchObject({ code: "projections.reason" });
    await expect(setOverride(fresh.db, wish("many"), ann, noon("2026-11-10"))).rejects.toMatchObject({ code: "projections.value" });
    await expect(setOverride(fresh.db, { ...wish("1"), from: "2026-10-01", to: "2026-11-01" }, ann, noon("2026-11-10"))).rejects.toMatchObject({ code: "projections.over" });
  });
});

describe("what changed since the last projection", () => {
  test("is what came in against what was expected, other sight of the days ahead, and people: together the whole difference", async () => {
    await daysCameIn("2026-11-09", "2026-11-16");
    await projectStore(fresh.db, store, { now: noon("2026-11-17") });
    const answer = (await readChanges(fresh.db, "all", { metric: "net_sales", store: store.id, period: { from: "2026-12-01", to: "2027-01-01" } }, noon("2026-11-17")))!;
    expect(answer).toMatchObject({ before: { asOf: "2026-11-10", dataThrough: "2026-11-09" }, now: { asOf: "2026-11-17", dataThrough: "2026-11-16" }, actuals: 0, actualDays: 0, override: 0 });
    const month = (await readChanges(fresh.db, "all", { metric: "net_sales", store: store.id, period: november }, noon("2026-11-17")))!;
    expect(month.actualDays).toBe(7);
    for (const one of [answer, month]) expect(one.actuals + one.model + one.events + one.override).toBeCloseTo(one.now.value - one.before.value, 6);
    // Ann's 5,000 was set after the first one was made, and stands.
    expect(month.now.value).toBe(5000);
    expect(month.override).not.toBe(0);
    await expect(readChanges(fresh.db, "all", { metric: "aov", store: store.id, period: november }, noon("2026-11-17"))).rejects.toMatchObject({ kind: "refused" });
  });

  test("gives an added event only what goes beyond the other days' change", () => {
    const kept = (asOf: string, first: string, mean: number[], events: Kept["inputs"]["events"]) => ({ asOf, first, dataThrough: first, mean, inputs: { hash: "", days: 0, events } }) as unknown as Kept;
    const before = kept("2026-11-01", "2026-11-01", Array(30).fill(10), []);
    // Everything 10 % higher, and 5 more on the three days of a promotion; the first day came in at 14 instead of 10.
    const after = kept("2026-11-02", "2026-11-02", Array.from({ length: 29 }, (_, step) => 11 + (step >= 20 && step < 23 ? 5 : 0)), [{ type: "promotion", from: "2026-11-22", to: "2026-11-25" }]);
    const parts = bridge({ from: "2026-11-01", to: "2026-12-01" }, before, after, new Map([["2026-11-01", 14]]));
    expect(parts.actuals).toBeCloseTo(4, 9);
    expect(parts.model).toBeCloseTo(29, 9);
    expect(parts.events).toBeCloseTo(15, 9);
    expect(parts.now.value - parts.before.value).toBeCloseTo(48, 9);
    expect(parts).toMatchObject({ addedEvents: [{ type: "promotion" }], removedEvents: [] });
  });
});

describe("what is asked of a projection", () => {
  test("is the chance of a goal, from certain to none, and what each day ahead must bring", async () => {
    const ask = { metric: "net_sales" as const, store: store.id, period: november };
    const odds = async (goal: number) => (await readOdds(fresh.db, "all", ask, goal, noon("2026-11-17")))!;
    const middle = (await odds(0)).total.p50;
    expect((await odds(1)).chance).toBe(1);
    expect((await odds(1e6)).chance).toBe(0);
    expect((await odds(middle)).chance).toBeGreaterThan(0.4);
    expect((await odds(middle)).chance).toBeLessThan(0.6);
    const one = await odds(1e6);
    expect(one.total).toMatchObject({ knownDays: 16, daysLeft: 14, isWhole: true });
    expect(one.requiredPerDay).toBeCloseTo((1e6 - one.total.known!) / 14, 6);
    expect((await odds(1)).requiredPerDay).toBe(0);
  });

  test("is told without drivers where nobody counts visits", async () => {
    const answer = (await readDrivers(fresh.db, "all", { store: store.id, period: november }, noon("2026-11-17")))!;
    expect(answer.drivers.map((one) => one.metric)).toEqual(["aov"]);
    expect(answer).toMatchObject({ contributions: null, currency: "EUR" });
  });
});

describe("how wrong projections were", () => {
  test("is told by lead time, apart for those made at the time and those made later; people beside the model", async () => {
    await daysCameIn("2026-11-16", "2026-11-30");
    await projectStore(fresh.db, store, { now: noon("2026-12-01") });
    await projectStore(fresh.db, store, { now: noon("2026-12-01"), asOf: "2026-09-30" });
    const answer = (await readAccuracy(fresh.db, "all", { metric: "net_sales", store: store.id }, noon("2026-12-01")))!;
    expect(answer.live).toMatchObject({ projections: 2, firstAsOf: "2026-11-10", lastAsOf: "2026-11-17" });
    expect(answer.live.leads.map(({ lead, grade }) => [lead, grade.days])).toEqual([["1-7", 14], ["8-30", 7 + 14]]);
    expect(answer.backcast.leads.map(({ lead, grade }) => [lead, grade.days])).toEqual([["1-7", 7], ["8-30", 23], ["31-90", 31]]);
    expect(answer.live.totals.find((total) => total.grain === "month")).toMatchObject({ count: 2 });
    for (const { grade } of [...answer.live.leads, ...answer.backcast.leads]) expect(grade.wape! > 0 && grade.wape! < 2 && grade.naive.wape! > 0).toBe(true);
    const came = Number((await sql<{ sum: string }>`select sum(net_sales) as sum from mart.sales_total_daily where store_id = ${store.id} and day between '2026-11-01' and '2026-11-30'`.execute(fresh.db)).rows[0]!.sum);
    const ann5000 = answer.overrides.find((one) => one.override.value === "5000")!;
    expect(ann5000.came).toBeCloseTo(came, 2);
    expect(ann5000.person).toBeCloseTo(Math.abs(5000 - came) / came, 9);
    expect(ann5000.model).toBeCloseTo(Math.abs(ann5000.override.was!.p50 - came) / came, 9);
    // Withdrawn before the month was over: nobody stood by it.
    expect(answer.overrides).toHaveLength(1);
  });
});

describe("the API", () => {
  test("promises what the readers answer", async () => {
    const at = noon("2026-12-01");
    const december = { from: "2026-12-01", to: "2027-01-01" };
    for (const metric of ["net_sales", "aov", "returns"] as const) {
      const answer = (await readProjection(fresh.db, "all", { metric, store: null, period: december }, at))!;
      expect(ProjectionShape.parse({ ...answer, odds: null }).total).toEqual(answer.total);
    }
    const parts = await readParts(fresh.db, "all", { metric: "net_sales", store: store.id, by: "channel", period: december }, at);
    expect(PartsShape.parse(parts)).toEqual(parts);
    expect(parts.parts.map((part) => part.key).sort()).toEqual(["Direct", "Email"]);
    const accuracy = (await readAccuracy(fresh.db, "all", { metric: "net_sales", store: store.id }, at))!;
    expect(AccuracyShape.parse(accuracy)).toEqual(accuracy);
    expect(z.array(OverrideShape).parse(await listOverrides(fresh.db, store.id))).toHaveLength(2);
  });

  test("takes days as people say them, at most ten years", () => {
    expect(periodOf({ from: "2026-11-01", through: "2026-11-30" })).toEqual(november);
    expect(() => periodOf({ from: "2026-11-02", through: "2026-11-01" })).toThrow();
    expect(() => periodOf({ from: "2006-11-02", through: "2026-11-01" })).toThrow();
  });
});

describe("two streams of customers", () => {
  test("sum to net sales: won, come back, and of those who come back the known beside those still to be won", async () => {
    const at = noon("2026-12-01");
    const december = { from: "2026-12-01", to: "2027-01-01" };
    const [streams, whole] = [(await readStreams(fresh.db, "all", { store: store.id, period: december }, at))!, (await readProjection(fresh.db, "all", { metric: "net_sales", store: store.id, period: december }, at))!.total!];
    expect(streams.won.mean + streams.back.mean).toBeCloseTo(whole.mean, 2);
    expect(streams.ahead!.known + streams.ahead!.later).toBeCloseTo(streams.back.mean, 2);
    expect(streams.ahead!.known).toBeGreaterThan(streams.ahead!.later);
  });
});
