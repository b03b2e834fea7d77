// One order with its ledger lines: the last step from a number down.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { trim } from "#lib/core/money.ts";
import type { EventKind } from "#lib/sales/behind.ts";

export interface OrderLine {
  lineNo: number;
  kind: EventKind;
  day: Day;
  productId: string | null;
  productName: string | null;
  quantity: string;
  amount: string;
  currency: string;
}

export interface Order {
  storeId: number;
  orderId: string;
  source: string;
  placedAt: Date;
  placedDay: Day;
  customerId: string | null;
  customerType: "new" | "returning" | "guest";
  country: string;
  isOrder: boolean;
  currency: string;
  lines: OrderLine[];
  /** Sum by kind, exact, in the order's own currency. */
  sums: { kind: EventKind; amount: string }[];
  netSales: string;
}

/** Throws AppError "missing" when the store has no such order. */
export async function readOrder(db: Database, storeId: number, orderId: string): Promise<Order> {
  const heads = await sql<Omit<Order, "lines" | "sums" | "netSales">>`
    select o.store_id as "storeId", o.order_id as "orderId", o.source, o.placed_at as "placedAt", o.order_day as "placedDay", o.customer_id as "customerId",
      case when o.customer_id is null then 'guest' when c.first_order_id = o.order_id then 'new' else 'returning' end as "customerType",
      coalesce(o.country, '') as country, o.is_order as "isOrder", o.currency
    from fact.sales_order o left join dim.customer c on c.store_id = o.store_id and c.customer_id = o.customer_id
    where o.store_id = ${storeId}::int and o.order_id = ${orderId}`.execute(db);
  const head = heads.rows[0];
  if (!head) throw new AppError("missing", "orders.missing", `There is no order ${orderId} in this store.`, { order: orderId });
  // By the days that the order names: the ledger's key begins with the day.
  const lines = sql`fact.sales_order o join fact.sale_event e on e.store_id = o.store_id and e.event_day between o.first_event_day and o.last_event_day and e.order_id = o.order_id`;
  const [found, sums] = await Promise.all([
    sql<OrderLine>`
      select e.line_no as "lineNo", e.kind, e.event_day as day, e.product_id as "productId", p.name as "productName", e.quantity, e.amount, e.currency
      from ${lines} left join dim.product p on p.store_id = e.store_id and p.product_id = e.product_id
      where o.store_id = ${storeId}::int and o.order_id = ${orderId} order by e.event_day, e.line_no`.execute(db),
    sql<{ kind: EventKind; amount: string; net: string }>`
      select e.kind, sum(e.amount) as amount, coalesce(sum(sum(e.amount)) filter (where e.kind in ('sale', 'edit', 'discount', 'return')) over (), 0) as net
      from ${lines} where o.store_id = ${storeId}::int and o.order_id = ${orderId} group by e.kind order by min(e.line_no)`.execute(db),
  ]);
  return {
    ...head,
    lines: found.rows.map((line) => ({ ...line, quantity: trim(line.quantity), amount: trim(line.amount) })),
    sums: sums.rows.map(({ kind, amount }) => ({ kind, amount: trim(amount) })),
    netSales: trim(sums.rows[0]?.net ?? "0"),
  };
}
