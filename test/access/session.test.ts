import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "kysely";
import * as account from "#app/api/v1/account/route.ts";
import * as health from "#app/api/v1/health/database/route.ts";
import * as password from "#app/api/v1/account/password/route.ts";
import * as people from "#app/api/v1/people/route.ts";
import * as person from "#app/api/v1/people/[id]/route.ts";
import * as session from "#app/api/v1/session/route.ts";
import * as sessions from "#app/api/v1/account/sessions/route.ts";
import * as oneSession from "#app/api/v1/account/sessions/[id]/route.ts";
import { addPerson, knock, makeOwner, openWorkspace, ownerPassword, type Workspace } from "#test/support/door.ts";

let workspace: Workspace;
let owner: string;
const kimPassword = "nine purple kettles";
const signIn = (email: string, secret: string, address = "192.0.2.7") => knock(session.POST, "POST", { body: { email, password: secret }, headers: { "x-forwarded-for": address } });
const status = async (cookie: string) => (await knock(health.GET, "GET", { cookie })).status;
const idOf = async (email: string) => (await workspace.db.selectFrom("app.person").select("id").where("email", "=", email).executeTakeFirstOrThrow()).id;
const change = async (email: string, body: object, cookie = owner) => knock(person.PATCH, "PATCH", { cookie, params: { id: await idOf(email) }, body });

beforeAll(async () => {
  workspace = await openWorkspace();
  owner = await makeOwner(workspace.db);
  await addPerson(owner, "kim@shop.example", "marketer");
});
afterAll(async () => { await workspace.close(); });

describe("signing in", () => {
  it("answers an unknown e-mail, a wrong password and a disabled person alike", async () => {
    await addPerson(owner, "gone@shop.example", "executive");
    await change("gone@shop.example", { isDisabled: true });
    const answers = await Promise.all([signIn("nobody@shop.example", kimPassword), signIn("kim@shop.example", "not the password"), signIn("gone@shop.example", kimPassword)]);
    const said = answers.map(({ status, body }) => ({ status, message: body.error.message, code: body.error.code }));
    expect(said[0]!.status).toBe(401);
    expect(said[1]).toEqual(said[0]);
    expect(said[2]).toEqual(said[0]);
  });

  it("gives a new token each time, in a cookie that scripts and other sites can't use", async () => {
    const one = await signIn("kim@shop.example", kimPassword);
    const two = await signIn("KIM@shop.example ", kimPassword);
    expect(one.cookie).not.toBe(two.cookie);
    expect(one.headers.get("set-cookie")).toMatch(/HttpOnly/i);
    expect(one.headers.get("set-cookie")).toMatch(/SameSite=Lax/i);
  });

  it("stops after 5 wrong tries for 15 minutes, says how long, and survives a restart because Postgres counts", async () => {
    for (let n = 0; n < 5; n += 1) expect((await signIn("lock@shop.example", "wrong wrong wrong", "198.51.100.9")).status).toBe(401);
    const locked = await signIn("lock@shop.example", "wrong wrong wrong", "198.51.100.9");
    expect(locked.status).toBe(429);
    expect(locked.body.error.message).toBe("Too many tries. Try again in 15 minutes.");
    expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(800);
    expect((await signIn("kim@shop.example", kimPassword, "198.51.100.9")).status).toBe(200);
    const { rows } = await sql<{ points: number }>`select points from app.try where points > 5`.execute(workspace.db);
    expect(rows.length).toBeGreaterThan(0);
  });

  it("holds the account's own limit when the caller makes up addresses", async () => {
    const seen: number[] = [];
    for (let n = 0; n < 21; n += 1) seen.push((await signIn("spread@shop.example", "wrong wrong wrong", `198.51.101.${n}`)).status);
    expect(seen.slice(0, 20)).toEqual(Array(20).fill(401));
    expect(seen[20]).toBe(429);
  });
});

