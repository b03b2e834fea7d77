// What a file is and what its import would hold, before anything is imported; and what has to be asked first.
import { now } from "#lib/core/day.ts";
import { isAppError } from "#lib/core/errors.ts";
import { holdsOf, type AmountHolds } from "#lib/imports/amount-holds.ts";
import { conform, openHeader, type Reject } from "#lib/imports/conform.ts";
import { dayWindow, type DayWindow } from "#lib/imports/day-window.ts";
import { detect, type Found } from "#lib/imports/detect.ts";
import { fault } from "#lib/imports/faults.ts";
import { readFile, type Host } from "#lib/imports/file.ts";
import { missingFields, proposeColumns } from "#lib/imports/header.ts";
import { judgeLastDay, type LastDay } from "#lib/imports/last-day.ts";
import { rejectWords } from "#lib/imports/reject-words.ts";
import { ImportSettings } from "#lib/imports/settings.ts";
import { openTable } from "#lib/imports/table.ts";
import { Tally, type KindSum } from "#lib/imports/tally.ts";
import type { Bytes } from "#lib/imports/unpack.ts";
import { readStore } from "#lib/stores/stores.ts";

export type Question = "columns" | "date_order" | "amount" | "vat" | "last_day";

export interface Preview {
  format: "text" | "workbook";
  encoding: string | null;
  delimiter: string | null;
  preset: string;
  captions: string[];
  /** Our field → the caption that holds it. */
  columns: Record<string, string>;
  fields: { field: string; isRequired: boolean }[];
  dateOrder: Found["dateOrder"];
  decimalMark: Found["decimalMark"];
  /** What the amount of a row holds; null while its caption doesn't tell. Goods where nothing stands beside it. */
  amountHolds: AmountHolds | null;
  /** The first rows as the file has them. */
  sample: string[][];
  rows: number;
  rejected: number;
  rejects: { row: number; field: string; reason: string; words: string }[];
  kinds: KindSum[];
  /** Rows that move no money. */
  zeros: number;
  firstDay: string | null;
  lastDay: LastDay | null;
  notes: Record<string, number>;
  /** What has to be answered before the import can run. */
  questions: Question[];
  /** The mapping comes from an earlier import of a file with the same header. */
  isRemembered: boolean;
}

/** Reads a whole file. Throws what stops it; what a person can answer comes back as questions. */
export async function previewFile(source: () => Bytes, settings: ImportSettings, store: { currency: string; window: DayWindow }): Promise<Preview> {
  const table = await openTable(source(), settings);
  const opened = await openHeader(table, settings);
  const { header, preset } = opened;
  const columns = proposeColumns(header, preset, settings.columns ?? {});
  const sample: string[][] = [];
  const sampled = { ...opened, batches: sampling(opened.batches, sample) };
  const found = await detect(sampled, settings);
  const questions: Question[] = [];
  if (missingFields(preset, columns).length > 0) questions.push("columns");
  if (found.dateOrder === "ambiguous") questions.push("date_order");
  const amountAt = columns.get("amount");
  const holds = preset.id === "generic" ? holdsOf(amountAt === undefined ? undefined : header.captions[amountAt], (field) => columns.has(field), settings.amountHolds) : "goods";
  if (holds === null) questions.push("amount");
  // A tax column says that prices are without it; beside an amount that may hold it, that is asked with the amount.
  if (preset.id === "generic" && settings.pricesIncludeVat === undefined && !columns.has("tax")) questions.push("vat");
  const preview: Preview = {
    format: table.format, encoding: table.encoding, delimiter: table.delimiter, preset: preset.id, captions: header.captions,
    columns: Object.fromEntries([...columns].map(([field, at]) => [field, header.captions[at]!])),
    fields: Object.entries(preset.fields).map(([field, { required }]) => ({ field, isRequired: (required ?? false) || preset.either?.[0] === field })),
    dateOrder: found.dateOrder, decimalMark: found.decimalMark, amountHolds: holds, sample,
    rows: 0, rejected: 0, rejects: [], kinds: [], zeros: 0, firstDay: null, lastDay: null, notes: {}, questions, isRemembered: false,
  };
  if (found.dateOrder === "ambiguous" || questions.includes("columns")) return preview;

  const tally = new Tally();
  const rejects: Reject[] = [];
  const conformed = await conform(await openHeader(await openTable(source(), settings), settings), { dateOrder: found.dateOrder, decimalMark: found.decimalMark }, {
    settings, storeCurrency: store.currency, window: store.window, customerOf: (email) => email, onLine: (line) => tally.add(line),
    onReject: (reject) => { if (rejects.length < 5) rejects.push(reject); },
  });
  const lastDay = judgeLastDay(tally.days);
  // A day that isn't over is never whole: nothing to ask.
  if (lastDay?.looksCut && lastDay.day < store.window.today && settings.lastDayCut === undefined) questions.push("last_day");
  return {
    ...preview, rows: conformed.rows, rejected: conformed.rejected,
    rejects: rejects.map(({ rowNo, field, reason }) => ({ row: rowNo, field, reason, words: rejectWords[reason] })),
    kinds: tally.kinds(), zeros: tally.zeros, firstDay: tally.span()?.firstDay ?? null, lastDay, notes: conformed.notes,
  };
}

