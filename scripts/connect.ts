// npm run connect -- SOURCE --store NAME --settings FILE.json: connects an account from a file, or changes one that is
// connected. The file holds the source's fields, credentials among them, and may hold "endpoint": { "base", "token" },
// an address that stands in for the vendor (a proxy, a sandbox). Exit codes: 0 done, 1 the vendor refused, 2 usage, 9 busy.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openPool } from "#db/client.ts";
import { readyDatabase } from "#lib/cluster/ready.ts";
import { currentConfig, namedFile } from "#lib/config.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { isHttpFault } from "#lib/core/fault.ts";
import { isZone } from "#lib/core/day.ts";
import { database, databaseUrl } from "#lib/database.ts";
import { saveConnection, testDraft, type Draft } from "#lib/ingest/connections.ts";
import { parseConnectFile } from "#lib/ingest/connect-file.ts";
import { checkSettings } from "#lib/ingest/settings.ts";
import { sources } from "#lib/sources/registry.ts";
import type { Account } from "#lib/sources/source.ts";
import { createStore, findStore, isCurrency } from "#lib/stores/stores.ts";
import { runScript, say, Usage } from "#scripts/parts/script.ts";

const usage = `npm run connect -- SOURCE --store NAME --settings FILE.json [--name NAME] [--currency EUR --zone Europe/Berlin] [--untested] [--json]
Sources: ${sources.map((source) => source.name).join(", ")}`;

await runScript(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: {
    store: { type: "string" }, settings: { type: "string" }, name: { type: "string" }, currency: { type: "string" }, zone: { type: "string" },
    untested: { type: "boolean" }, json: { type: "boolean" }, help: { type: "boolean" },
  } });
  if (values.help) return { line: usage };
  const source = sources.find((one) => one.name === positionals[0]);
  if (!source || positionals.length !== 1) throw new Usage(`${positionals[0] === undefined ? "Say which source." : `There is no source ${positionals.join(" ")}.`}\n\n${usage}`);
  if (!values.store?.trim() || !values.settings) throw new Usage(`Say which store and which file.\n\n${usage}`);
  const file = inUsage(() => parseConnectFile(readText(namedFile(values.settings!)), source));

  const ready = await readyDatabase(currentConfig(), say);
  const pool = openPool(databaseUrl(), { max: 4, name: "storecast connect" });
  try {
    const host = { db: database(), pool };
    const known = await findStore(host.db, values.store);
    const wanted = known ?? newStore(values.store.trim(), values.currency, values.zone);
    const draft: Draft = { storeId: known?.id ?? 0, source: source.name, settings: file.settings, ...(values.name ? { name: values.name } : {}), ...(file.endpoint === undefined ? {} : { endpoint: file.endpoint }) };
    if (!known) inUsage(() => checkSettings(source, Object.fromEntries(Object.entries(file.settings).filter(([, value]) => value !== null && value !== ""))));
    const account = values.untested ? undefined : await asked(() => testDraft(host, draft, wanted, AbortSignal.timeout(180_000)), source.label);
    const store = known ?? (await createStore(host.db, wanted));
    const saved = await wordsOf(() => saveConnection(host.db, { ...draft, storeId: store.id }, account));
    const told = saved.account ? `: ${[saved.account.name, saved.account.currency, saved.account.zone].filter((word) => word !== null).join(", ")}` : ", not tested yet";
    const what = saved.isNew ? "is connected to" : saved.isChanged ? "is changed for" : "is connected already, unchanged, to";
    return {
      line: `${source.label} ${what} ${store.name}${told}. It is brought in by itself while Storecast runs, or now: npm run ingest -- --source ${source.name} --store "${store.name}"`,
      answer: { connection: saved.id, source: source.name, store: store.name, storeIsNew: !known, isNew: saved.isNew, isChanged: saved.isChanged, account: saved.account },
    };
  } finally {
    await pool.end();
    await ready.leave();
  }
});

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Usage(`${file} can't be read: ${(error as Error).message}`);
  }
}

function newStore(name: string, currency: string | undefined, zone: string | undefined): { name: string; currency: string; zone: string } {
  if (!currency || !zone) throw new Usage(`There is no store named ${name}. To make it, say its currency and time zone too: --currency EUR --zone Europe/Berlin`);
  if (!isCurrency(currency.toUpperCase())) throw new Usage(`--currency ${currency} is no currency code such as EUR.`);
  if (!isZone(zone)) throw new Usage(`--zone ${zone} is no time zone such as Europe/Berlin.`);
  return { name, currency: currency.toUpperCase(), zone };
}

/** Settings that don't do are a fault of the command: exit code 2. */
function inUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isAppError(error) && error.kind === "invalid" ? new Usage(error.message) : error;
  }
}

async function wordsOf<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isAppError(error) && error.kind === "invalid" ? new Usage(error.message) : error;
  }
}

/** The vendor's refusal in words, without a stack. */
async function asked(work: () => Promise<Account>, label: string): Promise<Account> {
  return wordsOf(async () => {
    try {
      return await work();
    } catch (error) {
      if (!isHttpFault(error)) throw error;
      throw new AppError("unavailable", "sources.refused", `${label} could not be connected (${error.kind}). ${error.message}`, {}, { cause: error });
    }
  });
}
