// The workspace's settings: the fiscal calendar and the currency that several stores are shown in.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { AppError } from "#lib/core/errors.ts";
import { database } from "#lib/database.ts";
import { changeReportingCurrency } from "#lib/refresh/refresh.ts";
import { FiscalCalendarShape, readFiscalCalendar, readReportingCurrency, writeFiscalCalendar } from "#lib/stores/settings.ts";
import { isCurrency } from "#lib/stores/stores.ts";

const Settings = z.object({ fiscal: FiscalCalendarShape, currency: z.string() });
const read = async () => ({ fiscal: await readFiscalCalendar(database()), currency: await readReportingCurrency(database()) });

export const GET = route({ resource: "settings", action: "read", out: Settings, handler: read });

/** Changes what the body names. A new currency works every mart out again before it answers. */
export const PATCH = route({
  resource: "settings",
  action: "write",
  body: z.strictObject({ fiscal: FiscalCalendarShape.optional(), currency: z.string().max(10).optional() }),
  out: Settings,
  handler: async ({ actor, body }) => {
    const db = database();
    const before = await read();
    const currency = body.currency?.trim().toUpperCase();
    if (currency !== undefined && !isCurrency(currency)) throw new AppError("invalid", "settings.currency", `"${currency}" is no currency code such as EUR.`, { currency, field: "currency" });
    if (body.fiscal) await writeFiscalCalendar(db, body.fiscal);
    if (currency !== undefined && currency !== before.currency) await changeReportingCurrency(db, currency);
    const after = await read();
    await audit(db, actor, "settings_changed", "workspace", { before, after });
    return after;
  },
});
