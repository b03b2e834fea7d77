import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, dayAt, daysIn, now, weekday } from "#lib/core/day.ts";
import { sum } from "#lib/core/money.ts";
import { goalDays, goalFor, goalHistory, listGoals, saveGoal } from "#lib/plan/goals.ts";
import type { Store } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { storeWith } from "#test/support/ledger.ts";

let fresh: FreshDatabase;
let store: Store;
const today = dayAt(now(), "Europe/Amsterdam");
const november = { from: "2026-11-01", to: "2026-12-01" };

beforeAll(async () => {
  fresh = await freshDatabase();
  // 400 days of 100, closed on Sundays.
  const days = daysIn(addDays(today, -400), today).filter((day) => weekday(day) !== 7);
  store = await storeWith(fresh.db, { through: addDays(today, -1), from: addDays(today, -400) }, days.map((day) => ({ id: day, day, lines: [{ kind: "sale", amount: "100" }] })));
});
afterAll(() => fresh.drop());

const set = (amount: string | null, metric: "net_sales" | "orders" | "conversion_rate" = "net_sales", period = november) => saveGoal(fresh.db, { storeId: store.id, metric, period, amount }, "Mia");

describe("goals", () => {
  test("a new amount replaces the one that stood, and history keeps both", async () => {
    await set("400000");
    const second = await set("412000.5");
    expect(second.before!.amount).toBe("400000");
    expect(second.now).toMatchObject({ amount: "412000.5", currency: "EUR", madeBy: "Mia", replacedAt: null });
    expect((await goalHistory(fresh.db, store.id, "net_sales", november)).map((goal) => [goal.amount, goal.replacedAt === null])).toEqual([["412000.5", true], ["400000", false]]);
    expect(await listGoals(fresh.db, [store.id], november)).toHaveLength(1);
  });
  test("the same amount again changes nothing, also when it is written otherwise", async () => {
    const before = await goalHistory(fresh.db, store.id, "net_sales", november);
    await set("412000.50");
    expect(await goalHistory(fresh.db, store.id, "net_sales", november)).toEqual(before);
  });
  test("taken away it stands no more, and history keeps it", async () => {
    expect((await set(null)).now).toBeNull();
    expect(await goalFor(fresh.db, store.id, "net_sales", november)).toBeNull();
    expect(await goalHistory(fresh.db, store.id, "net_sales", november)).toHaveLength(2);
  });
  test("two people at once leave one goal standing", async () => {
    await Promise.all(["1", "2", "3", "4"].map((amount) => set(amount, "orders")));
    expect((await listGoals(fresh.db, [store.id], november)).filter((goal) => goal.metric === "orders")).toHaveLength(1);
    expect(await goalHistory(fresh.db, store.id, "orders", november)).toHaveLength(4);
  });
  test("counts and ratios have no currency; what can't be added is refused", async () => {
    expect((await set("0.03", "conversion_rate")).now).toMatchObject({ amount: "0.03", currency: null });
    await expect(saveGoal(fresh.db, { storeId: store.id, metric: "customers", period: november, amount: "1" }, "Mia")).rejects.toMatchObject({ code: "goals.metric" });
    await expect(set("1e5")).rejects.toMatchObject({ code: "goals.amount" });
    await expect(set("5", "orders", { from: "2026-12-01", to: "2026-11-01" })).rejects.toMatchObject({ code: "goals.period" });
    await expect(saveGoal(fresh.db, { storeId: 999, metric: "orders", period: november, amount: "1" }, "Mia")).rejects.toMatchObject({ kind: "missing" });
  });
  test("the plan line follows the shop's weekdays: nothing on a closed Sunday, and it adds up to the goal", async () => {
    const month = { from: addDays(today, 10), to: addDays(today, 38) };
    await set("4800.01", "net_sales", month);
    const days = await goalDays(fresh.db, store.id, "net_sales", { from: addDays(today, 9), to: addDays(today, 39) });
    expect(days[0]!.amount).toBeNull();
    expect(days.at(-1)!.amount).toBeNull();
    const inside = days.slice(1, -1);
    expect(sum(inside.map(({ amount }) => amount!))).toBe("4800.01");
    for (const { day, amount } of inside) expect(Number(amount)).toBeCloseTo(weekday(day) === 7 ? 0 : 200, 1);
  });
  test("a week of a longer goal gets the week's days of it", async () => {
    const week = await goalFor(fresh.db, store.id, "net_sales", { from: addDays(today, 10), to: addDays(today, 17) });
    expect(week).toMatchObject({ by: "share", currency: "EUR" });
    expect(Number(week!.amount)).toBeCloseTo(1200, 1);
  });
  test("of a store without history the days are equal", async () => {
    const empty = await storeWith(fresh.db, { name: "New", through: addDays(today, -1) }, []);
    await saveGoal(fresh.db, { storeId: empty.id, metric: "net_sales", period: november, amount: "300" }, "Mia");
    expect((await goalDays(fresh.db, empty.id, "net_sales", november)).every(({ amount }) => amount === "10")).toBe(true);
  });
});
