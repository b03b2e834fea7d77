// Every metric once, as data. A measure is a mart's column; a ratio divides two columns last, after
// summing; a distinct counts things once per result row and so doesn't add up over rows; a latest is the newest
// value of a period and never added.
import { roleOf, roles, type Cut, type MartColumn, type Role } from "#lib/metrics/marts.ts";

/** times: "3.2 ×". rank: a place in a list, 1 is best. milliseconds: shown as seconds from one second on. */
export type Unit = "money" | "count" | "percent" | "number" | "times" | "rank" | "milliseconds";

interface Base {
  id: string;
  label: string;
  /** A sentence that a shop owner understands; shown beside the number. */
  sentence: string;
  formula: string;
  unit: Unit;
  /** Which direction helps the business; "none" when neither does by itself. */
  good: "up" | "down" | "none";
}
export interface Measure extends Base { kind: "measure"; column: MartColumn }
export interface Ratio extends Base {
  kind: "ratio"; top: MartColumn; bottom: MartColumn;
  /** -1 shows a signed sum as a positive rate. */
  sign: 1 | -1;
  /** For so many of the bottom: a price per thousand. */
  per?: number;
  /** Counts rows that were told only as "less than": any of them makes the figure an upper bound. */
  bound?: MartColumn;
  /** The cuts that make sense of it, where its two halves have more. */
  only?: readonly Cut[];
}
export interface Distinct extends Base { kind: "distinct"; column: MartColumn }
export interface Latest extends Base { kind: "latest"; column: MartColumn }
export type Metric = Measure | Ratio | Distinct | Latest;

