/**
 * The truth file: what is so in the demo's world, for tests of figures, attribution, forecasts and response curves.
 * Sums are made from the orders as the shops tell them, one by one, by this file's own addition.
 */
import { toNumber } from "#lib/core/day.ts";
import { yearsOf } from "#lib/demo/world/calendar.ts";
import { dayText } from "#lib/demo/world/clock.ts";
import { isMailingDay } from "#lib/demo/world/demand.ts";
import { gapFrom, GAP_DAYS, ratesIn } from "#lib/demo/world/fx.ts";
import type { World } from "#lib/demo/world/index.ts";
import { isCounted } from "#lib/demo/world/web.ts";
import type { ShopWorld } from "#lib/demo/world/shop-world.ts";
import { WASTED_SHARE } from "#lib/demo/world/shop.ts";
import { addUp } from "#lib/demo/world/truth-sales.ts";
import { campaignTruth, causeTruth, responseTruth, searchTruth, promotionTruth, sessionTruth } from "#lib/demo/world/truth-causes.ts";
import { brokenDays, incidents, refundTruth, refusedTruth, speedTruth } from "#lib/demo/world/truth-incidents.ts";
import { analyticsDays, searchDays } from "#lib/demo/world/truth-told.ts";
import type { StoreTruth, Truth } from "#lib/demo/world/truth-shape.ts";

/** The truth of a world over [world.from, world.today); each store's days are its own. */
export function truth(world: World): Truth {
  const from = toNumber(world.from);
  const to = toNumber(world.today);
  return {
    today: world.today, period: { from: world.from, to: world.today },
    stores: world.stores.map((store) => storeTruth(world.of(store), from, to)),
    rates: [...ratesIn(from, to, new Date(to * 86_400_000))],
    rateGaps: yearsOf(from, to).map(gapFrom).filter((start) => start < to && start + GAP_DAYS > from).map((start) => ({ from: dayText(start), to: dayText(start + GAP_DAYS) })),
  };
}

function storeTruth(world: ShopWorld, from: number, to: number): StoreTruth {
  const { store } = world.shop;
  const sold = addUp(world, from, to);
  const days = Array.from({ length: to - from }, (_, at) => from + at);
  const round = (value: number) => Math.round(value * 10_000) / 10_000;
  return {
    key: store.key, name: store.name, currency: store.currency, zone: store.zone,
    days: sold.days, months: sold.months, channels: sold.channels, territories: sold.territories,
    sessions: sessionTruth(world, days),
    campaigns: campaignTruth(world, days),
    causes: causeTruth(world, days, sold.netPerNewOrder),
    netPerNewOrder: round(sold.netPerNewOrder),
    response: responseTruth(world, days),
    mailings: days.filter((day) => isMailingDay(world.shop, day)).map(dayText),
    hours: world.shop.hours.map((weight) => round(weight / world.shop.hours.reduce((a, b) => a + b, 0))),
    demandByDay: days.map((day) => round(world.demand.index(day))),
    promotions: promotionTruth(world, from, to, sold.ordersByCode),
    retention: sold.retention,
    searches: searchTruth(world, to, sold.netPerNewOrder),
    speed: speedTruth(world, from, to),
    refunds: refundTruth(world, from, to),
    analytics: {
      refused: refusedTruth(world, from, to), brokenDays: brokenDays(world, days),
      ordersSeen: days.reduce((sum, day) => sum + world.sales.on(day).filter((sale) => isCounted(world.shop, sale)).length, 0),
      days: analyticsDays(world, from, to),
    },
    searchDays: searchDays(world, to),
    wastedTerms: { terms: [...world.shop.termsWasted], share: WASTED_SHARE },
    incidents: incidents(world, from, to),
  };
}
