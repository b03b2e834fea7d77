// better-auth over our tables: it signs people in, keeps their sessions and changes their passwords.
// Its own HTTP handler isn't mounted; route() calls what we need, so the policy stays the only door.
import { betterAuth } from "better-auth";
import type { Database } from "#db/client.ts";
import { hashedSessions } from "#lib/access/hashed-sessions.ts";
import { installationSecret } from "#lib/access/installation-secret.ts";
import { hashInTurn, longestPassword, shortestPassword, verifyInTurn } from "#lib/access/passwords.ts";
import { isSecure, sessionCookieName } from "#lib/access/session-cookie.ts";
import { currentConfig } from "#lib/config.ts";
import { log } from "#lib/log.ts";

const days = 86_400;
const stamps = { createdAt: "created_at", updatedAt: "updated_at" };

function make(db: Database) {
  return betterAuth({
    appName: "Storecast",
    baseURL: currentConfig().baseUrl,
    secret: installationSecret(),
    database: hashedSessions(db.withSchema("app")),
    emailAndPassword: {
      enabled: true, disableSignUp: true, minPasswordLength: shortestPassword, maxPasswordLength: longestPassword,
      password: { hash: hashInTurn, verify: verifyInTurn },
    },
    user: { modelName: "person", fields: { emailVerified: "email_verified", ...stamps } },
    // No refresh and no copy in a cookie: authenticate() reads the row each time, so an ended session is ended.
    session: {
      modelName: "session", expiresIn: 7 * days, disableSessionRefresh: true, cookieCache: { enabled: false },
      fields: { userId: "user_id", expiresAt: "expires_at", ipAddress: "ip_address", userAgent: "user_agent", ...stamps },
    },
    account: {
      modelName: "credential",
      fields: {
        accountId: "account_id", providerId: "provider_id", userId: "user_id", accessToken: "access_token", refreshToken: "refresh_token", idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at", refreshTokenExpiresAt: "refresh_token_expires_at", ...stamps,
      },
    },
    // A disabled person gets no session, whatever the password.
    databaseHooks: { session: { create: { before: async (session) => {
      const person = await db.selectFrom("app.person").select("id").where("id", "=", session.userId).where("disabled_at", "is", null).executeTakeFirst();
      return person ? undefined : false;
    } } } },
    rateLimit: { enabled: false }, // its limits are skipped by calls from the server; ours are in limits.ts
    telemetry: { enabled: false },
    advanced: { useSecureCookies: false, cookies: { session_token: { name: sessionCookieName(), attributes: { secure: isSecure(), sameSite: "lax", httpOnly: true, path: "/" } } } },
    logger: { log: (level, message) => log[level === "error" ? "error" : "debug"]({ from: "better-auth" }, message) },
  });
}

const made = new WeakMap<Database, ReturnType<typeof make>>();
/** One instance a database, made when first asked for. */
export function auth(db: Database): ReturnType<typeof make> {
  let instance = made.get(db);
  if (!instance) made.set(db, (instance = make(db)));
  return instance;
}