describe("a session", () => {
  it("dies with sign-out, and the browser is told to forget", async () => {
    const { cookie } = await signIn("kim@shop.example", kimPassword);
    expect(await status(cookie)).toBe(200);
    const out = await knock(session.DELETE, "DELETE", { cookie });
    expect(out.headers.get("clear-site-data")).toContain("storage");
    expect(out.headers.get("set-cookie")).toMatch(/Max-Age=0/);
    expect(await status(cookie)).toBe(401);
  });

  it("dies at once when its person is disabled", async () => {
    const { cookie } = await signIn("kim@shop.example", kimPassword);
    await change("kim@shop.example", { isDisabled: true });
    expect(await status(cookie)).toBe(401);
    await change("kim@shop.example", { isDisabled: false });
    expect(await status(cookie)).toBe(401);
  });

  it("has the new role on its next request", async () => {
    const { cookie } = await signIn("kim@shop.example", kimPassword);
    expect((await knock(people.GET, "GET", { cookie })).status).toBe(403);
    await change("kim@shop.example", { role: "owner" });
    expect((await knock(people.GET, "GET", { cookie })).status).toBe(200);
    await change("kim@shop.example", { role: "marketer" });
    expect((await knock(people.GET, "GET", { cookie })).status).toBe(403);
  });

  it("ends after 12 idle hours and after 7 days", async () => {
    const { cookie } = await signIn("kim@shop.example", kimPassword);
    await workspace.db.updateTable("app.session").set({ updated_at: sql<Date>`now() - interval '13 hours'` }).where("user_id", "=", await idOf("kim@shop.example")).execute();
    expect(await status(cookie)).toBe(401);
    const again = await signIn("kim@shop.example", kimPassword);
    await workspace.db.updateTable("app.session").set({ expires_at: sql<Date>`now()` }).where("user_id", "=", await idOf("kim@shop.example")).execute();
    expect(await status(again.cookie)).toBe(401);
  });

  it("can be ended from another one of the same person, and by no one else", async () => {
    const here = await signIn("kim@shop.example", kimPassword);
    const there = await signIn("kim@shop.example", kimPassword);
    const list = (await knock(sessions.GET, "GET", { cookie: here.cookie })).body.sessions as { id: string; isThis: boolean }[];
    expect(list[0]!.isThis).toBe(true);
    const other = list.find((one) => !one.isThis)!;
    expect((await knock(oneSession.DELETE, "DELETE", { cookie: owner, params: { id: other.id } })).status).toBe(404);
    for (const one of list.filter((one) => !one.isThis)) await knock(oneSession.DELETE, "DELETE", { cookie: here.cookie, params: { id: one.id } });
    expect(await status(there.cookie)).toBe(401);
    expect(await status(here.cookie)).toBe(200);
  });

  it("is replaced when the password changes, and the others end", async () => {
    const here = await signIn("kim@shop.example", kimPassword);
    const there = await signIn("kim@shop.example", kimPassword);
    expect((await knock(password.POST, "POST", { cookie: here.cookie, body: { current: "wrong wrong wrong", next: "twelve silver spoons" } })).body.error.field).toBe("current");
    expect((await knock(password.POST, "POST", { cookie: here.cookie, body: { current: kimPassword, next: "kim" } })).body.error.field).toBe("next");
    const done = await knock(password.POST, "POST", { cookie: here.cookie, body: { current: kimPassword, next: "twelve silver spoons" } });
    expect(done.status).toBe(200);
    expect(await status(done.cookie)).toBe(200);
    expect([await status(here.cookie), await status(there.cookie)]).toEqual([401, 401]);
  });
});

describe("what ran out", () => {
  it("is swept away at the next sign-in: sessions, links and tries", async () => {
    await workspace.db.updateTable("app.session").set({ expires_at: sql<Date>`now() - interval '1 second'` }).execute();
    await workspace.db.updateTable("app.try").set({ expire: "1" }).execute();
    await workspace.db.insertInto("app.door_link").values({ token_hash: "x", kind: "invite", expires_at: sql<Date>`now() - interval '1 second'` }).execute();
    owner = (await signIn("olga@shop.example", ownerPassword)).cookie;
    const { rows } = await sql<{ sessions: number; links: number; tries: number }>`select (select count(*)::int from app.session) as sessions, (select count(*)::int from app.door_link) as links, (select count(*)::int from app.try where expire = 1) as tries`.execute(workspace.db);
    expect(rows).toEqual([{ sessions: 1, links: 0, tries: 0 }]);
  });
});

describe("the last owner", () => {
  it("can be neither demoted nor disabled, also when two owners demote each other at once", async () => {
    expect((await change("olga@shop.example", { role: "marketer" })).body.error.code).toBe("access.last_owner");
    expect((await change("olga@shop.example", { isDisabled: true })).status).toBe(409);
    await change("kim@shop.example", { role: "owner" });
    const kim = await signIn("kim@shop.example", "twelve silver spoons");
    const both = await Promise.all([change("kim@shop.example", { role: "marketer" }), change("olga@shop.example", { role: "marketer" }, kim.cookie)]);
    expect(both.filter((one) => one.status === 200)).toHaveLength(1);
    const left = await workspace.db.selectFrom("app.person").select("id").where("role", "=", "owner").where("disabled_at", "is", null).execute();
    expect(left).toHaveLength(1);
    await workspace.db.updateTable("app.person").set({ role: "owner" }).where("email", "=", "olga@shop.example").execute();
  });
});

describe("what is kept", () => {
  it("holds no password, token or link in any table", async () => {
    const live = await signIn("olga@shop.example", ownerPassword);
    const token = live.cookie.split("=")[1]!.split(/\.|%2E/)[0]!;
    const { rows } = await sql<{ name: string; text: string }>`
      select format('%I.%I', n.nspname, c.relname) as name, query_to_xml(format('select * from %I.%I', n.nspname, c.relname), true, false, '')::text as text
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`.execute(workspace.db);
    const everything = rows.map((row) => row.text).join("\n");
    expect(everything).toContain("olga@shop.example");
    for (const secret of [ownerPassword, kimPassword, "twelve silver spoons", "wrong wrong wrong", token]) expect(everything).not.toContain(secret);
    expect((await knock(account.GET, "GET", { cookie: `storecast=${token}` })).status).toBe(200);
  });
});
