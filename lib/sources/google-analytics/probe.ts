// Testing a connection: does the property answer, does it know all our fields, and what are its zone and currency.
import { addDays, dayAt } from "#lib/core/day.ts";
import { HttpFault, type Account } from "#lib/sources/source.ts";
import { askFields, askReport, checkTogether, type Asker } from "#lib/sources/google-analytics/client.ts";
import { reports } from "#lib/sources/google-analytics/reports.ts";

/** Throws an HttpFault that says what to do when one of our reports couldn't be read later. */
export async function testProperty(context: Asker): Promise<Account> {
  const known = await askFields(context);
  for (const asked of reports) {
    const missing = [...asked.dimensions, ...asked.metrics].find((name) => !known.has(name));
    if (missing) throw new HttpFault({ kind: "input", code: "unknown_field", message: `This Google Analytics property doesn't know ${missing}, which the report ${asked.name} needs.` });
    await checkTogether(context, asked);
  }
  const today = dayAt(context.now, context.store.zone);
  const { report } = await askReport(context, { dimensions: ["date"], metrics: ["sessions", "purchaseRevenue"], from: addDays(today, -7), to: today }, addDays(today, -1));
  const { currencyCode = null, timeZone = null } = report.metadata;
  const { propertyId } = context.settings;
  return {
    id: propertyId, name: `Property ${propertyId}`, currency: currencyCode, zone: timeZone,
    notes: [
      ...(report.rowCount === 0 ? [{ id: "noVisits" }] : []),
      ...(timeZone && timeZone !== context.store.zone ? [{ id: "otherZone", values: { zone: timeZone, store: context.store.zone } }] : []),
    ],
  };
}
