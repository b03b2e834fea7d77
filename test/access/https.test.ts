import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as account from "#app/api/v1/account/route.ts";
import * as session from "#app/api/v1/session/route.ts";
import { currentConfig } from "#lib/config.ts";
import { pagePolicy, transportHeaders } from "#lib/access/headers.ts";
import { knock, makeOwner, openWorkspace, ownerPassword, type Workspace } from "#test/support/door.ts";

let workspace: Workspace;
const base = "https://sales.example.com";
beforeAll(async () => {
  workspace = await openWorkspace();
  await makeOwner(workspace.db);
});
afterAll(async () => { await workspace.close(); });

describe("behind https", () => {
  it("asks for https for a year; over plain http it doesn't", () => {
    expect(transportHeaders()).toEqual({});
    Object.assign(currentConfig(), { baseUrl: base });
    expect(transportHeaders()).toEqual({ "Strict-Transport-Security": "max-age=31536000" });
  });

  it("takes writes from the configured address only", async () => {
    const headers = { host: "sales.example.com", origin: base };
    const wrong = { email: "olga@shop.example", password: "wrong wrong wrong" };
    expect((await knock(session.POST, "POST", { body: wrong, headers })).status).toBe(401);
    expect((await knock(session.POST, "POST", { body: wrong, headers: { ...headers, origin: "http://sales.example.com" } })).status).toBe(403);
  });

  it("keeps the session in a __Host- cookie that only travels over https", async () => {
    const { auth } = await import("#lib/access/auth.ts");
    const { openDatabase } = await import("#db/client.ts");
    const db = openDatabase(workspace.url, { max: 1 });
    const { headers } = await auth(db).api.signInEmail({ body: { email: "olga@shop.example", password: ownerPassword }, headers: new Headers(), returnHeaders: true });
    await db.destroy();
    const cookie = headers.getSetCookie()[0]!;
    expect(cookie).toMatch(/^__Host-storecast=/);
    expect(cookie).toMatch(/Secure/i);
    expect(cookie).toMatch(/Path=\//i);
    expect(cookie).not.toMatch(/Domain=/i);
    expect((await knock(account.GET, "GET", { cookie: cookie.split(";")[0]! })).status).toBe(200);
  });
});

describe("the policy of pages", () => {
  it("runs only scripts with this answer's nonce, loads nothing from elsewhere, is framed by nobody", () => {
    const policy = pagePolicy("abc", false);
    expect(policy).toContain("script-src 'nonce-abc' 'strict-dynamic';");
    for (const rule of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) expect(policy).toContain(rule);
    expect(policy.replace("style-src-attr 'unsafe-inline'", "")).not.toContain("unsafe");
  });
});
