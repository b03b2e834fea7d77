// One connection for somebody: theirs to see, or as if it weren't there.
import type { Database } from "#db/client.ts";
import { now } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { isHttpFault } from "#lib/core/fault.ts";
import { readConnections, type ConnectionStatus, type Stores } from "#lib/ingest/status.ts";

/** Throws AppError "missing" for a connection that isn't there or belongs to a store outside `stores`. */
export async function ownConnection(db: Database, stores: Stores, id: number): Promise<ConnectionStatus> {
  const [one] = await readConnections(db, stores, now(), id);
  if (!one) throw new AppError("missing", "sources.connection_missing", `There is no connection ${id}.`, { id });
  return one;
}

/** What a vendor refused, as an answer that a person can act on; everything else stays what it is. */
export async function inWords<T>(label: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isHttpFault(error)) throw error;
    throw new AppError("invalid", "sources.test_failed", `${label} can't be used like this. ${error.message}`, { label, why: error.message, kind: error.kind });
  }
}
