// What everyone may do with their own account.
import { isAPIError } from "better-auth/api";
import { sql } from "kysely";
import type pg from "pg";
import type { Database } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import { audit } from "#lib/access/audit.ts";
import { auth } from "#lib/access/auth.ts";
import { takeTry } from "#lib/access/limits.ts";
import { checkPassword } from "#lib/access/passwords.ts";
import { plainHeaders } from "#lib/access/sign-in.ts";
import { AppError } from "#lib/core/errors.ts";

export interface OwnSession { id: string; isThis: boolean; browser: string; address: string; startedAt: string; lastSeenAt: string }

export async function rename(db: Database, actor: Actor, name: string): Promise<void> {
  await db.updateTable("app.person").set({ name, updated_at: sql<Date>`now()` }).where("id", "=", actor.userId).execute();
  await audit(db, actor, "name_changed", actor.email, { before: actor.name, after: name });
}

/** Sets a new password after asking for the old one; every other session ends and this one gets a new token. Returns the Set-Cookie values. */
export async function changePassword(db: Database, pool: pg.Pool, actor: Actor, passwords: { current: string; next: string }, headers: Headers): Promise<string[]> {
  try { checkPassword(passwords.next, actor.email); } catch (error) {
    throw error instanceof AppError ? new AppError(error.kind, error.code, error.message, { ...error.details, field: "next" }) : error;
  }
  const giveBack = await takeTry(pool, actor.email, actor.ip);
  try {
    const done = await auth(db).api.changePassword({ body: { currentPassword: passwords.current, newPassword: passwords.next, revokeOtherSessions: true }, headers: plainHeaders(headers), returnHeaders: true });
    await giveBack();
    await audit(db, actor, "password_changed", actor.email);
    return done.headers.getSetCookie();
  } catch (error) {
    if (!isAPIError(error)) throw error;
    // The cookie's signature isn't ours: the secret beside the data changed. Signing in again heals it.
    if (error.status === "UNAUTHORIZED") throw new AppError("signed_out", "access.signed_out", "Sign in again.", {}, { cause: error });
    throw new AppError("invalid", "access.wrong_password", "The current password isn't right.", { field: "current" }, { cause: error });
  }
}

/** The actor's sessions, this one first, then by when they were last seen. */
export async function ownSessions(db: Database, actor: Actor): Promise<OwnSession[]> {
  const rows = await db.selectFrom("app.session").select(["id", "user_agent", "ip_address", "created_at", "updated_at"])
    .where("user_id", "=", actor.userId).where("expires_at", ">", sql<Date>`now()`).where("updated_at", ">", sql<Date>`now() - interval '12 hours'`)
    .orderBy(sql`id <> ${actor.credentialId}`).orderBy("updated_at", "desc").execute();
  return rows.map((row) => ({ id: row.id, isThis: row.id === actor.credentialId, browser: browserName(row.user_agent ?? ""), address: row.ip_address ?? "", startedAt: row.created_at.toISOString(), lastSeenAt: row.updated_at.toISOString() }));
}

/** Ends one of the actor's own sessions; somebody else's is `missing`. */
export async function endSession(db: Database, actor: Actor, id: string): Promise<void> {
  const gone = await db.deleteFrom("app.session").where("id", "=", id).where("user_id", "=", actor.userId).returning("id").executeTakeFirst();
  if (!gone) throw new AppError("missing", "access.no_such_session", "This session has ended already.");
  await audit(db, actor, "session_ended", actor.email);
}

/** "Chrome · Windows" from a user agent, as far as it tells; empty when it tells nothing. */
export function browserName(agent: string): string {
  const browser = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]].find(([mark]) => agent.includes(mark!))?.[1];
  const system = [["iPhone", "iPhone"], ["iPad", "iPad"], ["Android", "Android"], ["Windows", "Windows"], ["Mac OS X", "Mac"], ["Linux", "Linux"]].find(([mark]) => agent.includes(mark!))?.[1];
  return [browser, system].filter(Boolean).join(" · ");
}
