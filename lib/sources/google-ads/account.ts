// Testing a connection: which account it is, and whether it is one that advertises.
import { HttpFault, type Account } from "#lib/sources/source.ts";
import { ask, type Asker } from "#lib/sources/google-ads/client.ts";
import { accountRow } from "#lib/sources/google-ads/payload.ts";
import { queries } from "#lib/sources/google-ads/queries.ts";

/** Throws an HttpFault "input" for a manager account: it has no figures of its own. */
export async function testAccount(context: Asker): Promise<Account> {
  const { rows } = await ask(context, queries.account(), accountRow, (row) => row.customer.id);
  const account = [...rows][0]?.customer;
  if (!account) throw new HttpFault({ kind: "shape", message: "Google Ads told nothing of the account." });
  if (account.manager) throw new HttpFault({ kind: "input", code: "manager", message: `${context.settings.customerId} is a manager account and has no figures of its own. Enter the number of the account that advertises, and this one as its manager.` });
  return {
    id: account.id, name: account.descriptiveName || account.id, currency: account.currencyCode, zone: account.timeZone,
    notes: account.timeZone !== context.store.zone ? [{ id: "otherZone", values: { zone: account.timeZone, store: context.store.zone } }] : [],
  };
}
