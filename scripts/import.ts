// Files by hand: npm run import -- orders FILE --store NAME … ; data FILE --store NAME … ; rates FILE ; undo ID.
// `run ID` and `inspect ID` are the jobs that the page starts.
import { createReadStream, existsSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { currentConfig } from "#lib/config.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { closeDatabase, database, pool } from "#lib/database.ts";
import { hashFile, type Host } from "#lib/imports/file.ts";
import { importFile } from "#lib/imports/import-file.ts";
import { inspectImport } from "#lib/imports/inspect.ts";
import type { OnProgress } from "#lib/imports/load.ts";
import { readRates } from "#lib/imports/rates-file.ts";
import { runImport } from "#lib/imports/run.ts";
import { ImportSettings } from "#lib/imports/settings.ts";
import { removeIfUnused, storeFor } from "#lib/imports/store-for.ts";
import type { Summary } from "#lib/imports/summary.ts";
import { undoImport } from "#lib/imports/undo.ts";
import { fileKindIds } from "#lib/ingest/files/kinds.ts";
import { refreshStore } from "#lib/refresh/refresh.ts";
import { loadRates } from "#lib/stores/rates.ts";
import { listStores } from "#lib/stores/stores.ts";
import { ready } from "#scripts/parts/ready.ts";

const usage = `npm run import -- orders FILE --store NAME [--preset generic|shopify|woocommerce|online-retail]
    [--currency EUR] [--zone Europe/Berlin] [--date-order mdy|dmy] [--decimal-mark . or ,]
    [--prices-include-vat --vat-rate 20] [--amount-holds goods|after_discount|with_tax|total] [--last-day-cut yes|no] [--column FIELD=CAPTION …] [--dry-run] [--json]
npm run import -- undo ID [--json]
npm run import -- data FILE --store NAME [--preset google-ads|meta|google-analytics|search-console|spend|costs] [--currency EUR]
    [--date-order mdy|dmy] [--decimal-mark . or ,] [--dry-run] [--json]      ad spend, visits, searches, costs of goods
npm run import -- data --remove --store NAME --preset KIND [--json]      takes away what files of this kind brought
npm run import -- rates FILE [--json]        columns day, base, quote, rate`;

/** A file started on the page waits for the one before it, however long that takes; in ms. */
const jobPatience = 12 * 3_600_000;

class UsageError extends Error {}

const options = {
  store: { type: "string" }, preset: { type: "string" }, currency: { type: "string" }, zone: { type: "string" },
  "date-order": { type: "string" }, "decimal-mark": { type: "string" }, "prices-include-vat": { type: "boolean" }, "vat-rate": { type: "string" },
  "last-day-cut": { type: "string" }, "amount-holds": { type: "string" }, column: { type: "string", multiple: true }, encoding: { type: "string" }, delimiter: { type: "string" },
  "dry-run": { type: "boolean" }, remove: { type: "boolean" }, undo: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean" },
} as const;
type Values = ReturnType<typeof read>["values"];

function read() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function settingsOf(values: Values): ImportSettings {
  if (values["last-day-cut"] !== undefined && !["yes", "no"].includes(values["last-day-cut"])) throw new UsageError("--last-day-cut is yes or no");
  const columns = (values.column ?? []).map((text) => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`--column ${text}: write it as FIELD=CAPTION`);
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  const said = {
    preset: values.preset, encoding: values.encoding, delimiter: values.delimiter === "tab" ? "\t" : values.delimiter, dateOrder: values["date-order"], decimalMark: values["decimal-mark"],
    pricesIncludeVat: values["prices-include-vat"], vatRate: values["vat-rate"], amountHolds: values["amount-holds"], currency: values.currency?.toUpperCase(),
    lastDayCut: values["last-day-cut"] === undefined ? undefined : values["last-day-cut"] === "yes",
    columns: columns.length > 0 ? Object.fromEntries(columns) : undefined,
  };
  const parsed = ImportSettings.safeParse(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)));
  if (!parsed.success) throw new UsageError(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
  return parsed.data;
}

function fileOf(name: string | undefined): string {
  if (!name) throw new UsageError("Say which file.");
  const file = path.resolve(currentConfig().typedIn, name);
  if (!existsSync(file) || !statSync(file).isFile()) throw new UsageError(`There is no file ${file}.`);
  return file;
}

const bytesOf = (file: string) => () => createReadStream(file, { highWaterMark: 1 << 20 });
const say = (words: string) => console.error(words);

function progressWords(): OnProgress {
  let last = "";
  let at = 0;
  return (step, rows) => {
    if (step === last && performance.now() - at < 1_000) return;
    [last, at] = [step, performance.now()];
    const words = { wait: "waiting for another import of this store", read: `read ${rows} rows`, compare: "comparing with what is known", replace: "replacing changed orders", write: "writing orders", customers: "finding first orders", refresh: "refreshing the figures" }[step];
    say(words);
  };
}

async function orders(host: Host, values: Values, name: string | undefined): Promise<Summary> {
  const file = fileOf(name);
  if (!values.store?.trim()) throw new UsageError("Say which store: --store NAME.");
  const settings = settingsOf(values);
  const { store, isNew } = await storeFor(host, values.store, { currency: values.currency, zone: values.zone }, bytesOf(file), settings);
  try {
    const summary = await importFile(host, { storeId: store.id, name: path.basename(file), hash: await hashFile(file), bytes: bytesOf(file), settings, by: "script", isDry: values["dry-run"] ?? false }, progressWords());
    if (isNew && values["dry-run"]) await removeIfUnused(host, store.id);
    return summary;
  } catch (error) {
    if (isNew) await removeIfUnused(host, store.id);
    throw error;
  }
}

