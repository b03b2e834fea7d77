// The store that a file goes to: found by name, or made from what the person, the preset or the file tells.
import { openHeader } from "#lib/imports/conform.ts";
import { fault } from "#lib/imports/faults.ts";
import type { Host } from "#lib/imports/file.ts";
import type { Preset } from "#lib/imports/preset.ts";
import type { ImportSettings } from "#lib/imports/settings.ts";
import { openTable } from "#lib/imports/table.ts";
import type { Bytes } from "#lib/imports/unpack.ts";
import { createStore, findStore, type Store } from "#lib/stores/stores.ts";

/** The preset whose header a file has. Throws when the file is no table. */
export async function presetOf(bytes: Bytes, settings: ImportSettings): Promise<Preset> {
  const opened = await openHeader(await openTable(bytes, settings), settings);
  await opened.batches.return(undefined);
  return opened.preset;
}

/** Throws imports.store_missing when it has to be made and currency or zone are not known. */
export async function storeFor(host: Host, name: string, said: { currency?: string; zone?: string }, bytes: () => Bytes, settings: ImportSettings): Promise<{ store: Store; isNew: boolean }> {
  const preset = await presetOf(bytes(), settings);
  const store = await findStore(host.db, name);
  if (store) return { store, isNew: false };
  const currency = said.currency ?? preset.knows.currency;
  const zone = said.zone ?? preset.knows.zone;
  if (!currency || !zone) throw fault("imports.store_missing", { store: name });
  return { store: await createStore(host.db, { name, currency, zone }), isNew: true };
}

/** Takes a store away again that was made for a file which then could not be imported, or was only rehearsed. */
export async function removeIfUnused(host: Host, storeId: number): Promise<void> {
  await host.pool.query(`delete from dim.store s where s.store_id = $1
    and not exists (select 1 from ingest.import i where i.store_id = s.store_id)
    and not exists (select 1 from fact.sales_order o where o.store_id = $1)`, [storeId]);
}
