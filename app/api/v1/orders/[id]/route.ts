// GET /api/v1/orders/:id?store=1: one order with its ledger lines, as JSON, CSV or Excel.
import { z } from "zod";
import { isPrintable } from "#app/address-text.ts";
import { maySee } from "#lib/access/policy.ts";
import { route } from "#lib/access/route.ts";
import { AppError } from "#lib/core/errors.ts";
import { database } from "#lib/database.ts";
import { exportFormats, fileAnswer } from "#lib/exports/answer.ts";
import type { ExportTable } from "#lib/exports/table.ts";
import { readOrder, type Order } from "#lib/sales/order.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "orders",
  action: "read",
  params: z.object({ id: z.string().min(1).max(200).refine(isPrintable, "holds control characters") }),
  query: z.strictObject({ store: z.coerce.number().int().positive(), format: z.enum(exportFormats).default("json") }),
  out: "stream",
  handler: async ({ actor, params, query: { store, format } }) => {
    if (actor.stores !== "all" && !actor.stores.includes(store)) throw new AppError("missing", "metrics.no_store", `There is no store ${store} that you may see.`, { id: store });
    const order = await readOrder(database(), store, params.id);
    if (format !== "json") return fileAnswer(lineTable(order), format);
    return Response.json({ ...order, customerId: maySee(actor, "orders.customer") ? order.customerId : null });
  },
});

function lineTable(order: Order): ExportTable {
  return {
    name: `order ${order.orderId}`,
    columns: [
      { id: "order", label: "Order", kind: "text" }, { id: "line", label: "Line", kind: "number" }, { id: "day", label: "Day", kind: "day" }, { id: "kind", label: "Kind", kind: "text" },
      { id: "product", label: "Product", kind: "text" }, { id: "product_name", label: "Product name", kind: "text" }, { id: "quantity", label: "Pieces", kind: "number" },
      { id: "amount", label: "Amount", kind: "money" }, { id: "currency", label: "Currency", kind: "text" },
    ],
    rows: order.lines.map((line) => [order.orderId, String(line.lineNo), line.day, line.kind, line.productId ?? "", line.productName ?? "", line.quantity, line.amount, line.currency]),
    about: [["Order", order.orderId], ["Placed", order.placedDay], ["Net sales", order.netSales], ["Currency", order.currency]],
  };
}