export const catalogue = [
  { id: "gross_sales", kind: "measure", column: "gross_sales", label: "Gross sales", unit: "money", good: "up",
    sentence: "What the goods sold for, before discounts and returns, without tax and shipping.", formula: "price × quantity" },
  { id: "discounts", kind: "measure", column: "discounts", label: "Discounts", unit: "money", good: "up",
    sentence: "What you let off the price. Shown as a negative amount on the day of the order.", formula: "sum of discounts, negative" },
  { id: "returns", kind: "measure", column: "returns", label: "Returns", unit: "money", good: "up",
    sentence: "Goods given back, as a negative amount on the day they came back, not the day they were sold.", formula: "sum of returns, negative" },
  { id: "net_sales", kind: "measure", column: "net_sales", label: "Net sales", unit: "money", good: "up",
    sentence: "What is left of gross sales after discounts and returns, without tax and shipping.", formula: "gross sales + discounts + returns" },
  { id: "shipping", kind: "measure", column: "shipping", label: "Shipping", unit: "money", good: "none",
    sentence: "What customers paid for delivery, less what was refunded of it.", formula: "sum of shipping charges" },
  { id: "tax", kind: "measure", column: "tax", label: "Tax", unit: "money", good: "none",
    sentence: "Sales tax or VAT charged to customers, less what was refunded of it.", formula: "sum of tax" },
  { id: "fees", kind: "measure", column: "fees", label: "Fees", unit: "money", good: "none",
    sentence: "Fees that the shop's own orders list, such as marketplace and bank charges (negative) or handling (positive).", formula: "sum of fees" },
  { id: "total_sales", kind: "measure", column: "total_sales", label: "Total sales", unit: "money", good: "up",
    sentence: "Net sales with shipping, tax and fees. Gift cards sold and bookkeeping adjustments are not in it.", formula: "net sales + shipping + tax + fees" },
  { id: "gift_cards", kind: "measure", column: "gift_cards", label: "Gift cards sold", unit: "money", good: "none",
    sentence: "Money taken for gift cards. It becomes a sale only when the card is spent.", formula: "sum of gift cards sold" },
  { id: "adjustments", kind: "measure", column: "adjustments", label: "Adjustments", unit: "money", good: "none",
    sentence: "Manual corrections and written-off debt in the order file. They are not sales.", formula: "sum of adjustments" },
  { id: "orders", kind: "measure", column: "orders", label: "Orders", unit: "count", good: "up",
    sentence: "Orders placed, counted on the day they were placed. Cancellations that stand alone are no orders.", formula: "count of orders" },
  { id: "units", kind: "measure", column: "units", label: "Units", unit: "count", good: "up",
    sentence: "Pieces sold, before returns.", formula: "sum of quantities sold" },
  { id: "aov", kind: "ratio", top: "net_sales", bottom: "orders", sign: 1, label: "Average order value", unit: "money", good: "up",
    sentence: "What an order brings on average: net sales of the period divided by its orders.", formula: "net sales ÷ orders" },
  { id: "units_per_order", kind: "ratio", top: "units", bottom: "orders", sign: 1, label: "Units per order", unit: "number", good: "up",
    sentence: "Pieces in an order on average.", formula: "units ÷ orders" },
  { id: "customers", kind: "distinct", column: "customers", label: "Customers", unit: "count", good: "up",
    sentence: "Different customers who ordered in the period. Who ordered twice counts once, so days don't add up to weeks. Orders without a customer are left out.", formula: "count of different customers" },
  { id: "new_customers", kind: "measure", column: "new_customers", label: "New customers", unit: "count", good: "up",
    sentence: "Customers who ordered for the first time, as far back as your data goes.", formula: "count of first orders" },
  { id: "returning_share", kind: "ratio", top: "returning_orders", bottom: "known_orders", sign: 1, label: "Returning share", unit: "percent", good: "up",
    sentence: "Of the orders with a known customer, the share that was not the customer's first.", formula: "orders of returning customers ÷ orders with a known customer" },
  { id: "refund_rate", kind: "ratio", top: "returns", bottom: "gross_sales", sign: -1, label: "Refund rate", unit: "percent", good: "down",
    sentence: "Returns that came in during the period as a share of its gross sales. The returns may belong to earlier orders.", formula: "returns ÷ gross sales" },
  { id: "discount_rate", kind: "ratio", top: "discounts", bottom: "gross_sales", sign: -1, label: "Discount rate", unit: "percent", good: "down",
    sentence: "How much of gross sales you gave away as discounts.", formula: "discounts ÷ gross sales" },
  { id: "sessions", kind: "measure", column: "sessions", label: "Sessions", unit: "count", good: "up",
    sentence: "Visits to your shop as your web analytics counts them. Visitors who refuse to be counted are missing.", formula: "count of sessions" },
  { id: "engaged_sessions", kind: "measure", column: "engaged_sessions", label: "Engaged sessions", unit: "count", good: "up",
    sentence: "Visits that lasted over ten seconds, saw a second page or did what counts.", formula: "count of engaged sessions" },
  { id: "engagement_rate", kind: "ratio", top: "engaged_sessions", bottom: "sessions", sign: 1, label: "Engagement rate", unit: "percent", good: "up",
    sentence: "The share of visits that were engaged.", formula: "engaged sessions ÷ sessions" },
  { id: "carts", kind: "measure", column: "carts", label: "Carts", unit: "count", good: "up",
    sentence: "How often something was put into the cart, as your web analytics counts it.", formula: "count of additions to the cart" },
  { id: "checkouts", kind: "measure", column: "checkouts", label: "Checkouts", unit: "count", good: "up",
    sentence: "How often a checkout was begun, as your web analytics counts it.", formula: "count of checkouts begun" },
  { id: "cart_rate", kind: "ratio", top: "carts", bottom: "sessions", sign: 1, label: "Cart rate", unit: "percent", good: "up",
    sentence: "Additions to the cart for each visit.", formula: "carts ÷ sessions" },
  { id: "checkout_rate", kind: "ratio", top: "checkouts", bottom: "sessions", sign: 1, label: "Checkout rate", unit: "percent", good: "up",
    sentence: "Checkouts begun for each visit.", formula: "checkouts ÷ sessions" },
  { id: "conversion_rate", kind: "ratio", top: "orders", bottom: "sessions", sign: 1, label: "Conversion rate", unit: "percent", good: "up",
    sentence: "Your shop's own orders for each visit that your web analytics counted.", formula: "orders ÷ sessions" },
  { id: "revenue_per_session", kind: "ratio", top: "net_sales", bottom: "sessions", sign: 1, label: "Net sales per session", unit: "money", good: "up",
    sentence: "What a visit brings on average: your shop's own net sales divided by visits.", formula: "net sales ÷ sessions" },
  { id: "ga4_purchases", kind: "measure", column: "web_purchases", label: "Purchases seen by web analytics", unit: "count", good: "up",
    sentence: "Purchases that your web analytics saw. It misses some of your orders; those are counted under Orders.", formula: "count of purchases" },
  { id: "ga4_revenue", kind: "measure", column: "web_revenue", label: "Revenue seen by web analytics", unit: "money", good: "up",
    sentence: "What your web analytics took those purchases for. Your own sales stand under Net sales.", formula: "sum of purchase revenue" },
  { id: "ga4_conversion_rate", kind: "ratio", top: "web_purchases", bottom: "sessions", sign: 1, label: "Conversion seen by web analytics", unit: "percent", good: "up",
    sentence: "Purchases that your web analytics saw for each visit: lower than the conversion rate by what it misses, but it knows devices.", formula: "purchases ÷ sessions" },
  { id: "spend", kind: "measure", column: "spend", label: "Ad spend", unit: "money", good: "none",
    sentence: "What the ad platforms charged for these days.", formula: "sum of cost" },
  { id: "impressions", kind: "measure", column: "impressions", label: "Ad impressions", unit: "count", good: "none",
    sentence: "How often your ads were shown, as the platforms count it.", formula: "count of impressions" },
  { id: "clicks", kind: "measure", column: "clicks", label: "Ad clicks", unit: "count", good: "up",
    sentence: "Clicks on your ads, as the platforms count them.", formula: "count of clicks" },
  { id: "ctr", kind: "ratio", top: "clicks", bottom: "impressions", sign: 1, label: "Click rate", unit: "percent", good: "up",
    sentence: "How many of those who were shown an ad clicked it.", formula: "clicks ÷ impressions" },
  { id: "cpc", kind: "ratio", top: "spend", bottom: "clicks", sign: 1, label: "Cost per click", unit: "money", good: "down",
    sentence: "What a click on an ad costs on average.", formula: "ad spend ÷ clicks" },
  { id: "cpm", kind: "ratio", top: "spend", bottom: "impressions", sign: 1, per: 1000, label: "Cost per thousand impressions", unit: "money", good: "down",
    sentence: "What it costs to show ads a thousand times.", formula: "ad spend ÷ impressions × 1,000" },
  { id: "impression_share", kind: "ratio", top: "share_impressions", bottom: "eligible_impressions", sign: 1, bound: "share_bounds", label: "Impression share", unit: "percent", good: "up",
    sentence: "How many of the impressions that your search ads could have had they got. Campaigns told only as under 10 % make it an upper bound.", formula: "impressions ÷ eligible impressions" },
  { id: "paid_orders", kind: "measure", column: "paid_orders", label: "Orders from ads", unit: "count", good: "up",
    sentence: "Your shop's own orders whose last known visit came by a click that a connected ad platform was paid for.", formula: "count of orders from paid clicks" },
  { id: "paid_net_sales", kind: "measure", column: "paid_net_sales", label: "Net sales from ads", unit: "money", good: "up",
    sentence: "Net sales of the orders that came from ads.", formula: "net sales of orders from paid clicks" },
  { id: "cpa", kind: "ratio", top: "spend", bottom: "paid_orders", sign: 1, label: "Cost per order", unit: "money", good: "down",
    sentence: "Ad spend for each of your shop's own orders that came from ads.", formula: "ad spend ÷ orders from ads" },
  { id: "roas", kind: "ratio", top: "paid_net_sales", bottom: "spend", sign: 1, label: "ROAS, own orders", unit: "times", good: "up",
    sentence: "Net sales of your own orders that came from ads, for each unit of ad spend. The order's last known paid visit counts.", formula: "net sales from ads ÷ ad spend" },
  { id: "ga4_roas", kind: "ratio", top: "web_paid_revenue", bottom: "spend", sign: 1, label: "ROAS, web analytics", unit: "times", good: "up",
    sentence: "Revenue that your web analytics gives to ad clicks, for each unit of ad spend.", formula: "web analytics' revenue from ads ÷ ad spend" },
  { id: "claimed_value", kind: "measure", column: "claimed_value", label: "Sales claimed by platforms", unit: "money", good: "none",
    sentence: "Sales that the ad platforms give themselves credit for. Several may claim the same order, so this is not money you had.", formula: "sum of conversion value" },
  { id: "claimed_conversions", kind: "measure", column: "claimed_conversions", label: "Conversions claimed by platforms", unit: "number", good: "none",
    sentence: "Conversions that the ad platforms give themselves credit for, in part ones too.", formula: "sum of conversions" },
  { id: "claimed_roas", kind: "ratio", top: "claimed_value", bottom: "spend", sign: 1, label: "ROAS, platform's claim", unit: "times", good: "up",
    sentence: "Sales that the platforms claim, for each unit of ad spend.", formula: "claimed sales ÷ ad spend" },
  { id: "claimed_cpa", kind: "ratio", top: "spend", bottom: "claimed_conversions", sign: 1, label: "Cost per claimed conversion", unit: "money", good: "down",
    sentence: "Ad spend for each conversion that the platforms claim.", formula: "ad spend ÷ claimed conversions" },
  { id: "over_claim", kind: "ratio", top: "claimed_conversions", bottom: "paid_orders", sign: 1, label: "Claimed for each own order", unit: "times", good: "down",
    sentence: "Conversions that the platforms claim for each of your own orders from ads. Above 1 they claim more than you can find.", formula: "claimed conversions ÷ orders from ads" },
  { id: "mer", kind: "ratio", top: "net_sales", bottom: "spend", sign: 1, only: ["store"], label: "MER", unit: "times", good: "up",
    sentence: "All net sales for each unit of all ad spend, whatever brought the order.", formula: "net sales ÷ ad spend" },
  { id: "ncac", kind: "ratio", top: "spend", bottom: "new_customers", sign: 1, only: ["store"], label: "Cost per new customer", unit: "money", good: "down",
    sentence: "All ad spend for each customer who ordered for the first time, whatever brought them.", formula: "ad spend ÷ new customers" },
  { id: "search_clicks", kind: "measure", column: "search_clicks", label: "Search clicks", unit: "count", good: "up",
    sentence: "Clicks on your unpaid results in Google's web search.", formula: "count of clicks" },
  { id: "search_impressions", kind: "measure", column: "search_impressions", label: "Search impressions", unit: "count", good: "up",
    sentence: "How often your shop stood in Google's unpaid web results.", formula: "count of impressions" },
  { id: "search_ctr", kind: "ratio", top: "search_clicks", bottom: "search_impressions", sign: 1, label: "Search click rate", unit: "percent", good: "up",
    sentence: "How many of those who were shown your shop in the results clicked it.", formula: "search clicks ÷ search impressions" },
  { id: "search_position", kind: "ratio", top: "position_sum", bottom: "search_impressions", sign: 1, label: "Search position", unit: "rank", good: "down",
    sentence: "Your place in Google's results, 1 is the top, each impression counting once.", formula: "sum of positions ÷ search impressions" },
  { id: "lcp_p75", kind: "latest", column: "lcp_p75", label: "Main content shown", unit: "milliseconds", good: "down",
    sentence: "Three of four visits saw the main content within this time (LCP, 28 days to the newest day). Good is up to 2.5 s.", formula: "75th percentile of largest contentful paint" },
  { id: "inp_p75", kind: "latest", column: "inp_p75", label: "Answer to a tap", unit: "milliseconds", good: "down",
    sentence: "In three of four visits the page answered taps and keys within this time (INP, 28 days to the newest day). Good is up to 200 ms.", formula: "75th percentile of interaction to next paint" },
  { id: "cls_p75", kind: "latest", column: "cls_p75", label: "Jumping content", unit: "number", good: "down",
    sentence: "In three of four visits the page moved by itself no more than this (CLS, 28 days to the newest day). Good is up to 0.1.", formula: "75th percentile of cumulative layout shift" },
] as const satisfies readonly Metric[];

export type MetricId = (typeof catalogue)[number]["id"];
export const metricIds = catalogue.map((metric) => metric.id) as [MetricId, ...MetricId[]];

const byId = new Map<string, Metric>(catalogue.map((metric) => [metric.id, metric]));

export function metric(id: MetricId): Metric {
  return byId.get(id)!;
}

/** The mart columns that a metric rests on. */
export function columnsOf(entry: Metric): MartColumn[] {
  return entry.kind === "ratio" ? [entry.top, entry.bottom, ...(entry.bound ? [entry.bound] : [])] : [entry.column];
}

/** Whose data a metric needs. */
export function rolesOf(entry: Metric): Role[] {
  return [...new Set(columnsOf(entry).map(roleOf))];
}

/** Whose data a list of metrics needs, in the order of `roles`. */
export function rolesNeeded(ids: readonly MetricId[]): Role[] {
  const needed = new Set(ids.flatMap((id) => rolesOf(metric(id))));
  return roles.filter((role) => needed.has(role));
}
