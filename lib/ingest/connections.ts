// Connections: made and changed by a page or npm run connect, tested, paused. Secrets go in and never come out.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { now } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { contextOf, readConnection, refuseOther, secretsOf, type Connection, type Host } from "#lib/ingest/context.ts";
import { fileKindOf } from "#lib/ingest/files/kinds.ts";
import type { Problem } from "#lib/ingest/journal.ts";
import { wakeChannel } from "#lib/ingest/scheduler.ts";
import { checkSettings, partSettings, sealFields, type Settings } from "#lib/ingest/settings.ts";
import { findSource } from "#lib/sources/registry.ts";
import type { Account, Endpoint, Source } from "#lib/sources/source.ts";

export interface ConnectionView {
  id: number;
  storeId: number;
  source: string;
  name: string;
  /** Without the secret fields. */
  settings: Settings;
  /** Secret fields that hold something. */
  filled: string[];
  /** When they were entered. */
  filledAt: string | null;
  /** An operator's stand-in for the vendor. */
  endpoint: Endpoint | null;
  account: Account | null;
  state: "active" | "paused" | "stopped";
  problem: Problem | null;
  isDemo: boolean;
  testedAt: Date | null;
}

export interface Draft {
  storeId: number;
  source: string;
  /** Tells several accounts of one source apart; the source's label unless told. */
  name?: string;
  /** All open fields; secret ones that are left out or empty stay as they are. */
  settings: Settings;
  /** Only npm run connect may say it: an address that stands in for the vendor; null gives it back to the vendor. */
  endpoint?: Endpoint | null;
}

export interface Saved { id: number; isNew: boolean; isChanged: boolean; account: Account | null }

/** A stream that is due now, whatever came before; what it has stays. */
const askedAnew = { due_at: null, checked_at: null, nightly_at: null, failures: 0, problem: null };

/** Connections of these stores, by store and source. What is sealed stays sealed: only which fields hold something. */
export async function listConnections(db: Database, stores: "all" | readonly number[]): Promise<ConnectionView[]> {
  let query = db.selectFrom("ingest.connection").selectAll().orderBy("store_id").orderBy("source").orderBy("name");
  if (stores !== "all") query = query.where("store_id", "in", stores.length > 0 ? [...stores] : [-1]);
  return (await query.execute()).map((row) => ({
    id: row.connection_id, storeId: row.store_id, source: row.source, name: row.name, settings: row.settings as Settings,
    filled: (row.secret as { fields?: string[] } | null)?.fields ?? [],
    filledAt: (row.secret as { sealedAt?: string } | null)?.sealedAt ?? null,
    endpoint: row.endpoint as Endpoint | null, account: row.account as Account | null, state: row.state as ConnectionView["state"],
    problem: row.problem as Problem | null, isDemo: row.is_demo, testedAt: row.tested_at,
  }));
}

/**
 * Asks the vendor with a draft, before anything is stored. `store` stands in where there is no store yet. Throws
 * AppError "invalid" for settings that don't do, an HttpFault for what the vendor says.
 */
export async function testDraft(host: Host, draft: Draft, store: { zone: string; currency: string }, signal: AbortSignal): Promise<Account> {
  const source = findSource(draft.source);
  const before = await standing(host.db, draft, source);
  const { secret, settings } = merged(source, draft, before);
  const { context } = await contextOf(host, { source, settings, endpoint: draft.endpoint === undefined ? (before?.endpoint ?? null) : draft.endpoint, secrets: Object.values(secret), store }, { now: now(), signal });
  const account = await source.test(context);
  refuseOther(before, account);
  return account;
}

/**
 * Makes or changes the connection of this store, source and name. A change wakes what was stopped and has every
 * stream asked anew; the same again changes nothing. `account` is what testDraft told. Throws AppError "invalid".
 */
