// GET /api/v1/orders: the orders behind a figure, a page at a time as JSON, all of them as CSV or Excel.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { database } from "#lib/database.ts";
import { exportFormats, fileAnswer } from "#lib/exports/answer.ts";
import { printable } from "#app/address-text.ts";
import { orderTable } from "#app/api/v1/orders/order-table.ts";
import { defaultQuery, parseQuery } from "#lib/metrics/query.ts";
import { maxRows } from "#lib/metrics/read.ts";
import { readScope } from "#lib/metrics/scope.ts";
import { listOrders } from "#lib/sales/orders.ts";

export const dynamic = "force-dynamic";
const Own = z.object({ format: z.enum(exportFormats).default("json"), after: z.string().max(300).nullable(), rows: z.coerce.number().int().min(1).max(500).default(100) });

export const GET = route({
  resource: "orders",
  action: "read",
  query: (search) => ({
    query: parseQuery(printable(search), defaultQuery, ["format", "after", "rows"]),
    ...Own.parse({ format: search.get("format") ?? undefined, after: search.get("after"), rows: search.get("rows") ?? undefined }),
  }),
  out: "stream",
  handler: async ({ actor, query: { query, format, after, rows } }) => {
    const db = database();
    const scope = await readScope(db, actor.stores, query, now());
    const wanted = { metric: query.metrics[0]!, storeIds: scope.stores.map((store) => store.id), currency: scope.currency, period: scope.period, filters: query.filters };
    if (format === "json") {
      const page = await listOrders(db, wanted, { after, limit: rows });
      return Response.json({ metric: wanted.metric, currency: wanted.currency, period: wanted.period, filters: wanted.filters, ...page });
    }
    const all = await listOrders(db, wanted, { after: null, limit: maxRows });
    if (all.next !== null) throw new AppError("too_large", "orders.too_many", `That would be more than ${maxRows} orders. Take a shorter period.`, { rows: maxRows });
    await audit(db, actor, "exported", "orders", { format, rows: all.rows.length, ...scope.period });
    return fileAnswer(orderTable(all.rows, wanted), format);
  },
});