async function* sampling(batches: AsyncGenerator<string[][]>, sample: string[][]): AsyncGenerator<string[][]> {
  for await (const batch of batches) {
    for (const row of batch) {
      if (sample.length >= 8) break;
      sample.push(row.slice(0, 60).map((cell) => cell.slice(0, 200).replaceAll("\u0000", "�")));
    }
    yield batch;
  }
}

/** Inspects a received import and keeps the preview with it; what stops the file is kept as its error. */
export async function inspectImport(host: Host, importId: string): Promise<Preview | null> {
  const row = await host.db.selectFrom("ingest.import").select(["store_id", "settings", "state"]).where("import_id", "=", importId).executeTakeFirst();
  if (!row) throw fault("imports.unknown", { id: importId });
  if (!["received", "ready", "failed"].includes(row.state)) return null;
  const store = await readStore(host.db, row.store_id);
  const shop = { currency: store.currency, window: dayWindow(store.zone, now()) };
  const source = (): Bytes => readFile(host, store.id, importId);
  let settings = ImportSettings.parse(row.settings);
  try {
    const remembered = await earlierSettings(host, store.id, source, settings);
    const said = settings;
    const look = async (encoding: ImportSettings["encoding"]): Promise<Preview> => {
      settings = { ...remembered, ...said, ...(encoding && { encoding }) };
      if (said.dateOrder === undefined && remembered.dateOrder !== undefined && (await isContradicted(source, settings))) delete settings.dateOrder;
      return previewFile(source, settings, shop);
    };
    let preview: Preview;
    try {
      preview = await look(undefined);
    } catch (error) {
      if (!isAppError(error) || error.code !== "imports.unreadable" || settings.encoding) throw error;
      preview = await look("windows-1252");
    }
    preview = { ...preview, isRemembered: remembered.columns !== undefined };
    await host.db.updateTable("ingest.import").set({
      state: preview.questions.length === 0 ? "ready" : "received", settings: JSON.stringify(settings), preview: JSON.stringify(preview), error: null, updated_at: now(),
    }).where("import_id", "=", importId).where("state", "in", ["received", "ready", "failed"]).execute();
    return preview;
  } catch (error) {
    if (!isAppError(error)) throw error;
    await host.db.updateTable("ingest.import").set({
      state: "failed", preview: null, error: JSON.stringify({ code: error.code, message: error.message, details: error.details }), updated_at: now(),
    }).where("import_id", "=", importId).where("state", "in", ["received", "ready", "failed"]).execute();
    return null;
  }
}

/** True when the dates of this file tell another order of month and day than the one that was remembered. */
async function isContradicted(source: () => Bytes, settings: ImportSettings): Promise<boolean> {
  const { dateOrder, ...rest } = settings;
  const found = await detect(await openHeader(await openTable(source(), settings), settings), rest);
  return (found.dateOrder === "mdy" || found.dateOrder === "dmy") && found.dateOrder !== dateOrder;
}

/** What was said about the last file of this store with the same header. */
async function earlierSettings(host: Host, storeId: number, source: () => Bytes, settings: ImportSettings): Promise<ImportSettings> {
  const opened = await openHeader(await openTable(source(), settings), settings);
  await opened.batches.return(undefined);
  const earlier = await host.db.selectFrom("ingest.import").select("settings").where("store_id", "=", storeId).where("header_signature", "=", opened.header.signature).where("state", "=", "done").orderBy("import_id", "desc").limit(1).executeTakeFirst();
  if (!earlier) return {};
  const parsed = ImportSettings.safeParse(earlier.settings);
  if (!parsed.success) return {};
  const { lastDayCut: _, encoding: __, delimiter: ___, ...kept } = parsed.data;
  return kept;
}
