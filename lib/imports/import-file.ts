// A file into a store in one call: for the script, the bench and tests.
import { isAppError } from "#lib/core/errors.ts";
import { receiveFile, type Host } from "#lib/imports/file.ts";
import type { OnProgress } from "#lib/imports/load.ts";
import { forgetImport, runImport } from "#lib/imports/run.ts";
import type { ImportSettings } from "#lib/imports/settings.ts";
import type { Summary } from "#lib/imports/summary.ts";
import type { Bytes } from "#lib/imports/unpack.ts";

export interface FileToImport {
  storeId: number;
  name: string;
  /** SHA-256 when known: an import of the same file by the same hand that was cut short is then taken up again. */
  hash?: string;
  bytes(): Bytes;
  settings: ImportSettings;
  by?: string | null;
  isDry?: boolean;
}

/**
 * Receives and runs a file. A file that can't be imported leaves no trace; a run that was killed is resumed
 * by calling this again with the same file. A file that waits in the page is another's: it is left alone.
 */
export async function importFile(host: Host, file: FileToImport, onProgress: OnProgress = () => {}): Promise<Summary> {
  const open = file.hash === undefined || file.isDry ? undefined : await host.db.selectFrom("ingest.import").select("import_id")
    .where("store_id", "=", file.storeId).where("file_hash", "=", file.hash).where("state", "in", ["received", "ready", "loading"])
    .where("created_by", "is not distinct from", file.by ?? null)
    .orderBy("import_id", "desc").limit(1).executeTakeFirst();
  const importId = open?.import_id ?? (await receiveFile(host, file.storeId, { name: file.name, bytes: file.bytes(), settings: file.settings, by: file.by ?? null }));
  if (open) await host.db.updateTable("ingest.import").set({ settings: JSON.stringify(file.settings) }).where("import_id", "=", importId).where("summary", "is", null).execute();
  try {
    const summary = await runImport(host, importId, { isDry: file.isDry ?? false }, onProgress);
    if (file.isDry) await forgetImport(host, file.storeId, importId);
    return summary;
  } catch (error) {
    if (isAppError(error) && error.code !== "imports.busy") await forgetImport(host, file.storeId, importId);
    throw error;
  }
}
