// A store of its own in a database of its own, and one call to load a file given as text or bytes.
import { Readable } from "node:stream";
import { Kysely, PostgresDialect } from "kysely";
import { openPool } from "#db/client.ts";
import type { DB } from "#db/schema.ts";
import type { Host } from "#lib/imports/file.ts";
import { importFile } from "#lib/imports/import-file.ts";
import type { ImportSettings } from "#lib/imports/settings.ts";
import type { Summary } from "#lib/imports/summary.ts";
import type { Bytes } from "#lib/imports/unpack.ts";
import { ensureMarts } from "#lib/refresh/refresh.ts";
import { createStore } from "#lib/stores/stores.ts";
import { freshDatabase } from "#test/support/database.ts";

export interface Shop {
  host: Host;
  url: string;
  storeId: number;
  load(content: string | Uint8Array, settings?: ImportSettings, isDry?: boolean): Promise<Summary>;
  /** Everything that an import may touch, as one text: equal texts mean that nothing has changed. */
  picture(): Promise<string>;
  close(): Promise<void>;
}

export async function openShop(zone = "Europe/Berlin", currency = "EUR"): Promise<Shop> {
  const fresh = await freshDatabase();
  const pool = openPool(fresh.url);
  const host: Host = { pool, db: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }) };
  await ensureMarts(host.db);
  const storeId = (await createStore(host.db, { name: "Shop", currency, zone })).id;
  return {
    host, url: fresh.url, storeId,
    load: (content, settings = {}, isDry = false) => importFile(host, { storeId, name: "orders.csv", bytes: () => bytesOf(content), settings, isDry }),
    async picture() {
      const tables = ["fact.sales_order", "fact.sale_event", "dim.customer", "mart.sales_daily", "mart.product_daily", "mart.customer_daily", "raw.order_version", "raw.order_telling", "raw.import_file", "ingest.import", "ingest.reject", "ingest.coverage", "ingest.dirty_day"];
      const texts = await Promise.all(tables.map(async (table) => `${table}: ${(await pool.query(`select coalesce(string_agg(t::text, ';' order by t::text), '') as text from ${table} t`)).rows[0].text as string}`));
      return texts.join("\n");
    },
    close: async () => {
      await host.db.destroy();
      await fresh.drop();
    },
  };
}

/** In pieces of an odd size, so that letters and lines are cut. */
export function bytesOf(content: string | Uint8Array, piece = 65_521): Bytes {
  const all = typeof content === "string" ? Buffer.from(content, "utf8") : Buffer.from(content);
  return Readable.from((function* () { for (let at = 0; at < all.length; at += piece) yield all.subarray(at, at + piece); })(), { objectMode: false });
}
