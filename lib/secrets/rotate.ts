// A new installation key. The file holds both keys until every record is under the new one, so whoever is
// killed in between leaves all credentials readable, and the next call goes on with the same new key.
import { sql, type Kysely } from "kysely";
import type { DB } from "#db/schema.ts";
import { currentConfig } from "#lib/config.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { rewrap, type Box, type Key } from "#lib/secrets/box.ts";
import { ensureKeys, newKey, writeKeys, type KeyPlace } from "#lib/secrets/keyring.ts";
import { keyLock } from "#lib/secrets/secrets.ts";

export interface Rotation {
  /** Records now under the new key. */
  rewrapped: number;
  /** Connections whose credentials no key opens: as before, they must be entered again. */
  unopened: number[];
  key: string;
  /** A rotation that was broken off before is what this one finished. */
  resumed: boolean;
}

/**
 * Makes a new key and puts every record under it, in one transaction. With STORECAST_SECRETS_KEY the operator
 * makes the key: "new,old" there, and this puts all records under the first.
 */
export async function rotateKey(db: Kysely<DB>, place: KeyPlace = currentConfig()): Promise<Rotation> {
  return db.connection().execute(async (connection) => {
    // One session for the whole of it: the lock must outlast the commit until the file is right.
    const { rows: [got] } = await sql<{ got: boolean }>`select pg_try_advisory_lock(hashtext('storecast.secrets.rotation')) as got`.execute(connection);
    if (!got!.got) throw new AppError("conflict", "secrets.busy", "The key is being changed already.");
    try {
      const before = ensureKeys(place);
      if (place.secretsKey && before.length < 2) throw new AppError("invalid", "secrets.no_new_key", "The key is in STORECAST_SECRETS_KEY. Write a new one before it, with a comma between (new,old), restart Storecast, then run this again. For a new one: openssl rand -base64 32");
      const resumed = !place.secretsKey && before.length > 1;
      const keys = before.length > 1 ? before : [newKey(), ...before];
      const to = keys[0]!;
      // From here on others seal with the new key; who began before holds the lock that the next step waits for.
      if (!place.secretsKey && !resumed) writeKeys(place.home, keys);
      await sql`select pg_advisory_lock(${keyLock})`.execute(connection);
      try {
        const { rewrapped, unopened } = await rewrapAll(connection, keys, to);
        if (!place.secretsKey) writeKeys(place.home, [to]);
        return { rewrapped, unopened, key: to.id, resumed };
      } finally {
        await sql`select pg_advisory_unlock(${keyLock})`.execute(connection);
      }
    } finally {
      await sql`select pg_advisory_unlock(hashtext('storecast.secrets.rotation'))`.execute(connection);
    }
  });
}

async function rewrapAll(db: Kysely<DB>, keys: readonly Key[], to: Key): Promise<Pick<Rotation, "rewrapped" | "unopened">> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx.selectFrom("ingest.connection").select(["connection_id", "store_id", "source", "secret"]).where("secret", "is not", null).orderBy("connection_id").forUpdate().execute();
    const unopened: number[] = [];
    let rewrapped = 0;
    for (const row of rows) {
      const box = row.secret as unknown as Box;
      if (box.key === to.id) continue;
      try {
        const changed = rewrap(box, { storeId: row.store_id, connectionId: row.connection_id, source: row.source }, keys, to);
        await trx.updateTable("ingest.connection").set({ secret: JSON.stringify(changed) }).where("connection_id", "=", row.connection_id).execute();
        rewrapped++;
      } catch (error) {
        if (!isAppError(error)) throw error;
        unopened.push(row.connection_id);
      }
    }
    return { rewrapped, unopened };
  });
}
