import type { Actor } from "#lib/access/actor.ts";
import type { Stores } from "#lib/ingest/status.ts";

/** The stores that a page of sources is about: the one in the address where the reader may see it, else all of theirs. */
export function storesOf(actor: Actor, store: string | string[] | undefined): Stores {
  const id = typeof store === "string" && /^[1-9]\d{0,8}$/.test(store) ? Number(store) : null;
  if (id === null) return actor.stores;
  return actor.stores === "all" || actor.stores.includes(id) ? [id] : [];
}
