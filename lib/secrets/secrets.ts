// Credentials on their way into and out of the database.
import { sql, type Transaction } from "kysely";
import type { DB } from "#db/schema.ts";
import { currentConfig } from "#lib/config.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { openWith, sealWith, type Box, type Place } from "#lib/secrets/box.ts";
import { ensureKeys, keyPlaceWords, readKeys, type KeyPlace } from "#lib/secrets/keyring.ts";

export type { Box, Place } from "#lib/secrets/box.ts";

/** Held shared while a box is sealed and stored, exclusively while keys change: no box can be left under an old key. */
export const keyLock = sql`hashtext('storecast.secrets')`;

/**
 * Seals `plain` for one connection; makes the installation's key on first need. Call it inside the
 * transaction that stores the box.
 */
export async function seal(trx: Transaction<DB>, plain: string, place: Place, keys: KeyPlace = currentConfig()): Promise<Box> {
  await sql`select pg_advisory_xact_lock_shared(${keyLock})`.execute(trx);
  return sealWith(plain, place, ensureKeys(keys)[0]!);
}

/** What seal() was given. Throws AppError "unavailable" that says whether the key is missing, another one, or the box is altered. */
export function open(box: Box, place: Place, keys: KeyPlace = currentConfig()): string {
  const where = keyPlaceWords(keys);
  const known = readKeys(keys);
  if (known.length === 0) throw new AppError("unavailable", "secrets.key_missing", `${where} is missing. It opens the credentials of your connections, and backups don't hold it. Put it back, or enter the credentials again.`, { where });
  try {
    return openWith(box, place, known);
  } catch (error) {
    if (!isAppError(error) || error.code !== "secrets.other_key") throw error;
    throw new AppError("unavailable", "secrets.other_key", `The credentials were sealed with another key than ${where} holds: the key file belongs to another installation, or was made anew. Put the right one back, or enter the credentials again.`, { where, key: box.key }, { cause: error });
  }
}
