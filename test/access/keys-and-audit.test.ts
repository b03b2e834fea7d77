import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "kysely";
import { z } from "zod";
import * as account from "#app/api/v1/account/route.ts";
import * as audit from "#app/api/v1/audit/route.ts";
import * as health from "#app/api/v1/health/database/route.ts";
import * as key from "#app/api/v1/keys/[id]/route.ts";
import * as keys from "#app/api/v1/keys/route.ts";
import * as metrics from "#app/api/v1/metrics/route.ts";
import * as people from "#app/api/v1/people/route.ts";
import { route } from "#lib/access/route.ts";
import { createStore } from "#lib/stores/stores.ts";
import { addPerson, knock, makeOwner, openWorkspace, origin, type Workspace } from "#test/support/door.ts";

let workspace: Workspace;
let owner: string;
const importFile = route({ resource: "imports", action: "write", body: "stream", maxBytes: 10, out: z.object({ bytes: z.number() }), handler: async ({ body }) => {
  let bytes = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.byteLength;
  return { bytes };
} });
const make = async (scopes: string[], days: number | null = 30) => (await knock(keys.POST, "POST", { cookie: owner, body: { name: "Night job", scopes, days } })).body as { id: string; key: string };

beforeAll(async () => { workspace = await openWorkspace(); owner = await makeOwner(workspace.db); });
afterAll(async () => { await workspace.close(); });

describe("API keys", () => {
  it("are shown once and kept as a hash", async () => {
    const made = await make(["metrics"]);
    expect(made.key).toMatch(/^sc_[A-Za-z0-9_-]{43}$/);
    const listed = await knock(keys.GET, "GET", { cookie: owner });
    expect(listed.body.keys[0]).toMatchObject({ name: "Night job", hint: made.key.slice(-4), state: "active", lastUsedAt: null });
    expect(JSON.stringify(listed.body)).not.toContain(made.key);
    const row = await workspace.db.selectFrom("app.api_key").selectAll().where("key_id", "=", made.id).executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(made.key);
  });

  it("do what their scopes name, without an Origin, and nothing of the workspace's own", async () => {
    const { key: figures } = await make(["metrics"]);
    const { key: files } = await make(["imports"]);
    const foreign = { origin: "null", "sec-fetch-site": "cross-site" };
    expect((await knock(health.GET, "GET", { key: figures })).status).toBe(200);
    expect((await knock(importFile, "POST", { key: figures, body: "abc", headers: foreign })).status).toBe(403);
    expect((await knock(importFile, "POST", { key: files, body: "abc", headers: foreign })).body).toEqual({ bytes: 3 });
    for (const closed of [people.GET, keys.GET, audit.GET, account.GET]) expect((await knock(closed, "GET", { key: files })).status).toBe(403);
  });

  it("stop when revoked, run out, or made up, and never fall back to the cookie beside them", async () => {
    const revoked = await make(["metrics"]);
    await knock(key.DELETE, "DELETE", { cookie: owner, params: { id: revoked.id } });
    const late = await make(["metrics"], 1);
    await workspace.db.updateTable("app.api_key").set({ expires_at: sql<Date>`now()` }).where("key_id", "=", late.id).execute();
    for (const dead of [revoked.key, late.key, `sc_${"A".repeat(43)}`, "x", ""]) expect((await knock(health.GET, "GET", { key: dead, cookie: owner })).status).toBe(401);
  });

  it("sink with their maker's role, and die with their maker", async () => {
    const kim = await addPerson(owner, "kim@shop.example", "owner");
    const made = (await knock(keys.POST, "POST", { cookie: kim, body: { name: "Kim's", scopes: ["imports", "metrics"], days: null } })).body as { key: string };
    const kimRow = workspace.db.updateTable("app.person").where("email", "=", "kim@shop.example");
    await kimRow.set({ role: "executive" }).execute();
    expect((await knock(importFile, "POST", { key: made.key, body: "abc" })).status).toBe(403);
    expect((await knock(health.GET, "GET", { key: made.key })).status).toBe(200);
    await kimRow.set({ disabled_at: sql<Date>`now()` }).execute();
    expect((await knock(health.GET, "GET", { key: made.key })).status).toBe(401);
  });
});

describe("the audit log", () => {
  it("says who did what, newest first, page by page", async () => {
    const first = (await knock(audit.GET, "GET", { cookie: owner, path: "/api/v1/audit?group=keys&limit=2" })).body;
    expect(first.entries).toHaveLength(2);
    const second = (await knock(audit.GET, "GET", { cookie: owner, path: `/api/v1/audit?group=keys&limit=2&before=${first.next}` })).body;
    const ids = [...first.entries, ...second.entries].map((entry: { id: string }) => Number(entry.id));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
    const all = (await knock(audit.GET, "GET", { cookie: owner, path: "/api/v1/audit?limit=500" })).body;
    expect(new Set(all.entries.map((entry: { action: string }) => entry.action))).toEqual(new Set(["owner_link_made", "owner_created", "signed_in", "key_made", "key_revoked", "denied", "person_invited", "invitation_accepted"]));
    expect(all.next).toBeNull();
  });

  it("records downloads, and refusals of people we know", async () => {
    await createStore(workspace.db, { name: "Mugs", currency: "EUR", zone: "Europe/Amsterdam" });
    const answer = await metrics.GET(new Request(`${origin}/api/v1/metrics?metrics=net_sales&format=csv`, { headers: { cookie: owner } }), { params: Promise.resolve({}) });
    expect(answer.status).toBe(200);
    const [latest] = (await knock(audit.GET, "GET", { cookie: owner, path: "/api/v1/audit?limit=1" })).body.entries;
    expect(latest).toMatchObject({ actor: "Olga Owner", action: "exported", target: "net_sales", details: { format: "csv" } });
  });

  it("can't be changed or emptied by a statement", async () => {
    const count = async () => (await sql<{ n: number }>`select count(*)::int as n from app.audit`.execute(workspace.db)).rows[0]!.n;
    const before = await count();
    await workspace.db.updateTable("app.audit").set({ actor_name: "somebody else" }).execute();
    await workspace.db.deleteFrom("app.audit").execute();
    expect(await count()).toBe(before);
    expect(await workspace.db.selectFrom("app.audit").select("audit_id").where("actor_name", "=", "somebody else").execute()).toEqual([]);
  });
});
