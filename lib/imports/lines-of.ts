/**
 * SQL that finds the lines `e` of fact.sale_event of order `a`, a row of fact.sales_order: by the days the order
 * names, since the ledger's key begins with the day.
 */
export function linesOf(storeId: number, a: string): string {
  return `e.store_id = ${storeId} and e.event_day between ${a}.first_event_day and ${a}.last_event_day and e.order_id = ${a}.order_id`;
}
