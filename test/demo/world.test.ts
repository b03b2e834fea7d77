// The demo's world: the same whenever one asks, plausible, and restated as vendors do.
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { addDays, daysBetween, weekday } from "#lib/core/day.ts";
import type { DemoReport, DemoStore, GoogleAdsRow, OrderRecord } from "#lib/demo/records.ts";
import { easter, blackFriday } from "#lib/demo/world/calendar.ts";
import { dayText, makeClock } from "#lib/demo/world/clock.ts";
import { parts, picker, stream } from "#lib/demo/world/draws.ts";
import { respond } from "#lib/demo/world/expected.ts";
import { costsOf } from "#lib/demo/world/baskets.ts";
import { demoWorld, firstDayOf, type World } from "#lib/demo/world/index.ts";
import { settling, share, converted } from "#lib/demo/world/told.ts";

const today = "2026-11-22";
const noon = new Date("2026-11-22T12:00:00Z");
const later = new Date("2027-02-01T12:00:00Z");
const reports: DemoReport[] = ["traffic", "webOrders", "landing", "geo", "users", "searchTotals", "searchDevices", "searchPages", "searchQueries", "searchQueryPages", "googleAds", "googleConversions", "searchTerms", "meta"];
const world = demoWorld({ today });
const [nordlicht, harbor] = world.stores as [DemoStore, DemoStore];

function hash(of: World, from: string, to: string, now: Date): string {
  const sum = createHash("sha256");
  for (const store of of.stores) {
    for (const report of reports) for (const row of of.rows(store, report, from, to, now)) sum.update(JSON.stringify(row));
    for (const order of of.orders(store, "placed", new Date(`${from}T12:00:00Z`), new Date(`${to}T12:00:00Z`), now)) sum.update(JSON.stringify(order));
  }
  for (const rate of of.rates(from, to, now)) sum.update(JSON.stringify(rate));
  return sum.digest("hex");
}

const rows = (store: DemoStore, report: DemoReport, from: string, to: string, now: Date) => [...world.rows(store, report, from, to, now)] as never[];

describe("the same whenever one asks", () => {
  test("two worlds of one day tell the same to the letter", () => {
    expect(hash(demoWorld({ today, from: "2026-09-01" }), "2026-10-20", "2026-11-23", noon)).toBe(hash(world, "2026-10-20", "2026-11-23", noon));
  });
  test("a world that begins later tells the same of the days that both know", () => {
    const next = demoWorld({ today: "2028-10-15" });
    expect(next.from).toBe("2026-08-01");
    expect(hash(next, "2026-08-20", "2026-09-10", later)).toBe(hash(world, "2026-08-20", "2026-09-10", later));
  });
  test("asking for a day before its neighbours changes nothing", () => {
    const backwards = demoWorld({ today, from: "2025-03-01" });
    const numbers = [..."321"].map((each) => [...backwards.orders(nordlicht, "placed", new Date(`2025-03-1${each}T00:00:00Z`), new Date(`2025-03-1${each}T23:00:00Z`), noon)].length).reverse();
    expect(numbers).toEqual([..."123"].map((each) => [...world.orders(nordlicht, "placed", new Date(`2025-03-1${each}T00:00:00Z`), new Date(`2025-03-1${each}T23:00:00Z`), noon)].length));
  });
  test("history begins on the first of the month 26 months ago", () => {
    expect([firstDayOf("2026-11-22"), firstDayOf("2027-02-28")]).toEqual(["2024-09-01", "2024-12-01"]);
  });
});

