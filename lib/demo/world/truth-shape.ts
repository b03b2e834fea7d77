// What the truth file holds. Money is decimal text in the store's currency; expected counts are numbers with decimals.
import { z } from "zod";

const money = z.string().regex(/^-?\d+\.\d{2}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const span = z.object({ from: day, to: day }).describe("Half-open: `to` is the first day after");

const totals = z.object({
  gross: money.describe("Price × quantity without tax and gift cards; discounts and gross are rounded by day, their difference is exact"),
  discounts: money.describe("Negative"),
  returns: money.describe("Negative, on the day of the refund, without tax and shipping"),
  net: money.describe("gross + discounts + returns, exact"),
  shipping: money.describe("Without tax; refunded shipping taken off on its day"),
  tax: money.describe("Of goods and shipping; refunded tax taken off on its day"),
  orders: z.number().int().describe("Without test orders, and without unpaid ones where the shop doesn't count them (WooCommerce)"),
  units: z.number().int().describe("Pieces ordered, without gift cards"),
  newCustomers: z.number().int().describe("Orders that are their customer's first ever"),
  firstSeen: z.number().int().describe("Orders that are their customer's first since the demo's first day: what a connected shop can know"),
});

export const truthShape = z.object({
  today: day,
  period: span,
  stores: z.array(z.object({
    key: z.string(), name: z.string(), currency: z.string(), zone: z.string(),
    days: z.array(totals.extend({ day })),
    months: z.array(totals.extend({ month: z.string() })),
    channels: z.array(z.object({ channel: z.string(), orders: z.number().int(), sold: money, credited: z.object({ orders: z.number().int(), sold: money }) }))
      .describe("GA4's groups by its rules from addresses and referrers alone. `orders`, `sold` (gross + discounts): by the last visit that the shop recorded, 'none' where it recorded none; `credited`: by the last recorded one that wasn't direct"),
    sessions: z.array(z.object({ channel: z.string(), visits: z.number() })).describe("All visits, also of people who refuse to be counted"),
    territories: z.array(z.object({ territory: z.string(), rep: z.string(), places: z.array(z.string()).describe("Country, or country-region"), orders: z.number().int(), sold: money })),
    campaigns: z.array(z.object({
      platform: z.enum(["google", "meta"]), id: z.string(), name: z.string().describe("Today's"), channel: z.string(), spend: money,
      spendByDay: z.array(z.string()).describe("Decimal text, Google to the micro; one for each day of the period"),
      clicksByDay: z.array(z.number().int()), impressionsByDay: z.array(z.number().int()),
      claimed: z.number().describe("Purchases that the platform will have claimed once all have come in"),
    })),
    causes: z.array(z.object({
      cause: z.string(), orders: z.number(), ordersByDay: z.array(z.number()).describe("Expected orders of new customers that wouldn't have come without it"),
      net: z.number().describe("orders × netPerNewOrder"), spend: money, roas: z.number().nullable().describe("net ÷ spend; null without spend"),
    })),
    netPerNewOrder: z.number(),
    response: z.array(z.object({
      channel: z.string(), most: z.number(), half: z.number(), carry: z.number(), stockByDay: z.array(z.number()),
    })).describe("orders = most × stock ÷ (stock + half) × demand; stock(t) = (1 − carry) × spend(t) + carry × stock(t − 1)"),
    mailings: z.array(day),
    hours: z.array(z.number()).describe("Share of a day's orders by hour of the shop's clock"),
    demandByDay: z.array(z.number()).describe("1 is an average day of 2024; slow pages, closed hours and promotions not included"),
    promotions: z.array(z.object({
      id: z.string(), name: z.string(), code: z.string(), period: span, lift: z.number(),
      increment: z.number().describe("Expected orders of new customers while it ran, beyond those without it"),
      pulledForward: z.number().describe("Of these, the ones missing in the 14 days after"),
      isWhole: z.boolean().describe("False where it or the days after aren't over"),
      ordersWithCode: z.number().int(),
    })),
    retention: z.object({
      again: z.array(z.object({ days: z.number().int(), share: z.number() })).describe("Share of new customers with a second order within so many days, as the world draws it"),
      cohorts: z.array(z.object({ month: z.string(), customers: z.number().int(), again: z.record(z.string(), z.number().int()) })).describe("By month of the first order ever; only windows that are over"),
    }),
    searches: z.array(z.object({
      query: z.string(), page: z.string(), position: z.number(), impressions: z.number(), clicks: z.number(),
      betterClicks: z.number().describe("Clicks a day that one position up would add"), betterOrders: z.number(), betterNet: z.number(),
    })).describe("Expected, a day, over the last 28 days"),
    speed: z.array(z.object({ period: span, addedMs: z.number(), ratePerSecond: z.number(), lostOrders: z.number().describe("Orders of new customers") })),
    refunds: z.object({
      maturity: z.array(z.object({ days: z.number().int(), share: z.number() })).describe("Share of refunds that have come so many days after the order, cancellations aside"),
      badWeeks: z.array(span), badFactor: z.number(),
    }),
    analytics: z.object({ refused: z.array(z.object({ month: z.string(), share: z.number() })), brokenDays: z.array(day), ordersSeen: z.number().int(),
      days: z.array(z.object({ day, sessions: z.number().int(), engagedSessions: z.number().int(), addToCarts: z.number().int(), checkouts: z.number().int(), purchases: z.number().int(), revenue: money }))
        .describe("As Google Analytics tells a day once it has settled") }),
    searchDays: z.array(z.object({ day, clicks: z.number().int(), impressions: z.number().int() })).describe("As Search Console tells a final day; the days it keeps"),
    wastedTerms: z.object({ terms: z.array(z.string()), share: z.number() }),
    incidents: z.array(z.object({ kind: z.enum(["outage", "stock_count", "meta_pause", "shopping_push"]), period: span })),
  })),
  rates: z.array(z.object({ day, base: z.string(), quote: z.string(), rate: z.string() })),
  rateGaps: z.array(span),
});

export type Truth = z.infer<typeof truthShape>;
export type StoreTruth = Truth["stores"][number];
export type Totals = z.infer<typeof totals>;
