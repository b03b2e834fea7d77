// The verb `data` of npm run import: files of spend, visits, searches and costs that people export by hand.
import { createReadStream } from "node:fs";
import path from "node:path";
import { AppError } from "#lib/core/errors.ts";
import type { DecimalMark } from "#lib/core/decimal.ts";
import type { DateOrder } from "#lib/core/when.ts";
import type { Host } from "#lib/imports/file.ts";
import { importData } from "#lib/ingest/files/import-data.ts";
import { fileKinds, type FileKindId } from "#lib/ingest/files/kinds.ts";
import type { DataSummary } from "#lib/ingest/files/summary.ts";
import { removeConnection } from "#lib/ingest/remove-connection.ts";
import { findStore, type Store } from "#lib/stores/stores.ts";

export interface DataWish { store: string; kind?: FileKindId; currency?: string; mark?: DecimalMark; dateOrder?: DateOrder; isDry: boolean }

/** Imports `file`, or tells what importing it would do. Throws AppError "missing" for a store that isn't there. */
export async function dataIn(host: Host, file: string, wish: DataWish): Promise<{ answer: DataSummary; words: string }> {
  const store = await storeOf(host, wish.store);
  try {
    const answer = await importData(host, { storeId: store.id, name: path.basename(file), bytes: () => createReadStream(file), ...wish });
    return { answer, words: words(answer) };
  } catch (error) {
    const how = error instanceof AppError ? options[error.code] : undefined;
    if (!(error instanceof AppError) || !how) throw error;
    throw new AppError(error.kind, error.code, `${error.message} ${how}`, error.details, { cause: error });
  }
}

/** How a person says here what the file leaves open. */
const options: Record<string, string> = { "files.dates_unclear": "--date-order mdy or --date-order dmy", "files.mark_unclear": "--decimal-mark . or --decimal-mark ," };

/** Takes away all that files of this kind brought to the store. */
export async function dataOut(host: Host, wish: { store: string; kind: FileKindId }): Promise<{ answer: { days: number }; words: string }> {
  const store = await storeOf(host, wish.store);
  const kind = fileKinds.find((one) => one.id === wish.kind)!;
  const row = await host.db.selectFrom("ingest.connection").select("connection_id").where("store_id", "=", store.id).where("source", "=", kind.source).executeTakeFirst();
  if (!row) throw new AppError("missing", "files.none", `${store.name} has nothing from such a file: ${kind.preset.label}.`, { kind: kind.preset.label });
  const removed = await removeConnection(host, row.connection_id);
  return { answer: { days: removed.days }, words: `Removed: ${kind.preset.label}, ${days(removed.days)}.` };
}

async function storeOf(host: Host, name: string): Promise<Store> {
  const store = await findStore(host.db, name);
  if (!store) throw new AppError("missing", "ui.store_missing", `There is no store ${name}. Create it on the page Settings, or with its orders.`, { id: name });
  return store;
}

const days = (count: number) => `${count} ${count === 1 ? "day" : "days"}`;

function words(one: DataSummary): string {
  const sums = one.sums.map(({ measure, currency, sum }) => `${measure} ${sum}${currency ? ` ${currency}` : ""}`).join(", ");
  const span = one.firstDay === null ? "" : `, ${one.firstDay} to ${one.lastDay} (${days(one.days)})`;
  const parts = [
    `${one.isDryRun ? "Would be: " : ""}${one.label}${span}: ${sums}. ${one.read} lines read, ${one.rejected} rejected; ${one.written} rows new or changed${one.kind === "costs" ? "" : ` on ${days(one.daysChanged)}`}${one.daysReplaced > 0 ? `, ${one.daysReplaced} of them told by a file before` : ""}.`,
    ...one.rejects.slice(0, 1).map((reject) => `First rejected: ${reject.path}: ${reject.reason}.`),
    ...(one.leftOut.length > 0 ? [`Left out, since another source tells them: ${one.leftOut.map(({ from, through }) => (from === through ? from : `${from} to ${through}`)).join(", ")}.`] : []),
    ...(one.toldOtherwise !== null ? [`The file's own total is ${one.toldOtherwise}.`] : []),
    ...(one.figuresPending ? ["The figures follow with the next refresh: npm run refresh"] : []),
  ];
  return parts.join(" ");
}
