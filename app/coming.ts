// Whether sources are connected whose data isn't in yet: an empty page then says so instead of asking for a file.
import { database } from "#lib/database.ts";
import { listConnections } from "#lib/ingest/connections.ts";

/** True where some source of these stores, which the reader was found to see, is connected. */
export async function isConnected(stores: readonly { id: number }[]): Promise<boolean> {
  return stores.length > 0 && (await listConnections(database(), stores.map((store) => store.id))).length > 0;
}
