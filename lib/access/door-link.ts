// One-time links: random, kept as a hash, gone once used.
import { sql, type Transaction } from "kysely";
import type { Database } from "#db/client.ts";
import type { DB } from "#db/schema.ts";
import type { Role } from "#lib/access/policy.ts";
import { hashSecret, newSecret } from "#lib/access/secret.ts";

export type LinkKind = "setup" | "recover" | "invite";
export interface DoorLink { linkId: string; kind: LinkKind; email: string | null; role: Role | null; personId: string | null }

export interface NewLink { kind: LinkKind; hours: number; email?: string; role?: Role; personId?: string; createdBy?: string }

/** Makes a link's token and keeps its hash. The token is returned once and can't be read again. */
export async function newLink(db: Database, link: NewLink): Promise<{ linkId: string; token: string }> {
  const token = newSecret();
  const row = await db.insertInto("app.door_link").values({
    token_hash: hashSecret(token), kind: link.kind, email: link.email ?? null, role: link.role ?? null, person_id: link.personId ?? null,
    created_by: link.createdBy ?? null, expires_at: sql<Date>`now() + make_interval(hours => ${link.hours})`,
  }).returning("link_id").executeTakeFirstOrThrow();
  return { linkId: row.link_id, token };
}

const columns = ["link_id as linkId", "kind", "email", "role", "person_id as personId"] as const;

/** The link that a token opens, while it is good; null for used, revoked, expired and made-up ones alike. */
export async function findLink(db: Database, token: string, kinds: readonly LinkKind[]): Promise<DoorLink | null> {
  const row = await db.selectFrom("app.door_link").select(columns).where("token_hash", "=", hashSecret(token)).where("kind", "in", kinds).where("expires_at", ">", sql<Date>`now()`).executeTakeFirst();
  return (row as DoorLink | undefined) ?? null;
}

/** Takes the link out of the world, in the transaction of what it allows: of two who use it at once, one gets it. */
export async function useLink(trx: Transaction<DB>, token: string, kinds: readonly LinkKind[]): Promise<DoorLink | null> {
  const row = await trx.deleteFrom("app.door_link").where("token_hash", "=", hashSecret(token)).where("kind", "in", kinds).where("expires_at", ">", sql<Date>`now()`).returning(columns).executeTakeFirst();
  return (row as DoorLink | undefined) ?? null;
}
