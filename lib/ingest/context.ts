// A connection made ready to be asked: settings with their secrets, where requests go, the account's zone.
import type pg from "pg";
import type { Database } from "#db/client.ts";
import { AppError } from "#lib/core/errors.ts";
import { now as clock } from "#lib/core/day.ts";
import { customerNamer } from "#lib/imports/customer-key.ts";
import { createHttp, type HttpPace } from "#lib/ingest/http.ts";
import { checkSettings } from "#lib/ingest/settings.ts";
import { open, type Box } from "#lib/secrets/secrets.ts";
import { findSource } from "#lib/sources/registry.ts";
import type { Account, Context, Endpoint, Source } from "#lib/sources/source.ts";
import { readStore } from "#lib/stores/stores.ts";

/** What the engine works on: the process's database, as pool and as query builder. */
export interface Host { db: Database; pool: pg.Pool }

export interface Connection {
  id: number;
  storeId: number;
  source: string;
  name: string;
  settings: Record<string, unknown>;
  endpoint: Partial<Endpoint> | null;
  secret: Box | null;
  account: Account | null;
  /** Null: never, or its settings were changed since. */
  testedAt: Date | null;
  state: "active" | "paused" | "stopped";
  isDemo: boolean;
}

/** Throws AppError "missing". */
export async function readConnection(db: Database, id: number): Promise<Connection> {
  const row = await db.selectFrom("ingest.connection").selectAll().where("connection_id", "=", id).executeTakeFirst();
  if (!row) throw new AppError("missing", "sources.connection_missing", `There is no connection ${id}.`, { id });
  return {
    id: row.connection_id, storeId: row.store_id, source: row.source, name: row.name, settings: row.settings as Record<string, unknown>,
    endpoint: row.endpoint as Partial<Endpoint> | null, secret: row.secret as Box | null, account: row.account as Account | null, testedAt: row.tested_at,
    state: row.state as Connection["state"], isDemo: row.is_demo,
  };
}

/** The secret fields of a connection as they were entered. */
export function secretsOf(connection: Pick<Connection, "id" | "storeId" | "source" | "secret">): Record<string, string> {
  if (!connection.secret) return {};
  return JSON.parse(open(connection.secret, { storeId: connection.storeId, connectionId: connection.id, source: connection.source })) as Record<string, string>;
}

/** What contextOf needs of a connection that may not be stored yet. */
export interface Asked {
  source: Source;
  /** As the source reads them, secrets included. */
  settings: any;
  endpoint: Partial<Endpoint> | null;
  secrets: readonly string[];
  store: { zone: string; currency: string };
}

export interface Opening { now: Date; signal: AbortSignal; pace?: HttpPace }

/** Everything that a source needs to be asked, but the account. With an operator's endpoint credentials go there and nowhere else. */
export async function contextOf(host: Pick<Host, "db">, asked: Asked, options: Opening): Promise<{ context: Omit<Context, "account"> }> {
  const { source, settings } = asked;
  const own = source.endpoint(settings);
  const endpoint = { base: asked.endpoint?.base ?? own.base, token: asked.endpoint?.token ?? own.token };
  const operatorHosts = asked.endpoint ? Object.values(asked.endpoint).map((url) => new URL(url).host) : [];
  const vendor = [...source.hosts, ...(source.hostsOf?.(settings) ?? [])];
  const isReplaced = asked.endpoint?.base !== undefined && asked.endpoint.token !== undefined;
  const http = createHttp({
    allowedHosts: isReplaced ? [] : vendor, downloadHosts: [...(source.downloadHosts ?? []), ...(isReplaced ? vendor : [])], operatorHosts, signal: options.signal, secrets: asked.secrets, ...options.pace,
  });
  return { context: { settings, endpoint, http, store: { zone: asked.store.zone, currency: asked.store.currency }, now: options.now, signal: options.signal, customerKey: await customerNamer(host.db), drift: () => {} } };
}

/**
 * A stored connection, ready to be asked. The account is what the last test told; a connection that was never
 * tested, or not since its settings changed, is tested now, and what it told is kept. Throws an HttpFault when that fails, AppError for settings that
 * the source doesn't take any more.
 */
export async function openContext(host: Host, connection: Connection, options: Opening): Promise<{ source: Source; context: Context }> {
  const source = findSource(connection.source);
  const secrets = secretsOf(connection);
  const settings = checkSettings(source, { ...connection.settings, ...secrets });
  const store = await readStore(host.db, connection.storeId);
  const { context } = await contextOf(host, { source, settings, endpoint: connection.endpoint, secrets: Object.values(secrets), store }, options);
  if (connection.account && connection.testedAt) return { source, context: { ...context, account: connection.account } };
  const account = await source.test(context);
  refuseOther(connection, account);
  await keepAccount(host.db, connection.id, account);
  return { source, context: { ...context, account } };
}

/** Figures of two accounts must not stand under one connection. Throws AppError "conflict". */
export function refuseOther(before: Pick<Connection, "account"> | null, account: Account): void {
  if (!before?.account || before.account.id === account.id) return;
  throw new AppError("conflict", "sources.other_account", `These settings lead to another account (${account.name}) than this connection holds (${before.account.name}). Connect it under a name of its own; the old one can be removed with its figures.`, { name: account.name, before: before.account.name });
}

/** Notes what a test told of the account. */
export async function keepAccount(db: Database, connectionId: number, account: Account): Promise<Account> {
  await db.updateTable("ingest.connection").set({ account: JSON.stringify(account), tested_at: clock() }).where("connection_id", "=", connectionId).execute();
  return account;
}
