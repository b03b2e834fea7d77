// Connections made, changed, tested, paused and taken away; on the demo's local servers.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openPool } from "#db/client.ts";
import { childEnvironment } from "#lib/config.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { listConnections, pauseConnection, resumeConnection, saveConnection, testDraft, type Draft } from "#lib/ingest/connections.ts";
import { readConnection, secretsOf } from "#lib/ingest/context.ts";
import { ingest } from "#lib/ingest/ingest.ts";
import { parseConnectFile } from "#lib/ingest/connect-file.ts";
import { removeConnection } from "#lib/ingest/remove-connection.ts";
import { findSource } from "#lib/sources/registry.ts";
import { createStore } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { removeHome, temporaryHome } from "#test/support/home.ts";
import { harbor, nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
const home = temporaryHome("connections");
let fresh: FreshDatabase;
let host: { db: FreshDatabase["db"]; pool: ReturnType<typeof openPool> };
beforeAll(async () => {
  fresh = await freshDatabase();
  host = { db: fresh.db, pool: openPool(fresh.url, { max: 6 }) };
});
afterAll(async () => {
  await host.pool.end();
  await Promise.all([servers.close(), fresh.drop()]);
  removeHome(home);
});

const { clientId, clientSecret, refreshToken } = credentials.google;
const property = nordlicht.accounts.ga4Property!;
const settings = { propertyId: property, clientId, clientSecret, refreshToken };
const endpoint = { base: servers.url, token: `${servers.url}/token` };
const signal = new AbortController().signal;
let storeId: number;
let made = 0;
beforeEach(async () => {
  servers.control.clear();
  storeId = (await createStore(fresh.db, { name: `Shop ${++made}`, currency: "EUR", zone: "Europe/Berlin" })).id;
});
const draft = (given: Partial<Draft> = {}): Draft => ({ storeId, source: "google-analytics", settings, endpoint, ...given });
const zone = { zone: "Europe/Berlin", currency: "EUR" };
const view = async () => (await listConnections(fresh.db, [storeId]))[0]!;

describe("saving", () => {
  test("a connection is made: secrets are sealed, and a list tells only that they are there", async () => {
    const saved = await saveConnection(fresh.db, draft());
    expect(saved).toMatchObject({ isNew: true, isChanged: true, account: null });
    expect(await view()).toMatchObject({ id: saved.id, name: "Google Analytics", settings: { propertyId: property, clientId }, filled: ["clientSecret", "refreshToken"], endpoint, state: "active" });
    expect(secretsOf(await readConnection(fresh.db, saved.id))).toEqual({ clientSecret, refreshToken });
    const { rows: [row] } = await host.pool.query("select to_jsonb(c)::text as all from ingest.connection c where connection_id = $1", [saved.id]);
    for (const secret of [clientSecret, refreshToken]) expect(row.all).not.toContain(secret);
    expect(JSON.stringify(await listConnections(fresh.db, "all"))).not.toMatch(/wrapped|body/);
  });
  test("the same again changes nothing; secrets that are left out stay; null takes one away", async () => {
    const { id } = await saveConnection(fresh.db, draft());
    expect(await saveConnection(fresh.db, draft())).toMatchObject({ id, isNew: false, isChanged: false });
    expect(await saveConnection(fresh.db, draft({ settings: { propertyId: property, clientId, refreshToken: "" }, endpoint: undefined }))).toMatchObject({ id, isChanged: false });
    await saveConnection(fresh.db, draft({ settings: { propertyId: property, clientId, refreshToken: "1//another" } }));
    expect(secretsOf(await readConnection(fresh.db, id))).toEqual({ clientSecret, refreshToken: "1//another" });
    await expect(saveConnection(fresh.db, draft({ settings: { propertyId: property, clientId, refreshToken: null } }))).rejects.toMatchObject({ kind: "invalid" });
  });
  test.each([
    [{ propertyId: "G-1234" }, "propertyId: A property ID is a number"],
    [{ propertyId: undefined }, "propertyId: This is missing."],
    [{ refreshToken: undefined }, "serviceAccount: Give the key of a service account"],
    [{ propertyID: "1" }, "propertyID: Google Analytics has no such field; it has propertyId,"],
  ])("settings that don't do are named by field: %j", async (change, words) => {
    await expect(saveConnection(fresh.db, draft({ settings: { ...settings, ...change } }))).rejects.toMatchObject({ kind: "invalid", code: "sources.settings", message: expect.stringContaining(words) });
    expect(await listConnections(fresh.db, [storeId])).toEqual([]);
  });
  test("two accounts of one source stand side by side under their names", async () => {
    await saveConnection(fresh.db, draft());
    await saveConnection(fresh.db, draft({ name: "Second", settings: { ...settings, propertyId: "77777" } }));
    expect((await listConnections(fresh.db, [storeId])).map((one) => one.name)).toEqual(["Google Analytics", "Second"]);
    expect(await listConnections(fresh.db, [])).toEqual([]);
  });
  test("kept secrets can't be had by changing where they go", async () => {
    const { id } = await saveConnection(fresh.db, draft());
    const elsewhere = { base: "http://127.0.0.1:9", token: "http://127.0.0.1:9/token" };
    await expect(saveConnection(fresh.db, draft({ settings: { propertyId: property, clientId }, endpoint: elsewhere }))).rejects.toMatchObject({ code: "sources.secrets_again" });
    expect((await view()).endpoint).toEqual(endpoint);
    expect(await saveConnection(fresh.db, draft({ endpoint: elsewhere }))).toMatchObject({ id, isChanged: true });
    expect(await saveConnection(fresh.db, draft({ endpoint: null }))).toMatchObject({ id, isChanged: true });
    expect((await view()).endpoint).toBeNull();
  });
});

describe("testing", () => {
  test("a test asks the vendor before anything is stored, and tells the account", async () => {
    const account = await testDraft(host, draft({ storeId: 0 }), zone, signal);
    expect(account).toMatchObject({ id: property, currency: "EUR" });
    const saved = await saveConnection(fresh.db, draft(), account);
    expect(await view()).toMatchObject({ id: saved.id, account: { id: property } });
    expect((await view()).testedAt).not.toBeNull();
  });
  test("a refused credential is a fault in words without the credential", async () => {
    servers.control.revoke("google");
    const error = await testDraft(host, draft(), zone, signal).then(() => null, (caught: Error) => caught);
    expect(error).toMatchObject({ kind: "auth" });
    expect(error!.message).not.toContain(refreshToken);
  });
  test("a kept connection can't be turned to another account under the same name", async () => {
    const account = await testDraft(host, draft(), zone, signal);
    await saveConnection(fresh.db, draft(), account);
    await expect(saveConnection(fresh.db, draft(), { ...account, id: "999", name: "Other" })).rejects.toMatchObject({ kind: "conflict", code: "sources.other_account" });
  });
});

describe("life", () => {
  test("paused is not asked; resumed and changed settings wake what stands or was stopped", async () => {
    const { id } = await saveConnection(fresh.db, draft());
    await pauseConnection(fresh.db, id);
    const run = () => ingest(host, { signal, clock: () => smallNow, only: { storeId } });
    expect((await run()).runs).toEqual([]);
    await resumeConnection(fresh.db, id);
    expect((await run()).runs.length).toBeGreaterThan(0);
    expect((await run()).runs).toEqual([]);
    await fresh.db.updateTable("ingest.connection").set({ state: "stopped", problem: JSON.stringify({ kind: "auth", message: "dead" }) }).where("connection_id", "=", id).execute();
    await saveConnection(fresh.db, draft());
    expect((await view()).state).toBe("stopped");
    await saveConnection(fresh.db, draft({ settings: { ...settings, refreshToken: "1//renewed" } }));
    expect(await view()).toMatchObject({ state: "active", problem: null });
    await saveConnection(fresh.db, draft());
    // Asked anew at once; it tells the same, so nothing moves.
    const again = await run();
    expect([again.failed, again.runs.length > 0, again.runs.filter((one) => one.state !== "done" || one.daysChanged > 0)]).toEqual([[], true, []]);
    await expect(pauseConnection(fresh.db, 999_999)).rejects.toMatchObject({ kind: "missing" });
  });
  test("turned to another account without a test, it is stopped before a figure of the other comes in", async () => {
    const { id } = await saveConnection(fresh.db, draft());
    await ingest(host, { signal, clock: () => smallNow, only: { storeId } });
    await saveConnection(fresh.db, draft({ settings: { ...settings, propertyId: harbor.accounts.ga4Property! } }));
    const done = await ingest(host, { signal, clock: () => smallNow, only: { storeId } });
    expect([done.runs, done.failed]).toMatchObject([[], [{ connectionId: id, problem: { kind: "input", message: expect.stringContaining("another account") } }]]);
    expect((await view()).state).toBe("stopped");
    await saveConnection(fresh.db, draft());
    expect((await ingest(host, { signal, clock: () => smallNow, only: { storeId } })).failed).toEqual([]);
  });
  test("a connection's key that is missing stops nothing for good", async () => {
    const { id } = await saveConnection(fresh.db, draft());
    await host.pool.query("update ingest.connection set secret = jsonb_set(secret, '{key}', '\"0123456789ab\"') where connection_id = $1", [id]);
    const done = await ingest(host, { signal, clock: () => smallNow, only: { storeId } });
    expect(done.failed).toMatchObject([{ problem: { kind: "broken", message: expect.stringContaining("belongs to another installation") } }]);
    expect(await view()).toMatchObject({ state: "active", problem: { kind: "broken" } });
    await saveConnection(fresh.db, draft());
    expect((await ingest(host, { signal, clock: () => smallNow, only: { storeId } })).failed).toEqual([]);
    expect(await view()).toMatchObject({ problem: null });
  });
  test("removed leaves nothing of its own: facts, coverage, journal; another connection's facts stay", async () => {
    const count = async (id: number) => (await host.pool.query("select count(*)::int as n, coalesce(sum(sessions), 0)::int as sessions from fact.web_traffic_day where store_id = $1 and connection_id = $2", [storeId, id])).rows[0];
    const one = await saveConnection(fresh.db, draft());
    const two = await saveConnection(fresh.db, draft({ name: "Second" }));
    await ingest(host, { signal, clock: () => smallNow, only: { storeId } });
    const before = await count(two.id);
    expect((await count(one.id)).n).toBeGreaterThan(0);
    expect(await removeConnection(host, one.id)).toMatchObject({ orders: 0, days: 10 });
    expect([await count(one.id), await count(two.id)]).toEqual([{ n: 0, sessions: 0 }, before]);
    for (const table of ["ingest.stream", "ingest.run", "ingest.source_day", "raw.source_page"]) expect((await host.pool.query(`select 1 from ${table} where connection_id = $1`, [one.id])).rowCount).toBe(0);
    expect((await host.pool.query("select source from ingest.coverage where store_id = $1", [storeId])).rows).toEqual([{ source: `google-analytics:${two.id}` }]);
    expect((await host.pool.query("select sum(sessions)::int as sessions from mart.web_daily where store_id = $1", [storeId])).rows).toEqual([{ sessions: before.sessions }]);
    await expect(removeConnection(host, one.id)).rejects.toMatchObject({ kind: "missing" });
  });
});

describe("the file of npm run connect", () => {
  const ga4 = findSource("google-analytics");
  test("fields stand flat or under settings and secrets; an endpoint is one address or two", () => {
    expect(parseConnectFile(JSON.stringify(settings), ga4)).toEqual({ settings });
    expect(parseConnectFile(JSON.stringify({ settings: { propertyId: property, clientId }, secrets: { clientSecret, refreshToken }, endpoint: "http://127.0.0.1:4000/" }), ga4))
      .toEqual({ settings, endpoint: { base: "http://127.0.0.1:4000", token: "http://127.0.0.1:4000/token" } });
    expect(parseConnectFile(JSON.stringify({ ...settings, endpoint: { base: "http://a.test/x/", token: "http://b.test" } }), ga4).endpoint).toEqual({ base: "http://a.test/x", token: "http://b.test" });
    expect(parseConnectFile('{"endpoint":null}', ga4).endpoint).toBeNull();
  });
  test.each(["", "[]", "{", '{"endpoint":"ftp://x"}', '{"endpoint":{"base":"x"}}', '{"endpoint":{"base":"http://a:b@c"}}', '{"endpoint":{"base":"http://a","tokn":"http://a"}}', '{"settings":3}'])("%j is refused", (text) => {
    expect(() => parseConnectFile(text, ga4)).toThrowError(/can't be used/);
  });
});

describe("npm run connect", () => {
  const file = path.join(home, "ga4.json");
  const connect = (...words: string[]) => new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, ["--import", "tsx", "scripts/connect.ts", ...words], { env: childEnvironment({ DATABASE_URL: fresh.url, STORECAST_HOME: home }) }, (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }));
  });
  test("makes the store and the connection, tested; again it changes nothing", async () => {
    writeFileSync(file, JSON.stringify({ ...settings, endpoint }));
    const words = ["google-analytics", "--store", "Made by connect", "--settings", file];
    expect(await connect(...words)).toMatchObject({ code: 2, err: expect.stringContaining("--currency EUR --zone Europe/Berlin") });
    const first = await connect(...words, "--currency", "eur", "--zone", "Europe/Berlin", "--json");
    expect(first.err + first.code).toBe("0");
    expect(JSON.parse(first.out)).toMatchObject({ storeIsNew: true, isNew: true, account: { id: property } });
    const again = await connect(...words);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining("is connected already, unchanged, to Made by connect")]);
    expect(again.out + first.out).not.toContain(refreshToken);
  });
  test("what is wrong is said by field or by the vendor, and nothing is made", async () => {
    writeFileSync(file, JSON.stringify({ ...settings, propertyId: "G-1", endpoint }));
    const to = ["--store", "Never", "--currency", "EUR", "--zone", "Europe/Berlin", "--settings", file];
    expect(await connect("google-analytics", ...to)).toMatchObject({ code: 2, err: expect.stringContaining("propertyId: A property ID is a number") });
    expect(await connect("no-such", ...to)).toMatchObject({ code: 2, err: expect.stringContaining("There is no source no-such") });
    writeFileSync(file, JSON.stringify({ ...settings, endpoint }));
    servers.control.revoke("google");
    const refused = await connect("google-analytics", ...to);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("could not be connected (auth)") });
    expect(refused.err).not.toContain("    at ");
    expect((await fresh.db.selectFrom("dim.store").select("name").where("name", "=", "Never").execute())).toEqual([]);
  });
});
