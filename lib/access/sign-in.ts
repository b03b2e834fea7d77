// Coming in and going out.
import { isAPIError } from "better-auth/api";
import type pg from "pg";
import type { Database } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import { callerAddress } from "#lib/access/address.ts";
import { audit } from "#lib/access/audit.ts";
import { auth } from "#lib/access/auth.ts";
import { forgiveTries, takeTry } from "#lib/access/limits.ts";
import { sweepAccess } from "#lib/access/sweep.ts";
import { isSecure, sessionCookieName } from "#lib/access/session-cookie.ts";
import { AppError } from "#lib/core/errors.ts";

export interface Credentials { email: string; password: string }

/** What better-auth may know of a request: the browser's name and the one address we believe. */
export function plainHeaders(headers: Headers): Headers {
  const own = new Headers({ "user-agent": (headers.get("user-agent") ?? "").slice(0, 300) });
  const address = callerAddress(headers);
  if (address) own.set("x-forwarded-for", address);
  const cookie = headers.get("cookie");
  if (cookie) own.set("cookie", cookie);
  return own;
}

/** Starts a session when the password is right; returns the Set-Cookie values. Throws better-auth's error when it isn't. */
async function startSession(db: Database, credentials: Credentials, headers: Headers): Promise<string[]> {
  const own = plainHeaders(headers);
  own.delete("cookie");
  const done = await auth(db).api.signInEmail({ body: credentials, headers: own, returnHeaders: true });
  await audit(db, { name: done.response.user.name, userId: done.response.user.id, via: "session", ip: callerAddress(headers) }, "signed_in", credentials.email);
  await sweepAccess(db);
  return done.headers.getSetCookie();
}

/**
 * Signs a person in and returns the Set-Cookie values. An unknown e-mail, a wrong password and a disabled
 * person get the same answer after the same work. Throws `limited` after too many tries.
 */
export async function signIn(db: Database, pool: pg.Pool, credentials: Credentials, headers: Headers): Promise<string[]> {
  const email = credentials.email.trim().toLowerCase();
  const ip = callerAddress(headers);
  const giveBack = await takeTry(pool, email, ip);
  try {
    const cookies = await startSession(db, { email, password: credentials.password }, headers);
    await giveBack();
    return cookies;
  } catch (error) {
    if (!isAPIError(error)) throw error;
    const known = await db.selectFrom("app.person").select("id").where("email", "=", email).executeTakeFirst();
    // What a stranger typed isn't kept: people type passwords into the wrong field.
    await audit(db, { name: known ? email : "–", via: "none", ip }, "sign_in_failed", known ? email : "unknown");
    throw new AppError("signed_out", "access.wrong_sign_in", "The e-mail or the password isn't right.");
  }
}

/** Signs in a person who just set this password through a one-time link: earlier wrong tries don't hold them back. */
export async function signInByLink(db: Database, pool: pg.Pool, credentials: Credentials, headers: Headers): Promise<string[]> {
  await forgiveTries(pool, credentials.email, callerAddress(headers));
  return startSession(db, credentials, headers);
}

/** Ends the actor's session; returns headers that make the browser forget. */
export async function signOut(db: Database, actor: Actor): Promise<Headers> {
  await db.deleteFrom("app.session").where("id", "=", actor.credentialId).execute();
  await audit(db, actor, "signed_out", actor.email);
  return new Headers({
    "Set-Cookie": `${sessionCookieName()}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${isSecure() ? "; Secure" : ""}`,
    "Clear-Site-Data": '"cache", "storage"',
  });
}
