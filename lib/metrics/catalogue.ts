// Every metric once, as data. A measure is a mart's column; a ratio divides two columns last, after
// summing; a distinct counts things once per result row and so doesn't add up over rows.
import type { MartColumn } from "#lib/metrics/marts.ts";

export type Unit = "money" | "count" | "percent" | "number";

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
export interface Ratio extends Base { kind: "ratio"; top: MartColumn; bottom: MartColumn; /** -1 shows a signed sum as a positive rate. */ sign: 1 | -1 }
export interface Distinct extends Base { kind: "distinct"; column: MartColumn }
export type Metric = Measure | Ratio | Distinct;

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
] as const satisfies readonly Metric[];

export type MetricId = (typeof catalogue)[number]["id"];
export const metricIds = catalogue.map((metric) => metric.id) as [MetricId, ...MetricId[]];

const byId = new Map<string, Metric>(catalogue.map((metric) => [metric.id, metric]));

export function metric(id: MetricId): Metric {
  return byId.get(id)!;
}

/** The mart columns that a metric rests on. */
export function columnsOf(entry: Metric): MartColumn[] {
  return entry.kind === "ratio" ? [entry.top, entry.bottom] : [entry.column];
}
