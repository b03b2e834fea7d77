import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMonths, dayAt, monthStart, now } from "#lib/core/day.ts";
import { demoEvents } from "#lib/demo/world/marketing.ts";
import { shops } from "#lib/demo/world/index.ts";
import { planDemo } from "#lib/ingest/demo-plan.ts";
import { goalFor } from "#lib/plan/goals.ts";
import { listEvents, removeEvent } from "#lib/plan/events.ts";
import { createStore } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

const [nordlicht, harbor] = [shops[0]!, shops[1]!];

test("the demo's calendar tells its world's promotions with their depth, its mailings and the day it was down", () => {
  const events = demoEvents(nordlicht, "2026-01-01", "2027-01-01");
  expect(events.filter((event) => event.type === "promotion").map(({ name, from, to, size }) => [name, from, to, size])).toEqual([
    ["Winterschluss, 20 %", "2026-01-03", "2026-01-15", 0.2], ["Osterwochenende, 10 %", "2026-04-02", "2026-04-07", 0.1], ["Sommerschluss, 15 %", "2026-07-08", "2026-07-18", 0.15],
    ["Nordlicht-Geburtstag, 15 %", "2026-09-18", "2026-09-22", 0.15], ["Black Week, 25 %", "2026-11-23", "2026-12-01", 0.25]]);
  expect(events.filter((event) => event.type === "mailing").length).toBeGreaterThan(24);
  expect(events.filter((event) => event.type === "outage")).toHaveLength(1);
  expect(demoEvents(harbor, "2026-01-01", "2027-01-01").filter((event) => event.type === "outage")).toHaveLength(2);
});

describe("the demo's plan", () => {
  let fresh: FreshDatabase;
  beforeAll(async () => { fresh = await freshDatabase(); });
  afterAll(() => fresh.drop());
  test("stands once, and what a visitor took out doesn't come back", async () => {
    const today = dayAt(now(), "UTC");
    const store = await createStore(fresh.db, { name: "Demo", currency: "EUR", zone: "Europe/Berlin" });
    await planDemo(fresh.db, nordlicht, store.id, addMonths(today, -26));
    const all = () => listEvents(fresh.db, [store.id], addMonths(today, -30), addMonths(today, 20));
    const first = await all();
    expect(new Set(first.map((event) => event.source))).toEqual(new Set(["demo", "holiday"]));
    const month = { from: monthStart(today), to: addMonths(monthStart(today), 1) };
    const goal = await goalFor(fresh.db, store.id, "net_sales", month);
    expect(goal).toMatchObject({ by: "set", currency: "EUR" });
    // Within a third of what its world brings in a month.
    expect(Number(goal!.amount)).toBeGreaterThan(150_000);
    expect(Number(goal!.amount)).toBeLessThan(400_000);
    const taken = first.find((event) => event.type === "promotion")!;
    await removeEvent(fresh.db, store.id, taken.id!);
    await planDemo(fresh.db, nordlicht, store.id, addMonths(today, -26));
    expect((await all()).map((event) => event.id)).toEqual(first.filter((event) => event !== taken).map((event) => event.id));
  });
});
