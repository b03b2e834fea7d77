// The demo's truth: it has its shape, ties to the orders by an addition of its own, and is plausible.
import Big from "big.js";
import { beforeAll, describe, expect, test } from "vitest";
import { classify } from "#lib/channels/default-rules.ts";
import { deriveOrder } from "#lib/channels/derive-order.ts";
import { weekday } from "#lib/core/day.ts";
import { text } from "#lib/demo/world/amounts.ts";
import { demoWorld } from "#lib/demo/world/index.ts";
import { secondWithin } from "#lib/demo/world/lives.ts";
import { truth } from "#lib/demo/world/truth.ts";
import { matured } from "#lib/demo/world/truth-incidents.ts";
import { truthShape, type StoreTruth, type Truth } from "#lib/demo/world/truth-shape.ts";

const today = "2026-11-22";
const world = demoWorld({ today });
let found: Truth;
let shops: [StoreTruth, StoreTruth];

beforeAll(() => {
  const before = process.cpuUsage();
  found = truth(world);
  shops = found.stores as [StoreTruth, StoreTruth];
  const { user, system } = process.cpuUsage(before);
  console.info(`truth of ${shops.map((shop) => shop.days.reduce((sum, day) => sum + day.orders, 0)).join(" + ")} orders: ${((user + system) / 1e6).toFixed(1)} s of CPU, ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB of heap`);
}, 120_000);

const total = (list: readonly { [key: string]: unknown }[], key: string) => list.reduce((sum, row) => sum.plus(row[key] as string | number), new Big(0));

