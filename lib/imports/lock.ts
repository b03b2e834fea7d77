// One import or undo at a time in a store, on one connection that its process holds until it ends or dies.
import type pg from "pg";
import { fault } from "#lib/imports/faults.ts";
import type { Host } from "#lib/imports/file.ts";

/**
 * Runs `work` with the store's import lock and its connection. Waits up to `patience` ms, as long as Postgres
 * may need to notice that the last holder was killed; longer when asked to wait for another import, which
 * `onWait` tells once. Throws imports.busy when another still holds it then.
 */
export async function withImportLock<T>(host: Host, storeId: number, work: (client: pg.PoolClient) => Promise<T>, patience = 4_000, onWait: () => void = () => {}): Promise<T> {
  const client = await host.pool.connect();
  let isBroken = false;
  try {
    // Not every system can watch a connection; where it can't, a dead holder is noticed a little later.
    await client.query("set client_connection_check_interval = '300ms'").catch(() => {});
    for (let waited = 0, pause = 200; ; waited += pause) {
      const got = await client.query<{ ok: boolean }>("select pg_try_advisory_lock(hashtext('storecast.import'), $1) as ok", [storeId]);
      if (got.rows[0]!.ok) break;
      if (waited >= patience) throw fault("imports.busy");
      if (waited === 0) onWait();
      pause = waited < 4_000 ? 200 : 1_000;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    try {
      return await work(client);
    } finally {
      await client.query("select pg_advisory_unlock(hashtext('storecast.import'), $1)", [storeId]).catch(() => { isBroken = true; });
    }
  } finally {
    client.release(isBroken);
  }
}
