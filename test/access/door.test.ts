import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "kysely";
import * as accept from "#app/api/v1/invitations/accept/[token]/route.ts";
import * as account from "#app/api/v1/account/route.ts";
import * as health from "#app/api/v1/health/database/route.ts";
import * as invitation from "#app/api/v1/invitations/[id]/route.ts";
import * as invitations from "#app/api/v1/invitations/route.ts";
import * as passwordLink from "#app/api/v1/people/[id]/password-link/route.ts";
import * as session from "#app/api/v1/session/route.ts";
import * as setup from "#app/api/v1/setup/[token]/route.ts";
import { ensureOwnerLink, readOwnerLink, recoverOwnerLink } from "#lib/access/owner-link.ts";
import { knock, openWorkspace, origin, ownerPassword, type Workspace } from "#test/support/door.ts";

let workspace: Workspace;
let owner: string;
const tokenOf = (link: string | null) => link!.split("/").at(-1)!;
const olga = { name: "Olga Owner", email: "Olga@Shop.example ", password: ownerPassword };

beforeAll(async () => { workspace = await openWorkspace(); });
afterAll(async () => { await workspace.close(); });

describe("the first owner", () => {
  it("has no default account: nobody is in, and only a link makes someone", async () => {
    expect(await workspace.db.selectFrom("app.person").select("id").execute()).toEqual([]);
    expect((await knock(setup.POST, "POST", { params: { token: "made-up" }, body: olga })).status).toBe(404);
  });

  it("can only use the newest link, in time", async () => {
    const old = tokenOf(await ensureOwnerLink(workspace.db, origin));
    const late = tokenOf(await ensureOwnerLink(workspace.db, origin));
    await workspace.db.updateTable("app.door_link").set({ expires_at: sql<Date>`now() - interval '1 second'` }).execute();
    for (const token of [old, late]) expect((await knock(setup.POST, "POST", { params: { token }, body: olga })).status).toBe(404);
  });

  it("is told what is wrong beside the field, and keeps the link", async () => {
    const token = tokenOf(await ensureOwnerLink(workspace.db, origin));
    expect((await knock(setup.POST, "POST", { params: { token }, body: { ...olga, password: "short" } })).body.error).toMatchObject({ code: "access.password_short", field: "password", message: "Use at least 12 characters." });
    expect((await knock(setup.POST, "POST", { params: { token }, body: { ...olga, email: "olga" } })).body.error).toMatchObject({ kind: "invalid", field: "email" });
    expect(await readOwnerLink(workspace.db, token)).not.toBeNull();
  });

  it("is made once when two use the link at the same moment, and signed in", async () => {
    const token = tokenOf(await ensureOwnerLink(workspace.db, origin));
    const both = await Promise.all([knock(setup.POST, "POST", { params: { token }, body: { ...olga, email: "other@shop.example" } }), knock(setup.POST, "POST", { params: { token }, body: olga })]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 404]);
    owner = both.find((one) => one.status === 200)!.cookie;
    expect((await knock(account.GET, "GET", { cookie: owner })).body.role).toBe("owner");
    // Either may be the first; what follows calls the owner Olga.
    await workspace.db.updateTable("app.person").set({ email: "olga@shop.example", name: "Olga Owner" }).execute();
  });

  it("ends set-up for good: no new link, and an old one is 404", async () => {
    expect(await ensureOwnerLink(workspace.db, origin)).toBeNull();
    expect(await workspace.db.selectFrom("app.door_link").select("link_id").where("kind", "=", "setup").execute()).toEqual([]);
  });
});