function summaryWords(s: Summary): string {
  const money = Object.entries(s.ledger).map(([currency, kinds]) => `${currency} ${Object.entries(kinds).map(([kind, sum]) => `${kind} ${sum}`).join(", ")}`).join("; ");
  const days = s.throughDay === null ? "" : `, complete through ${s.throughDay}${s.lastDayCut ? " (the last day looks cut)" : ""}`;
  return `${s.isDryRun ? "Would be: " : `Import ${s.importId}: `}${s.read} rows read, ${s.imported} imported, ${s.unchanged} unchanged, ${s.rejected} rejected; orders ${s.orders.new} new, ${s.orders.changed} changed, ${s.orders.unchanged} unchanged${days}. ${money}${s.notes.figures_pending ? ". The figures follow with the next refresh: npm run refresh" : ""}`;
}

async function data(host: Host, values: Values, name: string | undefined): Promise<{ answer: object; words: string }> {
  const store = values.store?.trim();
  if (!store) throw new UsageError("Say which store: --store NAME.");
  const kind = fileKindIds.find((id) => id === values.preset);
  if (values.preset !== undefined && !kind) throw new UsageError(`--preset ${values.preset}: a file is one of ${fileKindIds.join(", ")}.`);
  const { dateOrder, decimalMark: mark, currency } = settingsOf({ ...values, preset: undefined });
  // Read only when asked for: a file of orders begins without what connections need.
  const { dataIn, dataOut } = await import("#scripts/parts/import-data.ts");
  if (!values.remove) return dataIn(host, fileOf(name), { store, kind, currency, mark, dateOrder, isDry: values["dry-run"] ?? false });
  if (!kind) throw new UsageError("Say which kind of file: --preset KIND.");
  return dataOut(host, { store, kind });
}

async function act(host: Host, values: Values, [verb, word]: string[]): Promise<{ answer: object; words: string }> {
  if (values.undo !== undefined || verb === "undo") {
    const id = values.undo ?? word ?? "";
    if (!/^\d{1,18}$/.test(id)) throw new UsageError("Say which import: undo ID.");
    const undone = await undoImport(host, id);
    return { answer: undone, words: `Import ${id} is undone: ${undone.orders.removed} orders removed, ${undone.orders.restored} restored, ${undone.orders.kept} stand through another import.${undone.figuresPending ? " The figures follow with the next refresh." : ""}` };
  }
  if (verb === "orders") {
    const summary = await orders(host, values, word);
    return { answer: summary, words: summaryWords(summary) };
  }
  if (verb === "data") return data(host, values, word);
  if (verb === "rates") {
    const changed = await loadRates(host.db, await readRates(bytesOf(fileOf(word))()), "file");
    for (const store of await listStores(host.db)) await refreshStore(host.db, store.id);
    return { answer: { changed }, words: `${changed} rates are new or changed.` };
  }
  if (verb === "run" && /^\d{1,18}$/.test(word ?? "")) {
    const summary = await runImport(host, word!, { patience: jobPatience }, progressWords());
    return { answer: summary, words: summaryWords(summary) };
  }
  if (verb === "inspect" && /^\d{1,18}$/.test(word ?? "")) {
    const preview = await inspectImport(host, word!);
    return { answer: { rows: preview?.rows ?? null, questions: preview?.questions ?? [] }, words: preview ? `${preview.rows} rows, questions: ${preview.questions.join(", ") || "none"}` : "The file can't be imported." };
  }
  throw new UsageError(verb === undefined ? "Say what to do." : `"${verb}" is not known.`);
}

async function main(): Promise<number> {
  let leave = async (): Promise<void> => {};
  try {
    const { values, positionals } = read();
    if (values.help) {
      console.log(usage);
      return 0;
    }
    if (!["orders", "data", "rates", "undo", "run", "inspect"].includes(positionals[0] ?? "") && values.undo === undefined) throw new UsageError(positionals[0] === undefined ? "Say what to do." : `"${positionals[0]}" is not known.`);
    if (positionals[0] === "orders" || positionals[0] === "rates" || (positionals[0] === "data" && !values.remove)) fileOf(positionals[1]);
    // Jobs of the page find everything ready: they only join.
    if (positionals[0] !== "run" && positionals[0] !== "inspect") leave = await ready(say);
    const { answer, words } = await act({ db: database(), pool: pool() }, values, positionals);
    console.log(values.json ? JSON.stringify(answer) : words);
    return 0;
  } catch (error) {
    if (process.argv.includes("--json")) console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error), code: isAppError(error) ? error.code : error instanceof UsageError ? "usage" : "broken" }));
    if (error instanceof UsageError) {
      say(`${error.message}\n\n${usage}`);
      return 2;
    }
    say(isAppError(error) ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (!isAppError(error)) return 1;
    return error.code === "imports.busy" ? 9 : ["imports.date_order", "files.dates_unclear", "files.mark_unclear", "imports.store_missing", "imports.vat_rate_missing"].includes(error.code) ? 2 : 1;
  } finally {
    await closeDatabase().catch(() => {});
    await leave().catch((error: unknown) => say(error instanceof AppError ? error.message : String(error)));
  }
}

process.exitCode = await main();