describe("orders", () => {
  const list = [...world.orders(nordlicht, "placed", new Date("2026-11-01T00:00:00Z"), noon, noon)];
  test("today's orders end with now, and more come within the hour", () => {
    const late = list.filter((order) => order.placedAt >= new Date("2026-11-22T00:00:00Z"));
    expect(late.length).toBeGreaterThan(5);
    expect(list.every((order) => order.placedAt <= noon)).toBe(true);
    const hourOn = new Date(noon.getTime() + 3_600_000);
    expect([...world.orders(nordlicht, "placed", new Date("2026-11-01T00:00:00Z"), hourOn, hourOn)].length).toBeGreaterThan(list.length);
  });
  test("every order turns up once among those updated since the beginning, in order of its update", () => {
    const all = [...world.orders(harbor, "updated", new Date(0), noon, noon)];
    const placed = [...world.orders(harbor, "placed", new Date(0), noon, noon)];
    expect(new Set(all.map((order) => order.id)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(placed.length - 3);
    expect(all.every((order, at) => at === 0 || all[at - 1]!.updatedAt <= order.updatedAt)).toBe(true);
  });
  test("an order is found by its id as it is listed, and an unknown id isn't", () => {
    const [order] = list as [OrderRecord];
    expect(world.order(nordlicht, order.id, noon)).toEqual(order);
    expect(world.order(nordlicht, "1", noon)).toBeUndefined();
    expect(world.order(nordlicht, order.id, new Date(order.placedAt.getTime() - 1000))).toBeUndefined();
  });
  test("a refund is told once it happened, and moves the order's update", () => {
    const august = [...world.orders(nordlicht, "placed", new Date("2026-08-01T00:00:00Z"), new Date("2026-08-08T00:00:00Z"), noon)];
    const refunded = august.find((order) => order.refunds.length > 0 && order.cancelledAt === null)!;
    const at = refunded.refunds[0]!.at;
    expect(world.order(nordlicht, refunded.id, new Date(at.getTime() - 1000))!.refunds).toEqual([]);
    expect(world.order(nordlicht, refunded.id, at)!.updatedAt).toEqual(at);
  });
  test("parameters of the landing address, the touch and its click id say the same", () => {
    const touches = list.flatMap((order) => order.touches);
    expect(touches.filter((touch) => touch.utm !== null).length).toBeGreaterThan(100);
    for (const touch of touches) {
      const { searchParams } = new URL(touch.landingUrl);
      expect([searchParams.get("utm_source"), searchParams.get("utm_campaign")]).toEqual([touch.utm?.source ?? null, touch.utm?.campaign ?? null]);
      if (touch.clickId) expect(searchParams.get(touch.clickId.kind)).toBe(touch.clickId.value);
    }
  });
  test("taxes stand inside German prices and beside American ones", () => {
    const [german] = list.filter((order) => order.country === "DE") as [OrderRecord];
    const line = german.lines[0]!;
    const paid = Number(line.unitPrice) * line.quantity - Number(line.discount);
    expect(Number(line.tax)).toBeCloseTo((paid * 0.19) / 1.19, 2);
    const american = [...world.orders(harbor, "placed", new Date("2026-11-01T00:00:00Z"), noon, noon)].find((order) => order.region === "NY")!.lines[0]!;
    expect(Number(american.tax)).toBeCloseTo((Number(american.unitPrice) * american.quantity - Number(american.discount)) * 0.08, 2);
  });
});

describe("no day without a row, except where it is meant", () => {
  const every = (store: DemoStore, report: DemoReport) => new Set(rows(store, report, world.from, today, noon).map((row: { day: string }) => row.day));
  const planned: Record<string, Partial<Record<DemoReport, number>>> = { nordlicht: {}, harbor: { webOrders: 2 } };
  for (const store of [nordlicht, harbor]) {
    test(`${store.name}: analytics, orders and ads of all days`, () => {
      const days = daysBetween(world.from, today);
      for (const report of ["traffic", "webOrders", "geo", "users", "googleAds", "meta"] as const) {
        expect([report, every(store, report).size]).toEqual([report, days - (planned[store.key]![report] ?? 0)]);
      }
    });
    test(`${store.name}: search of sixteen months`, () => expect(every(store, "searchTotals").size).toBe(487));
  }
  test("rates are missing on weekends, holidays and in a gap of twelve days a year", () => {
    const days = [...world.rates(world.from, today, noon)].filter((row) => row.quote === "USD").map((row) => row.day);
    expect(days.some((day) => weekday(day) > 5)).toBe(false);
    const gaps = days.slice(1).map((day, at) => daysBetween(days[at]!, day)).filter((gap) => gap > 7);
    expect(gaps.length).toBe(2);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(12);
  });
});

describe("days are told early and put right", () => {
  const sum = <Row>(list: readonly Row[], pick: (row: Row) => number) => list.reduce((total, row) => total + pick(row), 0);
  const at = (day: string, hours: number) => new Date(new Date(`${day}T23:00:00Z`).getTime() + hours * 3_600_000);
  const cases: [DemoReport, (row: never) => number, number][] = [
    ["traffic", (row: { purchases: number }) => row.purchases, 72], ["traffic", (row: { sessions: number }) => row.sessions, 72],
    ["searchTotals", (row: { clicks: number }) => row.clicks, 80], ["googleAds", (row: { conversions: number }) => row.conversions, 30 * 24], ["meta", (row: { purchasesByView: number }) => row.purchasesByView, 28 * 24],
  ];
  test.each(cases)("%s grows to its final figure and stays", (report, pick, hours) => {
    const day = "2026-10-12";
    const told = [6, 30, 54, 240, hours + 1, hours + 200].map((since) => sum(rows(nordlicht, report, day, addDays(day, 1), at(day, since)), pick));
    expect([...told].sort((a, b) => a - b)).toEqual(told);
    expect(told[0]).toBeLessThan(told.at(-1)!);
    expect(told.at(-2)).toBe(told.at(-1));
  });
  test("Google takes cost back on the next day; Search Console says through when it is final", () => {
    const cost = (hours: number) => sum(rows(nordlicht, "googleAds", "2026-10-12", "2026-10-13", at("2026-10-12", hours)) as GoogleAdsRow[], (row) => row.costMicros);
    expect(cost(4)).toBeGreaterThan(cost(30));
    expect(cost(30)).toBe(cost(900));
    expect(world.searchFinalThrough(nordlicht, noon)).toBe("2026-11-18");
  });
  test("shares never fall with age", () => {
    for (const steps of Object.values(settling)) if (steps !== settling.googleCost) expect(steps.map(([, part]) => part)).toEqual(steps.map(([, part]) => part).sort());
    const ages = [0, 24, 100, 300, 719, 720].map((hours) => converted({ elapsed: 1, hours }, 30));
    expect(ages).toEqual([...ages].sort((a, b) => a - b));
    expect([ages[0], ages.at(-1), share({ elapsed: 0.5, hours: -3 }, settling.sessions)]).toEqual([0.6, 1, 0.465]);
  });
  test("on the day the tag broke Analytics lost most purchases and few visits", () => {
    const day = (from: string) => rows(nordlicht, "traffic", from, addDays(from, 1), noon) as { purchases: number; sessions: number }[];
    const [broken, week] = [day("2026-10-30"), day("2026-10-23")];
    expect(sum(broken, (row) => row.purchases)).toBeLessThan(0.3 * sum(week, (row) => row.purchases));
    expect(sum(broken, (row) => row.sessions)).toBeGreaterThan(0.7 * sum(week, (row) => row.sessions));
  });
});

describe("parts of the world", () => {
  test("response grows with spend and each euro brings less than the one before", () => {
    for (const { shop } of world.stores.map((store) => world.of(store))) {
      for (const response of Object.values(shop.response)) {
        const orders = [0, 50, 100, 200, 400, 800, 1e9].map((spend) => respond(response, spend));
        const gains = orders.slice(1, 4).map((value, at) => (value - orders[at]!) / [50, 50, 100][at]!);
        expect(orders).toEqual([...orders].sort((a, b) => a - b));
        expect(gains).toEqual([...gains].sort((a, b) => b - a));
        expect(orders.at(-1)).toBeCloseTo(response.most, 4);
      }
    }
  });
  test("a search in Search Console adds up by page, and names less than it counts", () => {
    const on = (report: DemoReport) => (rows(harbor, report, "2026-10-12", "2026-10-13", noon) as { clicks: number; impressions: number }[]).reduce((total, row) => [total[0]! + row.clicks, total[1]! + row.impressions], [0, 0]);
    expect(on("searchPages")).toEqual(on("searchTotals"));
    expect(on("searchDevices")).toEqual(on("searchTotals"));
    expect(on("searchQueryPages")).toEqual(on("searchQueries"));
    expect(on("searchQueries")[1]).toBeLessThan(on("searchTotals")[1]!);
  });
  test("Analytics' reports of one day agree", () => {
    const purchases = (report: DemoReport) => (rows(nordlicht, report, "2026-10-12", "2026-10-13", noon) as { purchases: number }[]).reduce((total, row) => total + row.purchases, 0);
    expect(new Set((["traffic", "webOrders", "landing", "geo"] as const).map(purchases)).size).toBe(1);
  });
  test("searches that never buy take money and bring nothing", () => {
    const terms = rows(nordlicht, "searchTerms", "2026-09-01", "2026-10-01", noon) as { term: string; costMicros: number; conversions: number; campaign: string }[];
    const generic = terms.filter((row) => row.campaign.includes("Generic"));
    const { termsWasted } = world.of(nordlicht).shop;
    const wasted = generic.filter((row) => termsWasted.includes(row.term));
    const cost = (list: typeof terms) => list.reduce((total, row) => total + row.costMicros, 0);
    expect(wasted.every((row) => row.conversions === 0)).toBe(true);
    expect(cost(wasted) / cost(generic)).toBeGreaterThan(0.1);
    expect(cost(wasted) / cost(generic)).toBeLessThan(0.2);
  });
  test("a yearly campaign is called by its new name everywhere in the account, and by its old one on links for three weeks", () => {
    const named = (report: DemoReport, day: string) => new Set((rows(nordlicht, report, day, addDays(day, 1), noon) as { campaign: string }[]).map((row) => row.campaign).filter((name) => name.startsWith("prospecting_")));
    expect([...named("meta", "2025-05-01")]).toEqual(["prospecting_2026"]);
    expect([...named("traffic", "2026-02-20")]).toEqual(["prospecting_2025"]);
    expect([...named("traffic", "2026-03-01")]).toEqual(["prospecting_2026"]);
  });
  test("feasts move: Easter and Black Friday", () => {
    expect([2024, 2025, 2026, 2027].map((year) => [dayText(easter(year)), dayText(blackFriday(year))])).toEqual([
      ["2024-03-31", "2024-11-29"], ["2025-04-20", "2025-11-28"], ["2026-04-05", "2026-11-27"], ["2027-03-28", "2027-11-26"]]);
  });
  test("clocks: an hour of a shop's day is the right instant on both sides of daylight saving", () => {
    const clock = makeClock("Europe/Berlin", Array.from({ length: 24 }, () => 1));
    const day = 20_541; // 2026-03-29
    expect([clock.instant(day, 0), clock.instant(day, 12 * 3600), clock.instant(day + 1, 0)].map((at) => at.toISOString())).toEqual(["2026-03-28T23:00:00.000Z", "2026-03-29T10:00:00.000Z", "2026-03-29T22:00:00.000Z"]);
    expect([clock.elapsed(day, new Date("2026-03-28T22:00:00Z")), clock.elapsed(day + 1, new Date("2026-03-30T10:00:00Z")), clock.elapsed(day, noon)]).toEqual([0, 0.5, 1]);
  });
  test("draws: a key's stream repeats, parts add up, a picker follows its weights", () => {
    expect([stream(1, 2)(), stream(1, 2)()].every((value, _, all) => value === all[0])).toBe(true);
    expect(stream(1, 2)()).not.toBe(stream(2, 1)());
    expect(parts(10, [1, 1, 1])).toEqual([4, 3, 3]);
    const [draw, choose] = [stream(7), picker([1, 0, 3])];
    const counts = [0, 0, 0];
    for (let turn = 0; turn < 8000; turn++) counts[choose(draw)]!++;
    expect(counts[1]).toBe(0);
    expect(counts[2]! / 8000).toBeCloseTo(0.75, 1);
  });
  test("about sixty products with costs below their prices", () => {
    for (const { shop } of world.stores.map((store) => world.of(store))) {
      const costs = costsOf(shop, 20_000);
      expect(costs.length).toBe(60);
      expect(new Set(costs.map((each) => each.category)).size).toBe(6);
      expect(costs.every((each) => Number(each.cost) > 0.2 * Number(each.price) && Number(each.cost) < 0.6 * Number(each.price))).toBe(true);
      expect(new Set(costs.map((each) => each.sku)).size).toBe(60);
    }
  });
});
