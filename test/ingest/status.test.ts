// How connections stand, as pages tell it: from a real load of the small world.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPool } from "#db/client.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { readHeat } from "#lib/ingest/heat.ts";
import { ingest } from "#lib/ingest/ingest.ts";
import { readMatchedSpend } from "#lib/ingest/matched-spend.ts";
import { readChanges, readComparedDays, readComparisons } from "#lib/ingest/reconcile.ts";
import { readRuns, rejectsOfRun } from "#lib/ingest/runs.ts";
import { readConnections } from "#lib/ingest/status.ts";
import { askNow } from "#lib/ingest/wake.ts";
import { createStore } from "#lib/stores/stores.ts";
import { connect } from "../support/connect.ts";
import { freshDatabase, type FreshDatabase } from "../support/database.ts";
import { nordlicht, smallNow, smallWorld } from "../support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
let fresh: FreshDatabase;
let pool: ReturnType<typeof openPool>;
let storeId: number;
let web: number;
let ads: number;
const load = (given: Partial<Parameters<typeof ingest>[1]> = {}) => ingest({ db: fresh.db, pool }, { signal: new AbortController().signal, clock: () => smallNow, ...given });

beforeAll(async () => {
  fresh = await freshDatabase();
  pool = openPool(fresh.url, { max: 6 });
  storeId = (await createStore(fresh.db, { name: "Nordlicht", currency: "EUR", zone: "Europe/Berlin" })).id;
  const { clientId, clientSecret, refreshToken, developerToken } = credentials.google as Record<string, string>;
  const endpoint = { base: servers.url, token: `${servers.url}/token` };
  web = await connect(fresh.db, { storeId, source: "google-analytics", settings: { propertyId: nordlicht.accounts.ga4Property!, clientId, clientSecret, refreshToken }, endpoint });
  ads = await connect(fresh.db, { storeId, source: "google-ads", settings: { customerId: nordlicht.accounts.googleAds!, clientId, clientSecret, refreshToken, ...(developerToken ? { developerToken } : {}) }, endpoint });
});
afterAll(async () => {
  await pool.end();
  await Promise.all([servers.close(), fresh.drop()]);
});