describe("the truth ties", () => {
  test("it has the shape it says", () => expect(() => truthShape.parse(found)).not.toThrow());

  test("net sales are what the orders' lines and refunds add up to, to the cent; their visits lead to the truth's channels by the product's own rules", () => {
    for (const [at, store] of world.stores.entries()) {
      const end = world.of(store).clock.instant(Math.round(Date.UTC(2026, 10, 22) / 86_400_000), 0);
      const counts = new Map<string, number>();
      let net = 0;
      const micros = (amount: string) => Math.round(Number(amount) * 1_000_000);
      for (const order of world.orders(store, "placed", new Date(0), end, new Date(end.getTime() - 1))) {
        if (order.isTest || !order.isPaid) continue;
        const goods = new Map(order.lines.filter((line) => !line.isGiftCard).map((line) => [line.id, line]));
        for (const line of goods.values()) net += micros(line.unitPrice) * line.quantity - micros(line.discount) - (store.pricesIncludeTax ? micros(line.tax) : 0);
        for (const line of order.refunds.flatMap((refund) => refund.lines)) if (goods.has(line.lineId)) net -= micros(line.subtotal) - (store.pricesIncludeTax ? micros(line.tax) : 0);
        const kept = store.platform === "shopify" ? order.touches : order.touches.slice(-1);
        const derived = deriveOrder({
          placedAt: order.placedAt.toISOString(), coupons: order.discountCodes, ownHosts: [new URL(store.site).hostname],
          visits: kept.map((touch) => ({ at: touch.at.toISOString(), landing: touch.landingUrl, referrer: touch.referrer, utm: touch.utm })),
        });
        const channel = derived.method === "untold" ? "none" : classify(derived).channel;
        counts.set(channel, (counts.get(channel) ?? 0) + 1);
      }
      expect(total(shops[at]!.days, "net").toFixed(2)).toBe(new Big(net).div(1_000_000).toFixed(2));
      expect(Object.fromEntries([...counts].sort())).toEqual(Object.fromEntries(shops[at]!.channels.map(({ channel, credited }) => [channel, credited.orders]).sort()));
    }
  });
  test("gross, discounts and returns add up to net on every day, and days to months", () => {
    for (const { days, months } of shops) {
      for (const day of days) expect(new Big(day.gross).plus(day.discounts).plus(day.returns).toFixed(2)).toBe(day.net);
      for (const key of ["gross", "discounts", "returns", "net", "shipping", "tax", "orders", "units", "newCustomers", "firstSeen"]) expect([key, total(months, key).toFixed(2)]).toEqual([key, total(days, key).toFixed(2)]);
    }
  });
  test("channels and territories hold every order once", () => {
    for (const { days, channels, territories } of shops) {
      const orders = total(days, "orders").toNumber();
      expect([total(channels, "orders"), total(channels.map((each) => each.credited), "orders"), total(territories, "orders")].map(Number)).toEqual([orders, orders, orders]);
      const sold = total(days, "gross").plus(total(days, "discounts")).toFixed(2);
      expect([total(channels, "sold").toFixed(2), total(territories, "sold").toFixed(2)]).toEqual([sold, sold]);
    }
  });
  test("the platforms' final cost is the spend of the truth, by campaign and day", () => {
    const later = new Date("2027-03-01T00:00:00Z");
    for (const [at, store] of world.stores.entries()) {
      const told = new Map<string, Big>();
      const add = (id: string, day: string, amount: Big) => told.set(`${id} ${day}`, (told.get(`${id} ${day}`) ?? new Big(0)).plus(amount));
      for (const row of world.rows(store, "googleAds", found.period.from, today, later)) add(row.campaignId, row.day, new Big(row.costMicros).div(1_000_000));
      for (const row of world.rows(store, "meta", found.period.from, today, later)) add(row.campaignId, row.day, new Big(row.spend));
      const { days, campaigns } = shops[at]!;
      const wrong = campaigns.flatMap(({ id, spendByDay }) => days.filter(({ day }, place) => !(told.get(`${id} ${day}`) ?? new Big(0)).eq(spendByDay[place]!)).map(({ day }) => `${id} ${day}`));
      expect(wrong).toEqual([]);
    }
  });
  test("clicks and impressions of ads and searches are the ones told in the end", () => {
    const later = new Date("2026-12-30T00:00:00Z");
    for (const [at, store] of world.stores.entries()) {
      const { campaigns, searchDays } = shops[at]!;
      let clicks = 0, impressions = 0, links = 0;
      for (const row of world.rows(store, "googleAds", found.period.from, today, later)) { clicks += row.clicks; impressions += row.impressions; }
      for (const row of world.rows(store, "meta", found.period.from, today, later)) { links += row.linkClicks; impressions += row.impressions; }
      const sum = (platform: string, key: "clicksByDay" | "impressionsByDay") => campaigns.filter((campaign) => campaign.platform === platform).flatMap((campaign) => campaign[key]).reduce((a, b) => a + b, 0);
      expect([clicks, links, impressions]).toEqual([sum("google", "clicksByDay"), sum("meta", "clicksByDay"), sum("google", "impressionsByDay") + sum("meta", "impressionsByDay")]);
      const [row] = [...world.rows(store, "searchTotals", "2026-10-12", "2026-10-13", later)];
      expect(searchDays.find(({ day }) => day === "2026-10-12")).toEqual({ day: "2026-10-12", clicks: row!.clicks, impressions: row!.impressions });
    }
  });
  test("what Analytics tells in the end is the share of orders that let themselves be counted", () => {
    for (const [at, store] of world.stores.entries()) {
      const { days, analytics } = shops[at]!;
      let seen = 0;
      for (const row of world.rows(store, "webOrders", found.period.from, today, new Date("2027-03-01T00:00:00Z"))) seen += row.purchases;
      expect(seen).toBe(analytics.ordersSeen);
      expect(total(analytics.days, "purchases").toNumber()).toBe(seen);
      expect(analytics.days.every((row) => row.sessions > 0 && row.addToCarts >= row.checkouts && row.checkouts >= row.purchases)).toBe(true);
      expect(1 - seen / total(days, "orders").toNumber()).toBeGreaterThan(0.12);
      expect(1 - seen / total(days, "orders").toNumber()).toBeLessThan(0.19);
      expect(analytics.refused.every(({ share }) => share >= 0.12 && share <= 0.18)).toBe(true);
      expect(analytics.brokenDays.length).toBeGreaterThanOrEqual(4);
    }
  });
});

