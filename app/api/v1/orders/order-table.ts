// The orders behind a figure as a table.
import { addDays } from "#lib/core/day.ts";
import type { ExportTable } from "#lib/exports/table.ts";
import type { OrderRow, OrdersWanted } from "#lib/sales/orders.ts";

/** One line an order and day; amounts in the currency that the list was asked in. */
export function orderTable(rows: readonly OrderRow[], wanted: OrdersWanted): ExportTable {
  const through = addDays(wanted.period.to, -1);
  const filters = Object.entries(wanted.filters).map(([cut, keys]) => `${cut}: ${keys.join(", ")}`).join("; ");
  return {
    name: `orders behind ${wanted.metric} ${wanted.period.from} to ${through}`,
    columns: [
      { id: "day", label: "Day", kind: "day" }, { id: "store", label: "Store", kind: "number" }, { id: "order", label: "Order", kind: "text" }, { id: "placed", label: "Placed", kind: "day" },
      { id: "country", label: "Country", kind: "text" }, { id: "customer_type", label: "Customer", kind: "text" }, { id: "pieces", label: "Pieces", kind: "number" },
      { id: "amount", label: "Amount", kind: "money" }, { id: "currency", label: "Currency", kind: "text" }, { id: "filters", label: "Filters", kind: "text" },
    ],
    rows: rows.map((row) => [row.day, String(row.storeId), row.orderId, row.placedDay, row.country, row.customerType, row.pieces, row.amount, wanted.currency, filters]),
    about: [["Figure", wanted.metric], ["Period", `${wanted.period.from} to ${through}`], ["Filters", filters || "none"], ["Currency", wanted.currency]],
  };
}
