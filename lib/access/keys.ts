// API keys: for scripts and other programs. Shown once, kept as a hash, weaker than the person who made them.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import { audit } from "#lib/access/audit.ts";
import type { Scope } from "#lib/access/policy.ts";
import { hashSecret, newSecret } from "#lib/access/secret.ts";
import { AppError } from "#lib/core/errors.ts";

export interface ApiKey { id: string; name: string; hint: string; madeBy: string; scopes: Scope[]; state: "active" | "expired" | "revoked"; createdAt: string; expiresAt: string | null; lastUsedAt: string | null }

/** All keys, those that work first, newest first. */
export async function listKeys(db: Database): Promise<ApiKey[]> {
  const rows = await db.selectFrom("app.api_key as k").innerJoin("app.person as p", "p.id", "k.person_id")
    .select(["k.key_id", "k.name", "k.hint", "k.scopes", "k.created_at", "k.expires_at", "k.last_used_at", "k.revoked_at", "p.name as maker",
      sql<boolean>`coalesce(k.expires_at <= now(), false)`.as("is_expired")])
    .orderBy(sql`k.revoked_at is not null or coalesce(k.expires_at <= now(), false)`).orderBy("k.key_id", "desc").execute();
  return rows.map((row) => ({
    id: row.key_id, name: row.name, hint: row.hint, madeBy: row.maker, scopes: row.scopes as Scope[], state: row.revoked_at ? "revoked" : row.is_expired ? "expired" : "active",
    createdAt: row.created_at.toISOString(), expiresAt: row.expires_at?.toISOString() ?? null, lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }));
}

export interface NewKey { name: string; scopes: Scope[]; /** null: until revoked */ days: number | null }

/** Makes a key and returns it; this is the only time that it can be read. */
export async function makeKey(db: Database, actor: Actor, wanted: NewKey): Promise<{ id: string; key: string }> {
  const key = newSecret("sc_");
  return db.transaction().execute(async (trx) => {
    const row = await trx.insertInto("app.api_key").values({
      token_hash: hashSecret(key), hint: key.slice(-4), name: wanted.name, person_id: actor.userId, scopes: wanted.scopes,
      expires_at: wanted.days === null ? null : sql<Date>`now() + make_interval(days => ${wanted.days})`,
    }).returning("key_id").executeTakeFirstOrThrow();
    await audit(trx, actor, "key_made", wanted.name, { scopes: wanted.scopes, days: wanted.days });
    return { id: row.key_id, key };
  });
}

export async function revokeKey(db: Database, actor: Actor, id: string): Promise<void> {
  const gone = await db.updateTable("app.api_key").set({ revoked_at: sql<Date>`now()` }).where("key_id", "=", id).where("revoked_at", "is", null).returning("name").executeTakeFirst();
  if (!gone) throw new AppError("missing", "access.no_such_key", "This key was revoked already.");
  await audit(db, actor, "key_revoked", gone.name);
}