describe("the demo is plausible", () => {
  test("sizes: some 30,000 to 60,000 orders a shop, baskets and visits as shops have them", () => {
    for (const { days, sessions, netPerNewOrder } of shops) {
      const orders = total(days, "orders").toNumber();
      const aov = total(days, "net").div(orders).toNumber();
      const rate = orders / total(sessions, "visits").toNumber();
      expect([orders > 30_000 && orders < 60_000, aov > 40 && aov < 120, rate > 0.01 && rate < 0.04, netPerNewOrder > 40 && netPerNewOrder < 120]).toEqual([true, true, true, true]);
      expect(-total(days, "returns").div(total(days, "gross")).toNumber()).toBeGreaterThan(0.02);
      expect(-total(days, "returns").div(total(days, "gross")).toNumber()).toBeLessThan(0.12);
    }
  });
  test("marketing: efficiency of 2 to 8, and platforms claim over one and a half times what they brought", () => {
    for (const { days, campaigns, causes, netPerNewOrder } of shops) {
      const spend = total(campaigns, "spend").toNumber();
      const mer = total(days, "net").toNumber() / spend;
      expect([mer > 2, mer < 8]).toEqual([true, true]);
      for (const platform of ["google", "meta"] as const) {
        const own = campaigns.filter((campaign) => campaign.platform === platform);
        const roas = (total(own, "claimed").toNumber() * netPerNewOrder) / total(own, "spend").toNumber();
        expect([platform, roas > 2, roas < 8]).toEqual([platform, true, true]);
      }
      const brought = causes.filter(({ roas }) => roas !== null);
      expect(total(campaigns, "claimed").toNumber() / total(brought, "orders").toNumber()).toBeGreaterThan(1.5);
      expect(brought.every(({ roas }) => roas! > 0.4 && roas! < 4)).toBe(true);
    }
  });
  test("causes add up to the new customers that came", () => {
    for (const { days, causes } of shops) {
      const came = total(days, "newCustomers").toNumber();
      expect(Math.abs(total(causes, "orders").toNumber() / came - 1)).toBeLessThan(0.03);
    }
  });
  test("day by day, new customers scatter about the sum of their causes as counts do, and no more", () => {
    for (const { days, causes } of shops) {
      const spread = days.reduce((sum, day, at) => {
        const expected = causes.reduce((whole, cause) => whole + cause.ordersByDay[at]!, 0);
        return expected === 0 ? sum : sum + (day.newCustomers - expected) ** 2 / expected;
      }, 0) / days.length;
      // Poisson's variance is its mean; over 800 days the ratio stays within a sixth of 1.
      expect(spread).toBeGreaterThan(0.84);
      expect(spread).toBeLessThan(1.16);
    }
  });
  test("the week and the year can be seen", () => {
    for (const { days, months, key } of shops) {
      const mean = (wanted: number) => { const list = days.filter(({ day }) => weekday(day) === wanted); return total(list, "orders").div(list.length).toNumber(); };
      expect(mean(1)).toBeGreaterThan(1.08 * mean(5));
      const orders = (month: string) => months.find((each) => each.month === month)!.orders;
      expect(orders("2025-12")).toBeGreaterThan(1.15 * orders("2025-08"));
      const on = (day: string) => days.find((each) => each.day === day)!.orders;
      expect(on("2025-11-28")).toBeGreaterThan(1.6 * (on("2025-11-14") + on("2025-11-07")) / 2);
      if (key === "harbor") expect([on("2025-01-05"), on("2026-01-04")]).toEqual([0, 0]);
    }
  });
  test("a promotion brings more than it pulls forward, and what it pulls is its share", () => {
    for (const { promotions } of shops) {
      expect(promotions.length).toBeGreaterThanOrEqual(10);
      for (const each of promotions.filter(({ isWhole }) => isWhole)) {
        expect(each.pulledForward).toBeGreaterThan(0.2 * each.increment);
        expect(each.pulledForward).toBeLessThan(0.55 * each.increment);
        expect(each.ordersWithCode).toBeGreaterThan(each.increment);
      }
    }
  });
  test("customers come back along the curve that is told", () => {
    expect(secondWithin(365)).toBeCloseTo(0.351, 2);
    for (const { retention } of shops) {
      for (const window of [90, 180, 365]) {
        const ready = retention.cohorts.filter((cohort) => cohort.again[window] !== undefined);
        const share = ready.reduce((sum, cohort) => sum + cohort.again[window]!, 0) / ready.reduce((sum, cohort) => sum + cohort.customers, 0);
        const told = retention.again.find(({ days }) => days === window)!.share;
        expect([window, Math.abs(share - told) < 0.025]).toEqual([window, true]);
      }
    }
  });
  test("refunds mature along the curve that is told, and the bad week shows", () => {
    const { clock, sales } = world.of(world.stores[0]!);
    const end = clock.dayOf(new Date("2026-08-01T12:00:00Z"));
    const delays: number[] = [];
    for (let day = sales.firstDay; day < end; day++) for (const sale of sales.on(day)) if (sale.refunded && sale.state === "paid") delays.push(sale.refunded.day - day);
    for (const days of [3, 7, 14, 28, 60]) expect(delays.filter((delay) => delay <= days).length / delays.length).toBeCloseTo(matured(days), 1);
    const week = (first: number) => { let back = 0, all = 0; for (let day = first; day < first + 7; day++) for (const sale of sales.on(day)) { all++; if (sale.refunded) back++; } return back / all; };
    const bad = clock.dayOf(new Date(`${shops[0].refunds.badWeeks[1]!.from}T12:00:00Z`));
    expect(week(bad)).toBeGreaterThan(2 * week(bad - 21));
  });
  test("a better position is worth something where people search without the shop's name", () => {
    for (const { searches } of shops) {
      const generic = searches.filter(({ betterOrders }) => betterOrders > 0);
      expect(generic.length).toBeGreaterThan(40);
      expect(generic.every((each) => each.betterClicks > 0 && each.betterNet > 0)).toBe(true);
    }
  });
  test("amounts are cents to the rim", () => expect([text(12345), text(-5), text(0), text(-123400)]).toEqual(["123.45", "-0.05", "0.00", "-1234.00"]));
});
