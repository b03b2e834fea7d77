// Which mart knows which columns and cuts: `compile` takes the first (smallest) that has what a query needs.

/** Ways to cut a figure besides time and store. */
export const cuts = ["store", "country", "product", "category", "channel", "source", "medium", "campaign", "platform", "device", "query", "page", "customer_type"] as const;
export type Cut = (typeof cuts)[number];

/** Whose data a figure rests on: each kind has stretches of its own that it is known for. */
export const roles = ["orders", "web", "ads", "seo", "speed"] as const;
export type Role = (typeof roles)[number];

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
/** Of orders that came by a click which an ad platform of the store was paid for. */
const paidColumns = ["paid_net_sales", "paid_orders"] as const;
const webColumns = ["sessions", "engaged_sessions", "carts", "checkouts", "web_purchases", "web_revenue"] as const;
const adColumns = ["impressions", "clicks", "spend", "claimed_conversions", "claimed_value", "share_impressions", "eligible_impressions", "share_bounds"] as const;
const searchColumns = ["search_clicks", "search_impressions", "position_sum"] as const;
const speedColumns = ["lcp_p75", "inp_p75", "cls_p75"] as const;

export type MartColumn =
  | (typeof salesColumns)[number] | "customers" | (typeof paidColumns)[number] | (typeof webColumns)[number] | "web_paid_revenue"
  | (typeof adColumns)[number] | (typeof searchColumns)[number] | (typeof speedColumns)[number];

/** Columns that a missing exchange rate makes unknown. */
export const moneyColumns: ReadonlySet<MartColumn> = new Set<MartColumn>([
  "gross_sales", "discounts", "returns", "shipping", "tax", "fees", "gift_cards", "adjustments", "net_sales", "total_sales", "paid_net_sales",
  "web_revenue", "web_paid_revenue", "spend", "claimed_value",
]);

/** Rows that a mart lacks a rate for are counted in a column of their own, so that one kind's gap leaves the others alone. */
export type GapColumn = "gap_events" | "gap_web" | "gap_ads";
export const gapOf: Partial<Record<Role, GapColumn>> = { orders: "gap_events", web: "gap_web", ads: "gap_ads" };

export interface Mart {
  name: string;
  role: Role;
  /** Smallest first. */
  columns: readonly MartColumn[];
  cuts: readonly Cut[];
  /** False: counts only, one set of rows for all currencies. */
  hasCurrency: boolean;
  /** The column counted once per result row, for marts of distinct things. */
  distinct?: string;
  /** The same figures by ISO week (`day` is the Monday): read for the whole weeks of a period. */
  weekly?: string;
  /** The mart that holds the totals of figures whose parts this one tells incompletely: what is left is a row of its own. */
  partOf?: string;
  /** Never summed: the newest day of a period stands, and what isn't asked for stands at these keys. */
  latest?: Partial<Record<Cut, string>>;
}

const sourceCuts = ["channel", "source", "medium", "campaign", "platform"] as const;

export const marts: readonly Mart[] = [
  { name: "sales_total_daily", role: "orders", columns: salesColumns, cuts: ["store"], hasCurrency: true },
  { name: "sales_daily", role: "orders", columns: salesColumns, cuts: ["store", "country", "channel", "customer_type"], hasCurrency: true },
  { name: "sales_source_daily", role: "orders", columns: [...salesColumns, ...paidColumns], cuts: ["store", ...sourceCuts], hasCurrency: true },
  { name: "product_daily", role: "orders", columns: productColumns, cuts: ["store", "product", "category"], hasCurrency: true, weekly: "product_weekly" },
  { name: "customer_daily", role: "orders", columns: ["customers"], cuts: ["store"], hasCurrency: false, distinct: "customer_id" },
  { name: "web_daily", role: "web", columns: [...webColumns, "web_paid_revenue"], cuts: ["store", ...sourceCuts], hasCurrency: true },
  { name: "web_audience_daily", role: "web", columns: webColumns, cuts: ["store", "country", "device"], hasCurrency: true, partOf: "web_daily" },
  { name: "ads_daily", role: "ads", columns: adColumns, cuts: ["store", "channel", "platform", "campaign"], hasCurrency: true },
  { name: "seo_total_daily", role: "seo", columns: searchColumns, cuts: ["store"], hasCurrency: false },
  { name: "seo_audience_daily", role: "seo", columns: searchColumns, cuts: ["store", "country", "device"], hasCurrency: false, partOf: "seo_total_daily" },
  { name: "seo_query_daily", role: "seo", columns: searchColumns, cuts: ["store", "query"], hasCurrency: false, partOf: "seo_total_daily" },
  { name: "seo_page_daily", role: "seo", columns: searchColumns, cuts: ["store", "page"], hasCurrency: false, partOf: "seo_total_daily" },
  { name: "vitals_daily", role: "speed", columns: speedColumns, cuts: ["store", "device", "page"], hasCurrency: false, latest: { device: "all", page: "" } },
];

const byName = new Map(marts.map((mart) => [mart.name, mart]));
const roleOfColumn = new Map(marts.flatMap((mart) => mart.columns.map((column) => [column, mart.role] as const)));

export function roleOf(column: MartColumn): Role {
  return roleOfColumn.get(column)!;
}

/** The smallest mart that has a column under all of the given cuts; null when none has. */
export function martFor(column: MartColumn, wanted: readonly Cut[]): Mart | null {
  return marts.find((mart) => mart.columns.includes(column) && wanted.every((cut) => mart.cuts.includes(cut))) ?? null;
}

/** The mart whose totals a part's rows fall short of, when it knows every filter; null when nothing can be left over. */
export function wholeOf(mart: Mart, by: readonly Cut[], filtered: readonly Cut[]): Mart | null {
  const whole = mart.partOf ? byName.get(mart.partOf)! : null;
  return whole && filtered.every((cut) => whole.cuts.includes(cut)) && by.some((cut) => !whole.cuts.includes(cut)) ? whole : null;
}

/** The key of the row that holds what a total has and its parts don't tell. No name of anything begins with this character. */
export const restKey = "\u0001";
