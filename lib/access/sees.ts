// Which stores an actor's question is about.
import { AppError } from "#lib/core/errors.ts";
import type { Actor } from "#lib/access/actor.ts";

/** @throws AppError "missing", as if the store weren't there, for one that the actor may not see */
export function assertSees(actor: Pick<Actor, "stores">, storeId: number): void {
  if (actor.stores !== "all" && !actor.stores.includes(storeId)) throw new AppError("missing", "ui.store_missing", `There is no store ${storeId}.`, { id: storeId });
}

/** Of these stores those that the actor sees. */
export function seenOf<S extends { id: number }>(actor: Pick<Actor, "stores">, stores: readonly S[]): S[] {
  return stores.filter((store) => actor.stores === "all" || actor.stores.includes(store.id));
}
