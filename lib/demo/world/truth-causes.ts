// The truth of what brought customers: causes, campaigns, promotions, positions.
import { text } from "#lib/demo/world/amounts.ts";
import { partsOf } from "#lib/demo/world/calendar.ts";
import { dayText } from "#lib/demo/world/clock.ts";
import { clickRate } from "#lib/demo/world/positions.ts";
import { AFTER, runsNear } from "#lib/demo/world/promotions.ts";
import type { ShopWorld } from "#lib/demo/world/shop-world.ts";
import { causes, paidChannels, type Cause, type PaidChannel } from "#lib/demo/world/shop.ts";
import { campaignName } from "#lib/demo/world/spend.ts";
import type { StoreTruth } from "#lib/demo/world/truth-shape.ts";

const round = (value: number) => Math.round(value * 10_000) / 10_000;
/** Days over which a query's usual figures are taken. */
const RECENT = 28;

export function campaignTruth(world: ShopWorld, days: readonly number[]): StoreTruth["campaigns"] {
  return world.shop.campaigns.map((campaign, at) => {
    const micros = days.map((day) => world.spend.on(day)[at]!.micros);
    const claims = days.map((day) => world.claims.on(day)[at]!);
    return {
      platform: campaign.platform, id: campaign.id, name: campaignName(campaign, days.at(-1)! + 1), channel: campaign.channel,
      spend: text(Math.round(micros.reduce((a, b) => a + b, 0) / 10_000)),
      spendByDay: micros.map((each) => (each % 10_000 === 0 ? text(each / 10_000) : `${Math.floor(each / 1_000_000)}.${String(each % 1_000_000).padStart(6, "0")}`)),
      clicksByDay: days.map((day) => world.spend.on(day)[at]!.clicks), impressionsByDay: days.map((day) => world.spend.on(day)[at]!.impressions),
      claimed: claims.reduce((sum, claim) => sum + claim.clicked + claim.viewed, 0),
    };
  });
}

const isPaid = (cause: Cause): cause is PaidChannel => (paidChannels as readonly string[]).includes(cause);

export function causeTruth(world: ShopWorld, days: readonly number[], netPerNewOrder: number): StoreTruth["causes"] {
  return causes.map((cause) => {
    const ordersByDay = days.map((day) => round(world.expected.on(day)[cause]));
    const orders = round(ordersByDay.reduce((a, b) => a + b, 0));
    const spend = isPaid(cause) ? days.reduce((sum, day) => sum + world.spend.ofChannel(cause, day), 0) : 0;
    const net = round(orders * netPerNewOrder);
    return { cause, orders, ordersByDay, net, spend: text(Math.round(spend * 100)), roas: spend > 0 ? round(net / spend) : null };
  });
}

export function responseTruth(world: ShopWorld, days: readonly number[]): StoreTruth["response"] {
  return paidChannels.map((channel) => ({ channel, ...world.shop.response[channel], stockByDay: days.map((day) => round(world.expected.stock(channel, day))) }));
}

export function sessionTruth(world: ShopWorld, days: readonly number[]): StoreTruth["sessions"] {
  const sums = new Map<string, number>();
  for (const day of days) for (const source of world.visits.on(day)) sums.set(source.group, (sums.get(source.group) ?? 0) + source.sessions);
  return [...sums].sort().map(([channel, visits]) => ({ channel, visits: round(visits) }));
}

export function promotionTruth(world: ShopWorld, from: number, to: number, ordersByCode: ReadonlyMap<string, number>): StoreTruth["promotions"] {
  const runs = new Map([from, to].flatMap((day) => runsNear(world.shop, day)).map((run) => [`${run.promotion.id} ${run.from}`, run]));
  return [...runs.values()].filter((run) => run.from >= from && run.from < to).sort((a, b) => a.from - b.from).map(({ promotion, from: start, to: end }) => {
    let increment = 0, pulledForward = 0;
    for (let day = start; day < Math.min(end, to); day++) {
      const { plain, promotions } = world.expected;
      increment += (plain(day) - promotions.lost(day)) * (promotion.lift - 1);
    }
    for (let day = end; day < Math.min(end + AFTER, to); day++) {
      for (const { run, orders } of world.expected.promotions.lostTo(day)) {
        if (run.promotion.id === promotion.id && run.from === start) pulledForward += orders * world.expected.promotions.lift(day);
      }
    }
    return {
      id: promotion.id, name: promotion.name, code: promotion.code, period: { from: dayText(start), to: dayText(end) }, lift: promotion.lift, increment: round(increment),
      pulledForward: round(pulledForward), isWhole: end + AFTER <= to, ordersWithCode: ordersByCode.get(`${promotion.code} ${partsOf(start).year}`) ?? 0,
    };
  });
}

export function searchTruth(world: ShopWorld, to: number, netPerNewOrder: number): StoreTruth["searches"] {
  return world.shop.queries.map((query, at) => {
    let impressions = 0, clicks = 0, weighted = 0, better = 0;
    for (let day = to - RECENT; day < to; day++) {
      const found = world.positions.on(day)[at]!;
      impressions += found.impressions / RECENT;
      clicks += found.clicks / RECENT;
      weighted += (found.impressions * found.position) / RECENT;
      better += (found.impressions * clickRate(Math.max(1, found.position - 1), query.isBrand) - found.clicks) / RECENT;
    }
    const orders = better * query.worth;
    return { query: query.text, page: query.page, position: round(weighted / impressions), impressions: round(impressions), clicks: round(clicks), betterClicks: round(better), betterOrders: round(orders), betterNet: round(orders * netPerNewOrder) };
  });
}
