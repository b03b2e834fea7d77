// From a request to an actor: one indexed query, nothing remembered between requests.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import { callerAddress } from "#lib/access/address.ts";
import type { Role, Scope } from "#lib/access/policy.ts";
import { hashSecret } from "#lib/access/secret.ts";
import { sessionToken } from "#lib/access/session-cookie.ts";

/** The actor of these headers, or null: signed out, expired, idle for 12 hours, revoked or disabled. */
export async function authenticate(db: Database, headers: Headers): Promise<Actor | null> {
  // Only "Bearer" is ours: a proxy in front may ask for a Basic password of its own.
  const bearer = /^Bearer(?:\s+(.*))?$/i.exec(headers.get("authorization") ?? "");
  if (bearer) return /^sc_[A-Za-z0-9_-]{43}$/.test(bearer[1] ?? "") ? actorOfKey(db, bearer[1]!, callerAddress(headers)) : null;
  const token = sessionToken(headers.get("cookie"));
  return token ? actorOfSession(db, token, callerAddress(headers)) : null;
}

async function actorOfSession(db: Database, token: string, ip: string | null): Promise<Actor | null> {
  const row = await db
    .selectFrom("app.session as s")
    .innerJoin("app.person as p", "p.id", "s.user_id")
    .select(["s.id as session_id", "p.id", "p.name", "p.email", "p.role", sql<boolean>`s.updated_at < now() - interval '5 minutes'`.as("is_stale")])
    .where("s.token", "=", hashSecret(token))
    .where("s.expires_at", ">", sql<Date>`now()`)
    .where("s.updated_at", ">", sql<Date>`now() - interval '12 hours'`)
    .where("p.disabled_at", "is", null)
    .executeTakeFirst();
  if (!row) return null;
  if (row.is_stale) await db.updateTable("app.session").set({ updated_at: sql<Date>`now()` }).where("id", "=", row.session_id).execute();
  return { userId: row.id, name: row.name, email: row.email, role: row.role as Role, stores: "all", via: "session", scopes: null, credentialId: row.session_id, ip };
}

async function actorOfKey(db: Database, key: string, ip: string | null): Promise<Actor | null> {
  const row = await db
    .selectFrom("app.api_key as k")
    .innerJoin("app.person as p", "p.id", "k.person_id")
    .select(["k.key_id", "k.scopes", "p.id", "p.name", "p.email", "p.role", sql<boolean>`coalesce(k.last_used_at < now() - interval '1 minute', true)`.as("is_stale")])
    .where("k.token_hash", "=", hashSecret(key))
    .where("k.revoked_at", "is", null)
    .where((eb) => eb.or([eb("k.expires_at", "is", null), eb("k.expires_at", ">", sql<Date>`now()`)]))
    .where("p.disabled_at", "is", null)
    .executeTakeFirst();
  if (!row) return null;
  if (row.is_stale) await db.updateTable("app.api_key").set({ last_used_at: sql<Date>`now()` }).where("key_id", "=", row.key_id).execute();
  return { userId: row.id, name: row.name, email: row.email, role: row.role as Role, stores: "all", via: "key", scopes: row.scopes as Scope[], credentialId: String(row.key_id), ip };
}