export async function saveConnection(db: Database, draft: Draft, account?: Account): Promise<Saved> {
  const source = findSource(draft.source);
  const name = nameOf(draft, source);
  const saved = await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('storecast.connection'), ${draft.storeId}::int)`.execute(trx);
    const before = await standing(trx, draft, source);
    const { open, secret } = merged(source, draft, before);
    if (account) refuseOther(before, account);
    const endpoint = draft.endpoint === undefined ? (before?.endpoint ?? null) : draft.endpoint;
    const isChanged = !before || !isSame([before.settings, before.endpoint, openable(before)], [open, endpoint, secret]);
    // Changed without a test: the account that its figures are of stays, and the next run asks whether it is still that one.
    const known = account ?? before?.account ?? null;
    const values = {
      settings: JSON.stringify(open), endpoint: endpoint && JSON.stringify(endpoint), account: known && JSON.stringify(known), updated_at: now(),
      ...(account ? { tested_at: now() } : isChanged ? { tested_at: null } : {}), ...(isChanged || account ? { problem: null } : {}),
    };
    const id = before?.id ?? (await trx.insertInto("ingest.connection").values({ store_id: draft.storeId, source: source.name, name, created_at: now(), ...values }).returning("connection_id").executeTakeFirstOrThrow()).connection_id;
    const isWoken = before?.state === "stopped" && (isChanged || account !== undefined);
    const box = isChanged ? await sealFields(trx, secret, { storeId: draft.storeId, connectionId: id, source: source.name }) : undefined;
    await trx.updateTable("ingest.connection").set({ ...values, ...(box ? { secret: JSON.stringify(box) } : {}), ...(isWoken ? { state: "active" } : {}) }).where("connection_id", "=", id).execute();
    if (isChanged || isWoken) await trx.updateTable("ingest.stream").set(askedAnew).where("connection_id", "=", id).execute();
    return { id, isNew: !before, isChanged, account: known };
  });
  if (saved.isChanged) await wake(db);
  return saved;
}

/** Nothing is asked until it is resumed; what is stored stays. */
export async function pauseConnection(db: Database, id: number): Promise<void> {
  await setState(db, id, { state: "paused" });
}

/** Asked again, from where it was; also tries one that was stopped once more. */
export async function resumeConnection(db: Database, id: number): Promise<void> {
  const { source } = await readConnection(db, id);
  if (fileKindOf(source)) throw new AppError("conflict", "sources.is_file", "These days came by file: there is nobody to ask. Give a newer file instead.");
  await setState(db, id, { state: "active", problem: null });
  await db.updateTable("ingest.stream").set(askedAnew).where("connection_id", "=", id).execute();
  await wake(db);
}

async function setState(db: Database, id: number, change: { state: "active" | "paused"; problem?: null }): Promise<void> {
  const done = await db.updateTable("ingest.connection").set({ ...change, updated_at: now() }).where("connection_id", "=", id).executeTakeFirst();
  if (done.numUpdatedRows === 0n) throw new AppError("missing", "sources.connection_missing", `There is no connection ${id}.`, { id });
}

/** The scheduler looks now, in whichever process it runs. */
export async function wake(db: Database): Promise<void> {
  await sql`select pg_notify(${wakeChannel}, '')`.execute(db);
}

function nameOf(draft: Draft, source: Source): string {
  const name = (draft.name ?? source.label).trim();
  if (name === "" || name.length > 80) throw new AppError("invalid", "sources.connection_name", "A connection needs a name of at most 80 letters.");
  return name;
}

async function standing(db: Database, draft: Draft, source: Source): Promise<Connection | null> {
  const row = await db.selectFrom("ingest.connection").select("connection_id").where("store_id", "=", draft.storeId).where("source", "=", source.name).where("name", "=", nameOf(draft, source)).executeTakeFirst();
  return row ? readConnection(db, row.connection_id) : null;
}

/** The draft over what stands. Throws AppError "invalid" when the source doesn't take it. */
function merged(source: Source, draft: Draft, before: Connection | null): { open: Settings; secret: Record<string, string>; settings: any } {
  const given = partSettings(source, draft.settings);
  const strange = Object.fromEntries(Object.entries(draft.settings).filter(([name]) => !(name in source.settings.shape)));
  const kept = before ? openable(before) : {};
  // null takes a secret away; absent or empty leaves it.
  for (const [name, value] of Object.entries(draft.settings)) if (value === null) delete kept[name];
  const secret = { ...kept, ...given.secret };
  const settings = checkSettings(source, { ...given.open, ...secret, ...strange });
  if (before && Object.keys(kept).some((name) => !(name in given.secret))) refuseElsewhere(source, before, kept, settings, draft);
  return { open: given.open, secret, settings };
}

/** Kept secrets of the connection; none when no key opens them, so that entering all of them mends it. */
function openable(before: Connection): Record<string, string> {
  try {
    return { ...secretsOf(before) };
  } catch (error) {
    if (error instanceof AppError && error.kind === "unavailable") return {};
    throw error;
  }
}

/** Whoever may change settings must not have the kept secrets sent to an address of their own. */
function refuseElsewhere(source: Source, before: Connection, kept: Record<string, string>, settings: any, draft: Draft): void {
  const parsed = source.settings.safeParse({ ...before.settings, ...kept });
  const was = before.endpoint ?? (parsed.success ? source.endpoint(parsed.data) : null);
  const will = (draft.endpoint === undefined ? before.endpoint : draft.endpoint) ?? source.endpoint(settings);
  if (!isSame(was, will)) throw new AppError("invalid", "sources.secrets_again", "The address to which the credentials are sent changes: enter the credentials again.");
}

function isSame(one: unknown, other: unknown): boolean {
  return ordered(one) === ordered(other);
}

/** JSON whose keys are in order: jsonb gives them back in its own. */
function ordered(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part !== null && typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part));
}
