// The orders behind a number, read from the ledger by key: newest day first, a page at a time.
import { sql, type RawBuilder } from "kysely";
import type { Database } from "#db/client.ts";
import { isDay, type Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { trim } from "#lib/core/money.ts";
import type { Period } from "#lib/core/period.ts";
import { assertListable, behind, type Filters } from "#lib/sales/behind.ts";
import type { MetricId } from "#lib/metrics/catalogue.ts";

export interface OrdersWanted {
  metric: MetricId;
  storeIds: readonly number[];
  currency: string;
  period: Period;
  filters: Filters;
}

/** An order on a day: one that was placed in May and returned in June has a row in each. */
export interface OrderRow {
  day: Day;
  storeId: number;
  orderId: string;
  placedDay: Day;
  country: string;
  customerType: "new" | "returning" | "guest";
  /** What the order adds to the number on that day; of placed orders, its net sales. Null where a rate is missing. */
  amount: string | null;
  pieces: string;
}

export interface OrdersPage {
  rows: OrderRow[];
  /** Hand it back as `after` for the next rows; null at the end. */
  next: string | null;
}

const sourceCuts = ["channel", "source", "medium", "campaign", "platform"] as const;
const customerType = sql`case when o.customer_id is null then 'guest' when c.first_order_id = o.order_id then 'new' else 'returning' end`;

/** One page. Days are walked backwards and reading stops when the page is full, so its cost doesn't follow the window. Throws AppError "refused" for filters that the metric doesn't take. */
export async function listOrders(db: Database, wanted: OrdersWanted, page: { after: string | null; limit: number }): Promise<OrdersPage> {
  const after = page.after === null ? null : readCursor(page.after);
  const found = await sql<Omit<OrderRow, "amount"> & { amount: string | null }>`
    select d.day, x.* from dim.day d
    cross join lateral (${dayRows(wanted, sql`d.day`)}) x
    where d.day >= ${wanted.period.from}::date and d.day < ${wanted.period.to}::date
      ${after ? sql`and d.day <= ${after.day}::date and (d.day < ${after.day}::date or (x."storeId", x."orderId") > (${after.storeId}::int, ${after.orderId}::text))` : sql``}
    order by d.day desc, x."storeId", x."orderId"
    limit ${page.limit + 1}`.execute(db);
  const rows = found.rows.slice(0, page.limit).map((row) => ({ ...row, amount: row.amount === null ? null : trim(row.amount), pieces: trim(row.pieces) }));
  const last = rows.at(-1);
  return { rows, next: found.rows.length > page.limit && last ? `${last.day}.${last.storeId}.${last.orderId}` : null };
}

/** What all rows add up to, straight from the ledger: for combinations that no mart holds, and for the proof that they tie. */
export async function sumOrders(db: Database, wanted: OrdersWanted): Promise<{ rows: number; amount: string | null; pieces: string }> {
  const found = await sql<{ rows: string; amount: string | null; unknown: string; pieces: string }>`
    select count(*) as rows, coalesce(sum(x.amount), 0) as amount, count(*) filter (where x.amount is null) as unknown, coalesce(sum(x.pieces), 0) as pieces
    from dim.day d cross join lateral (${dayRows(wanted, sql`d.day`)}) x
    where d.day >= ${wanted.period.from}::date and d.day < ${wanted.period.to}::date`.execute(db);
  const row = found.rows[0]!;
  return { rows: Number(row.rows), amount: Number(row.unknown) > 0 ? null : trim(row.amount ?? "0"), pieces: trim(row.pieces) };
}

/** The rows of one day. What a product filters are events, so figures that count orders are refused under it. */
function dayRows(wanted: OrdersWanted, day: RawBuilder<unknown>): RawBuilder<unknown> {
  assertListable(wanted.metric, wanted.filters);
  const from = behind(wanted.metric);
  const stores = sql`any(${[...wanted.storeIds]}::int[])`;
  const orderFilters = [
    ...(wanted.filters.country ? [sql`coalesce(o.country, '') = any(${[...wanted.filters.country]}::text[])`] : []),
    ...(wanted.filters.channel ? [sql`coalesce(v.channel, o.channel, '') = any(${[...wanted.filters.channel]}::text[])`] : []),
    ...sourceCuts.slice(1).flatMap((cut) => (wanted.filters[cut] ? [sql`coalesce(${cut === "source" || cut === "medium" ? sql`lower(v.${sql.ref(cut)})` : sql`v.${sql.ref(cut)}`}, '') = any(${[...wanted.filters[cut]!]}::text[])`] : [])),
    ...(from.only === "paid" ? [sql`v.platform <> ''`] : []),
    ...(wanted.filters.customer_type ? [sql`${customerType} = any(${[...wanted.filters.customer_type]}::text[])`] : []),
  ];
  const eventFilters = [
    ...(wanted.filters.product ? [sql`coalesce(e.product_id, '') = any(${[...wanted.filters.product]}::text[])`] : []),
    ...(wanted.filters.category ? [sql`coalesce((select p.category from dim.product p where p.store_id = e.store_id and p.product_id = e.product_id), '') = any(${[...wanted.filters.category]}::text[])`] : []),
  ];
  const amount = sql`case when e.currency = ${wanted.currency} then e.amount else round(e.amount * r.rate, 6) end`;
  const amounts = sql`case when count(*) filter (where e.currency <> ${wanted.currency} and r.rate is null) > 0 then null else coalesce(sum(${amount}), 0) end`;
  const rate = sql`left join dim.fx_daily r on r.currency = e.currency and r.target = ${wanted.currency} and r.day = e.event_day`;
  // Where orders came from is looked up only where a filter asks for it.
  const isTraced = from.only === "paid" || sourceCuts.some((cut) => wanted.filters[cut]);
  const customer = sql`left join dim.customer c on c.store_id = o.store_id and c.customer_id = o.customer_id${isTraced ? sql` left join dim.traffic_campaign v on v.store_id = o.store_id and v.traffic_id = o.traffic_id` : sql``}`;
  const told = sql`o.store_id as "storeId", o.order_id as "orderId", o.order_day as "placedDay", coalesce(o.country, '') as country, ${customerType} as "customerType"`;
  const and = (parts: RawBuilder<unknown>[]) => (parts.length > 0 ? sql` and ${sql.join(parts, sql` and `)}` : sql``);
  if (from.sums === "placed") {
    return sql`select ${told}, m.amount, m.pieces from fact.sales_order o ${customer}
      cross join lateral (
        select ${amounts} as amount, coalesce(sum(e.quantity) filter (where e.kind = 'sale'), 0) as pieces from fact.sale_event e ${rate}
        where e.store_id = o.store_id and e.event_day between o.first_event_day and o.last_event_day and e.order_id = o.order_id and e.kind in ('sale', 'edit', 'discount', 'return')
      ) m
      where o.store_id = ${stores} and o.order_day = ${day} and o.is_order${from.only === "new" ? sql` and ${customerType} = 'new'` : sql``}${and(orderFilters)}`;
  }
  return sql`select ${told}, m.amount, m.pieces
    from (
      select e.store_id, e.order_id, ${amounts} as amount, coalesce(sum(e.quantity) filter (where e.kind = 'sale'), 0) as pieces
      from fact.sale_event e ${rate}
      where e.store_id = ${stores} and e.event_day = ${day} and e.kind = any(${[...from.kinds]}::text[])${and(eventFilters)}
      group by e.store_id, e.order_id
    ) m
    join fact.sales_order o on o.store_id = m.store_id and o.order_id = m.order_id ${customer}
    where true${and(orderFilters)}`;
}

const cursor = /^([^.]*)\.(\d{1,9})\.(.+)$/s;

/** True for a text that `next` of a page could have been. */
export function isOrderCursor(text: string): boolean {
  return isDay(cursor.exec(text)?.[1] ?? "");
}

/** A cursor is "day.store.order": readable, and stable while new orders come in. */
function readCursor(text: string): { day: Day; storeId: number; orderId: string } {
  const [, day = "", store = "", orderId = ""] = cursor.exec(text) ?? [];
  if (!isDay(day)) throw new AppError("invalid", "metrics.parameter", 'The parameter "after" is not the end of a page.', { parameter: "after", why: "is not the end of a page" });
  return { day, storeId: Number(store), orderId };
}