describe("invitations", () => {
  const kim = { name: "Kim", password: "nine purple kettles" };
  it("work once, in the chosen role, for the invited e-mail", async () => {
    const made = await knock(invitations.POST, "POST", { cookie: owner, body: { email: "Kim@shop.example", role: "marketer" } });
    expect(made.status).toBe(200);
    const token = made.body.path.split("/").at(-1);
    expect(JSON.stringify((await knock(invitations.GET, "GET", { cookie: owner })).body)).not.toContain(token);
    const first = await knock(accept.POST, "POST", { params: { token }, body: kim });
    expect((await knock(account.GET, "GET", { cookie: first.cookie })).body).toEqual({ name: "Kim", email: "kim@shop.example", role: "marketer" });
    expect((await knock(accept.POST, "POST", { params: { token }, body: kim })).status).toBe(404);
  });

  it("can be taken back", async () => {
    const made = await knock(invitations.POST, "POST", { cookie: owner, body: { email: "lee@shop.example", role: "executive" } });
    expect((await knock(invitation.DELETE, "DELETE", { cookie: owner, params: { id: made.body.id } })).status).toBe(200);
    expect((await knock(accept.POST, "POST", { params: { token: made.body.path.split("/").at(-1) }, body: kim })).status).toBe(404);
  });

  it("run out after 7 days, and a newer one of the same e-mail replaces the older", async () => {
    const older = await knock(invitations.POST, "POST", { cookie: owner, body: { email: "lee@shop.example", role: "executive" } });
    await knock(invitations.POST, "POST", { cookie: owner, body: { email: "lee@shop.example", role: "marketer" } });
    expect((await knock(accept.POST, "POST", { params: { token: older.body.path.split("/").at(-1) }, body: kim })).status).toBe(404);
    const { rows } = await sql<{ days: number }>`select extract(epoch from expires_at - created_at) / 86400 as days from app.door_link where email = 'lee@shop.example'`.execute(workspace.db);
    expect(rows.map((row) => Number(row.days))).toEqual([7]);
  });

  it("aren't made for somebody who is here, nor by anyone but the owner", async () => {
    expect((await knock(invitations.POST, "POST", { cookie: owner, body: { email: "kim@shop.example", role: "marketer" } })).body.error.code).toBe("access.email_taken");
    const kimCookie = (await knock(session.POST, "POST", { body: { email: "kim@shop.example", password: kim.password } })).cookie;
    expect((await knock(invitations.POST, "POST", { cookie: kimCookie, body: { email: "x@shop.example", role: "owner" } })).status).toBe(403);
  });
});

describe("a lost password", () => {
  it("is set anew by the operator's link, which ends all sessions and works once", async () => {
    const token = tokenOf(await recoverOwnerLink(workspace.db, origin));
    expect((await knock(health.GET, "GET", { cookie: owner })).status).toBe(200);
    const done = await knock(setup.POST, "POST", { params: { token }, body: { password: "eleven yellow lamps" } });
    expect(done.status).toBe(200);
    expect((await knock(health.GET, "GET", { cookie: owner })).status).toBe(401);
    expect((await knock(health.GET, "GET", { cookie: done.cookie })).status).toBe(200);
    expect((await knock(setup.POST, "POST", { params: { token }, body: { password: "eleven yellow lamps" } })).status).toBe(404);
    expect((await knock(session.POST, "POST", { body: { email: "olga@shop.example", password: ownerPassword } })).status).toBe(401);
  });

  it("lets its holder in although strangers used up the account's tries", async () => {
    const wrong = { email: "olga@shop.example", password: "wrong wrong wrong" };
    for (let n = 0; n < 21; n += 1) await knock(session.POST, "POST", { body: wrong, headers: { "x-forwarded-for": `198.51.100.${n}` } });
    expect((await knock(session.POST, "POST", { body: { ...wrong, password: "eleven yellow lamps" } })).status).toBe(429);
    const token = tokenOf(await recoverOwnerLink(workspace.db, origin, "Olga@shop.example"));
    expect((await knock(setup.POST, "POST", { params: { token }, body: { password: "thirteen pink clouds" } })).status).toBe(200);
    expect((await knock(session.POST, "POST", { body: { ...wrong, password: "thirteen pink clouds" } })).status).toBe(200);
  });

  it("is set anew for others by a link that the owner makes", async () => {
    const olgaCookie = (await knock(session.POST, "POST", { body: { email: "olga@shop.example", password: "thirteen pink clouds" } })).cookie;
    const { id } = await workspace.db.selectFrom("app.person").select("id").where("email", "=", "kim@shop.example").executeTakeFirstOrThrow();
    const made = await knock(passwordLink.POST, "POST", { cookie: olgaCookie, params: { id } });
    const done = await knock(setup.POST, "POST", { params: { token: made.body.path.split("/").at(-1) }, body: { password: "fifteen small boats" } });
    expect((await knock(account.GET, "GET", { cookie: done.cookie })).body).toMatchObject({ email: "kim@shop.example", role: "marketer" });
    expect((await knock(passwordLink.POST, "POST", { cookie: done.cookie, params: { id } })).status).toBe(403);
  });

  it("is for owners only", async () => {
    await expect(recoverOwnerLink(workspace.db, origin, "kim@shop.example")).rejects.toMatchObject({ kind: "missing" });
  });
});
