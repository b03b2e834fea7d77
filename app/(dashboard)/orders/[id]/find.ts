// The order that an address names.
import { notFound } from "next/navigation";
import { isPrintable } from "#app/address-text.ts";
import type { Actor } from "#lib/access/actor.ts";
import { isAppError } from "#lib/core/errors.ts";
import { database } from "#lib/database.ts";
import { readOrder, type Order } from "#lib/sales/order.ts";
import { listStores, type Store } from "#lib/stores/stores.ts";

/** Shows "not found" for a store or an order that isn't there, or not for this reader. Without a store, the first. */
export async function findOrder(actor: Actor, storeId: string | undefined, escapedId: string): Promise<{ order: Order; store: Store }> {
  const stores = (await listStores(database())).filter((store) => actor.stores === "all" || actor.stores.includes(store.id));
  const store = storeId ? stores.find(({ id }) => String(id) === storeId) : stores[0];
  if (!store) notFound();
  try {
    const id = decodeURIComponent(escapedId);
    if (!isPrintable(id)) notFound();
    return { order: await readOrder(database(), store.id, id), store };
  } catch (error) {
    if (error instanceof URIError || (isAppError(error) && error.kind === "missing")) notFound();
    throw error;
  }
}
