// Which mart knows which columns and cuts: `compile` takes the first (smallest) that has what a query needs.

/** Ways to cut a figure besides time and store. */
export const cuts = ["store", "country", "product", "category", "channel", "customer_type"] as const;
export type Cut = (typeof cuts)[number];

/** Time buckets: columns of dim.day. */
export const grains = ["day", "week", "month", "quarter", "year", "fiscal_week", "fiscal_period", "fiscal_quarter", "fiscal_year"] as const;
export type Grain = (typeof grains)[number];

export const grainColumn: Record<Grain, string> = {
  day: "day", week: "week_start", month: "month_start", quarter: "quarter_start", year: "year_start",
  fiscal_week: "fiscal_week_start", fiscal_period: "fiscal_period_start", fiscal_quarter: "fiscal_quarter_start", fiscal_year: "fiscal_year_start",
};

const salesColumns = [
  "gross_sales", "discounts", "returns", "shipping", "tax", "fees", "gift_cards", "adjustments", "net_sales", "total_sales",
  "units", "orders", "new_customers", "returning_orders", "known_orders",
] as const;
const productColumns = ["gross_sales", "discounts", "returns", "net_sales", "units"] as const;

export type MartColumn = (typeof salesColumns)[number] | "customers";

/** Columns that a missing exchange rate makes unknown. */
export const moneyColumns: ReadonlySet<MartColumn> = new Set<MartColumn>(["gross_sales", "discounts", "returns", "shipping", "tax", "fees", "gift_cards", "adjustments", "net_sales", "total_sales"]);

export interface Mart {
  name: string;
  /** Smallest first. */
  columns: readonly MartColumn[];
  cuts: readonly Cut[];
  /** False: counts only, one set of rows for all currencies. */
  hasCurrency: boolean;
  /** The column counted once per result row, for marts of distinct things. */
  distinct?: string;
  /** The same figures by ISO week (`day` is the Monday): read for the whole weeks of a period. */
  weekly?: string;
}

export const marts: readonly Mart[] = [
  { name: "sales_total_daily", columns: salesColumns, cuts: ["store"], hasCurrency: true },
  { name: "sales_daily", columns: salesColumns, cuts: ["store", "country", "channel", "customer_type"], hasCurrency: true },
  { name: "product_daily", columns: productColumns, cuts: ["store", "product", "category"], hasCurrency: true, weekly: "product_weekly" },
  { name: "customer_daily", columns: ["customers"], cuts: ["store"], hasCurrency: false, distinct: "customer_id" },
];

/** The smallest mart that has a column under all of the given cuts; null when none has. */
export function martFor(column: MartColumn, wanted: readonly Cut[]): Mart | null {
  return marts.find((mart) => mart.columns.includes(column) && wanted.every((cut) => mart.cuts.includes(cut))) ?? null;
}