describe("how connections stand", () => {
  test("before anything ran: waiting, nothing is said to be complete", async () => {
    const all = await readConnections(fresh.db, "all", smallNow);
    expect(all.map(({ label, look, completeThrough, progress }) => ({ label, look, completeThrough, progress }))).toEqual([
      { label: "Google Analytics", look: "waiting", completeThrough: null, progress: 0 }, { label: "Google Ads", look: "waiting", completeThrough: null, progress: 0 }]);
    expect(await readConnections(fresh.db, [], smallNow)).toEqual([]);
  });
  test("loaded: complete through yesterday, still settling until the last day plus the nightly window", async () => {
    await load();
    const all = await readConnections(fresh.db, [storeId], smallNow);
    expect(all.map(({ look, completeThrough, settlingUntil, progress, problem }) => ({ look, completeThrough, settlingUntil, progress, problem }))).toEqual([
      { look: "complete", completeThrough: "2026-11-20", settlingUntil: "2026-11-24", progress: 1, problem: null },
      { look: "complete", completeThrough: "2026-11-20", settlingUntil: "2026-12-20", progress: 1, problem: null }]);
  });
  test("the map: days before the history aren't asked for, days without rows are empty, new days settle", async () => {
    const all = await readConnections(fresh.db, "all", smallNow, web);
    const heat = await readHeat(fresh.db, all, "2026-11-20", 14);
    expect(heat.days[0]).toBe("2026-11-07");
    expect(heat.rows[0]!.cells).toEqual([...Array(3).fill("empty"), ...Array(7).fill("complete"), ...Array(4).fill("settling")]);
  });
  test("what the source told and what stands here are the same to the last unit", async () => {
    const told = await readComparisons(fresh.db, [web, ads], "2026-01-01");
    expect(told.find((row) => row.connectionId === web && row.stream === "traffic")).toMatchObject({ told: "4535.000000", ours: "4535.000000", difference: "0.000000", apart: 0 });
    expect(told.find((row) => row.connectionId === ads && row.stream === "campaigns")).toMatchObject({ difference: "0.000000", apart: 0 });
    // The landing pages of this world hold fewer visits than its total: that is said, day by day.
    expect(told.find((row) => row.stream === "landing")).toMatchObject({ told: "4535.000000", ours: "2590.000000", difference: "-1945.000000", apart: 10 });
    const traffic = await readComparedDays(fresh.db, web, "traffic", 30);
    expect(traffic.find((row) => row.day === "2026-11-10")).toMatchObject({ ours: "440.000000", rows: 4 });
  });
  test("a day told differently is named: before, after, when and by which run", async () => {
    servers.control.editRows({ store: nordlicht.key, report: "traffic", day: "2026-11-19", where: { source: "(direct)" }, set: { sessions: 113 } });
    await askNow(fresh.db, { connectionId: web }, smallNow);
    await load();
    const [change] = await readChanges(fresh.db, "all", { day: "2026-11-19" });
    expect(change).toMatchObject({ source: "google-analytics", stream: "traffic", day: "2026-11-19", before: "467.000000", after: "471.000000", reason: "nightly" });
    expect(await readChanges(fresh.db, [], {})).toEqual([]);
    const [run] = await readRuns(fresh.db, "all", { connectionId: web, notable: true });
    expect(run).toMatchObject({ id: change!.runId, state: "done", daysChanged: 1 });
  });
  test("a day later than it should be is late; a dead credential says so and stays visible", async () => {
    const later = new Date("2026-11-23T14:00:00Z");
    expect((await readConnections(fresh.db, "all", later)).map((one) => one.look)).toEqual(["late", "late"]);
    // The morning after, nothing is late: a closed day has half a day to come in.
    expect((await readConnections(fresh.db, "all", new Date("2026-11-22T09:00:00Z"))).map((one) => one.look)).toEqual(["complete", "complete"]);
    servers.control.revoke("google");
    await askNow(fresh.db, { connectionId: web }, smallNow);
    await load({ only: { connectionId: web } });
    servers.control.clear();
    const [one] = await readConnections(fresh.db, "all", smallNow, web);
    expect(one).toMatchObject({ look: "stopped", problem: { kind: "auth" }, completeThrough: "2026-11-20" });
    await askNow(fresh.db, { connectionId: web }, smallNow);
    await load({ only: { connectionId: web } });
    expect((await readConnections(fresh.db, "all", smallNow, web))[0]!.look).toBe("complete");
  });
  test("spend is matched to visits by campaign: what no visit names is on the list", async () => {
    const health = await readMatchedSpend(fresh.db, { id: storeId, currency: "EUR" }, { from: "2026-11-10", through: "2026-11-19" });
    // Brand: 10 × 70.00 and 0.01 × (0 + … + 9); Performance Max 10 × 61.904321 has no visit.
    expect(health).toMatchObject({ matched: "700.450000", spend: "1319.493210", unmatched: [{ name: "DE | PMax | Footwear", spend: "619.043210", sessions: 0, orders: 0 }] });
    expect(health!.share).toBeCloseTo(0.5308, 3);
    expect(health!.lint).toEqual([]);
    expect(await readMatchedSpend(fresh.db, { id: storeId + 1, currency: "EUR" }, { from: "2026-11-10", through: "2026-11-19" })).toBeNull();
  });
  test("links that are written wrong are found by rule, with the place that weighs most", async () => {
    const places = [["Newsletter", "email", "may", "", "Email"], ["bing", "cpc", "spring sale", "", "Paid Search"], ["partner x", "banner", "", "", "Unassigned"]] as const;
    for (const [index, [source, medium, campaign, campaign_id, channel]] of places.entries()) {
      await fresh.db.insertInto("dim.traffic").values({ store_id: storeId, traffic_id: 900 + index, source, medium, campaign, campaign_id, channel, told_channel: "", rule: "test" }).execute();
      await fresh.db.insertInto("fact.web_traffic_day").values({ store_id: storeId, day: "2025-05-02", connection_id: web, traffic_id: 900 + index, sessions: 10 + index, engaged_sessions: 0, new_users: 0, views: 0, carts: 0, checkouts: 0, purchases: 0, revenue: "0", currency: "EUR", key_events: "0" }).execute();
    }
    const health = await readMatchedSpend(fresh.db, { id: storeId, currency: "EUR" }, { from: "2025-05-01", through: "2025-05-03" });
    expect(health).toMatchObject({ spend: "0", share: null });
    expect(health!.lint.map(({ rule, places: count, sessions, example }) => [rule, count, sessions, example.source])).toEqual([["unassigned", 1, 12, "partner x"], ["case", 1, 10, "Newsletter"], ["spaces", 2, 23, "partner x"], ["no_id", 1, 11, "bing"]]);
  });
  test("the rows of a run that were left out are for download, text made safe for spreadsheets", async () => {
    const [run] = await readRuns(fresh.db, "all", { connectionId: web, limit: 1 });
    await fresh.db.insertInto("ingest.run_reject").values({ run_id: run!.id, reject_no: 1, path: "rows[3].sessions", reason: "=HYPERLINK(\"x\")", sample: "-" }).execute();
    expect(await rejectsOfRun(fresh.db, "all", web, run!.id)).toBe("path,reason,sample\r\nrows[3].sessions,\"'=HYPERLINK(\"\"x\"\")\",'-\r\n");
    await expect(rejectsOfRun(fresh.db, "all", ads, run!.id)).rejects.toMatchObject({ kind: "missing" });
    await expect(rejectsOfRun(fresh.db, [], web, run!.id)).rejects.toMatchObject({ kind: "missing" });
  });
});
