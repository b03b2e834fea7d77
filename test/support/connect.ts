// A connection as `npm run connect` would make it, pointed at a local server.
import type { Database } from "#db/client.ts";
import { now } from "#lib/core/day.ts";
import { sealFields } from "#lib/ingest/settings.ts";
import { findSource } from "#lib/sources/registry.ts";
import type { Endpoint } from "#lib/sources/source.ts";

export async function connect(db: Database, given: { storeId: number; source: string; settings: Record<string, unknown>; endpoint: Endpoint }): Promise<number> {
  const shape = findSource(given.source).settings as unknown as { shape: Record<string, { meta(): { secret?: boolean } | undefined }> };
  const isSecret = (name: string) => shape.shape[name]?.meta()?.secret === true;
  const open = Object.fromEntries(Object.entries(given.settings).filter(([name]) => !isSecret(name)));
  const secret = Object.fromEntries(Object.entries(given.settings).filter(([name]) => isSecret(name)));
  return db.transaction().execute(async (trx) => {
    const { connection_id: id } = await trx.insertInto("ingest.connection")
      .values({ store_id: given.storeId, source: given.source, name: given.source, settings: JSON.stringify(open), endpoint: JSON.stringify(given.endpoint), created_at: now(), updated_at: now() })
      .returning("connection_id").executeTakeFirstOrThrow();
    const box = await sealFields(trx, secret as Record<string, string>, { storeId: given.storeId, connectionId: id, source: given.source });
    await trx.updateTable("ingest.connection").set({ secret: JSON.stringify(box) }).where("connection_id", "=", id).execute();
    return id;
  });
}
