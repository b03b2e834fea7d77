// Imports as pages and the API show them.
import type { Database } from "#db/client.ts";
import { fault } from "#lib/imports/faults.ts";
import type { Preview } from "#lib/imports/inspect.ts";
import { ImportSettings } from "#lib/imports/settings.ts";
import type { Summary } from "#lib/imports/summary.ts";

export const importStates = ["receiving", "received", "ready", "loading", "done", "failed", "undone"] as const;
export type ImportState = (typeof importStates)[number];

export interface ImportRow {
  id: string;
  storeId: number;
  storeName: string;
  currency: string;
  fileName: string;
  bytes: number;
  state: ImportState;
  createdAt: string;
  createdBy: string | null;
  settings: ImportSettings;
  progress: { step: string; rows: number } | null;
  summary: Summary | null;
  error: { code: string; message: string; details: Record<string, string | number> } | null;
}

function rows(db: Database, stores: "all" | readonly number[]) {
  const all = db.selectFrom("ingest.import as i").innerJoin("dim.store as s", "s.store_id", "i.store_id")
    .select(["i.import_id", "i.store_id", "s.name", "s.currency", "i.file_name", "i.byte_count", "i.state", "i.created_at", "i.created_by", "i.settings", "i.progress", "i.summary", "i.error"]);
  return stores === "all" ? all : all.where("i.store_id", "in", stores.length > 0 ? stores : [-1]);
}

type Row = Awaited<ReturnType<ReturnType<typeof rows>["execute"]>>[number];

function shape(row: Row): ImportRow {
  return {
    id: row.import_id, storeId: row.store_id, storeName: row.name, currency: row.currency, fileName: row.file_name, bytes: Number(row.byte_count),
    state: row.state as ImportState, createdAt: row.created_at.toISOString(), createdBy: row.created_by,
    settings: ImportSettings.parse(row.settings),
    progress: row.progress as ImportRow["progress"], summary: row.summary as unknown as Summary | null, error: row.error as unknown as ImportRow["error"],
  };
}

/** The latest imports of these stores, newest first. */
export async function listImports(db: Database, stores: "all" | readonly number[], limit = 50): Promise<ImportRow[]> {
  return (await rows(db, stores).orderBy("i.import_id", "desc").limit(limit).execute()).map(shape);
}

/** One import with its preview; throws imports.unknown when there is none in these stores. */
export async function readImport(db: Database, stores: "all" | readonly number[], id: string): Promise<ImportRow & { preview: Preview | null }> {
  const row = await rows(db, stores).where("i.import_id", "=", id).executeTakeFirst();
  if (!row) throw fault("imports.unknown", { id });
  const { preview } = await db.selectFrom("ingest.import").select("preview").where("import_id", "=", id).executeTakeFirstOrThrow();
  return { ...shape(row), preview: preview as unknown as Preview | null };
}
