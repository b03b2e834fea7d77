// Whether sources are connected whose data isn't in yet: an empty page then says so instead of asking for a file.
import { cache } from "react";
import { requireActor } from "#lib/access/page.ts";
import { database } from "#lib/database.ts";
import { listConnections } from "#lib/ingest/connections.ts";

/** True where some source of the stores that the reader sees is connected. */
export const isConnected = cache(async (): Promise<boolean> => {
  const actor = await requireActor("overview");
  return (await listConnections(database(), actor.stores)).length > 0;
});
