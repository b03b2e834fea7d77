// A workspace with a database of its own, and a way to knock at its handlers without a server.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Database } from "#db/client.ts";
import { ensureOwnerLink } from "#lib/access/owner-link.ts";
import type { Role } from "#lib/access/policy.ts";
import { currentConfig } from "#lib/config.ts";
import { closeDatabase, database } from "#lib/database.ts";
import { log } from "#lib/log.ts";
import { freshDatabase } from "#test/support/database.ts";

type Handler = (request: Request, context: { params: Promise<any> }) => Promise<Response>;
export interface Knock { cookie?: string; key?: string; body?: unknown; params?: Record<string, string>; headers?: Record<string, string>; path?: string }
export interface Heard { status: number; body: any; cookie: string; headers: Headers }

export const origin = "http://localhost:3000";
export const ownerPassword = "seven green teapots";

/** Sends one request to a handler as a page of ours would; `cookie` is what a sign-in answered. */
export async function knock(handler: Handler, method: string, given: Knock = {}): Promise<Heard> {
  const headers = new Headers({ host: "localhost:3000", origin, "sec-fetch-site": "same-origin", "x-forwarded-for": "192.0.2.7", ...given.headers });
  if (given.body !== undefined) headers.set("content-type", headers.get("content-type") ?? "application/json");
  if (given.cookie) headers.set("cookie", given.cookie);
  if (given.key !== undefined) headers.set("authorization", `Bearer ${given.key}`);
  const request = new Request(origin + (given.path ?? "/api/v1/x"), { method, headers, ...(given.body === undefined ? {} : { body: typeof given.body === "string" ? given.body : JSON.stringify(given.body) }) });
  const response = await handler(request, { params: Promise.resolve(given.params ?? {}) });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text), cookie: response.headers.getSetCookie().map((one) => one.split(";")[0]).join("; "), headers: response.headers };
}

export interface Workspace { db: Database; url: string; close(): Promise<void> }

/** Points this process at a fresh database and data folder. Call in beforeAll, before any handler runs. */
export async function openWorkspace(): Promise<Workspace> {
  const home = mkdtempSync(path.join(os.tmpdir(), "storecast-door-"));
  const fresh = await freshDatabase();
  Object.assign(currentConfig(), { home, databaseUrl: fresh.url, baseUrl: origin });
  log.level = "silent";
  return {
    db: database(),
    url: fresh.url,
    close: async () => {
      await closeDatabase();
      await fresh.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Makes the first owner through the printed link and returns the cookie. */
export async function makeOwner(db: Database): Promise<string> {
  const { POST } = await import("#app/api/v1/setup/[token]/route.ts");
  const token = (await ensureOwnerLink(db, origin))!.split("/").at(-1)!;
  const { cookie } = await knock(POST, "POST", { params: { token }, body: { name: "Olga Owner", email: "olga@shop.example", password: ownerPassword } });
  return cookie;
}

/** Invites and accepts; returns the new person's cookie. */
export async function addPerson(ownerCookie: string, email: string, role: Role, password = "nine purple kettles"): Promise<string> {
  const invitations = await import("#app/api/v1/invitations/route.ts");
  const accept = await import("#app/api/v1/invitations/accept/[token]/route.ts");
  const { body } = await knock(invitations.POST, "POST", { cookie: ownerCookie, body: { email, role } });
  const token = body.path.split("/").at(-1)!;
  return (await knock(accept.POST, "POST", { params: { token }, body: { name: email.split("@")[0], password } })).cookie;
}
