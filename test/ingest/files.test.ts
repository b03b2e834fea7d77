// Files that people export by hand, as the store keeps them: read, replaced, left out, refused, removed.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { noRules } from "#lib/channels/own-rules.ts";
import { AppError } from "#lib/core/errors.ts";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { adDay } from "#lib/facts/ads.ts";
import { adDayOf } from "#lib/sources/files/ad-rows.ts";
import { resumeConnection } from "#lib/ingest/connections.ts";
import { importData, type DataFile } from "#lib/ingest/files/import-data.ts";
import type { DataSummary } from "#lib/ingest/files/summary.ts";
import { readHeat } from "#lib/ingest/heat.ts";
import { removeConnection } from "#lib/ingest/remove-connection.ts";
import { rejectsOfRun } from "#lib/ingest/runs.ts";
import { runStream } from "#lib/ingest/run.ts";
import { readConnections } from "#lib/ingest/status.ts";
import { readCoverage } from "#lib/metrics/coverage.ts";
import type { Context, ReportStream } from "#lib/sources/source.ts";
import { zipOf } from "#test/imports/zip.ts";
import { bytesOf, openShop, type Shop } from "#test/imports/support.ts";

let shop: Shop;
beforeEach(async () => { shop = await openShop(); });
afterEach(async () => { await shop.close(); });

const fixture = (name: string) => readFileSync(`test/fixtures/csv/${name}.csv`);
const give = (content: string | Uint8Array, said: Partial<DataFile> = {}): Promise<DataSummary> => importData(shop.host, { storeId: shop.storeId, name: "file.csv", bytes: () => bytesOf(content), ...said });
const rows = async (text: string): Promise<unknown[]> => (await shop.host.pool.query(text)).rows;
const ads = () => rows("select day::text, platform, campaign_id as campaign, trim_scale(spend)::text as spend from fact.ad_day order by 1, 2, 3");
const mart = async () => (await rows("select trim_scale(sum(spend))::text as spend from mart.ads_daily where currency = 'EUR'"))[0];
const coverage = () => rows("select source, role, from_day::text as from, through_day::text as through from ingest.coverage order by 1, 3");
async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return "taken";
}
const spendDays = (from: string, ...amounts: string[]) => `date,channel,cost\n${amounts.map((amount, index) => `${addDays(from, index)},Audio,${amount}`).join("\n")}`;
/** Google Ads' download as it comes from its page: UTF-16, tabs, decimal commas in German. */
const german = (cost: string) => Buffer.from(`\ufeffKampagnenbericht\r\n1. November 2026 - 12. November 2026\r\nTag\tKampagne\tKampagnen-ID\tKampagnentyp\tWährungscode\tImpr.\tKlicks\tKosten\tConversions\tConv.-Wert\r\n2026-11-12\tMarke\t7\tSuche\tEUR\t3.100\t197\t${cost}\t5,50\t612,30\r\nGesamt: Konto\t --\t --\t --\tEUR\t3.100\t197\t${cost}\t5,50\t612,30\r\n`, "utf16le");

test("Google Ads' report becomes spend of its day, a connection that is nobody's to ask, a run, coverage and marts", async () => {
  const done = await give(fixture("google-ads-campaign.en"));
  expect(done).toMatchObject({ kind: "google-ads", firstDay: "2026-11-12", lastDay: "2026-11-12", days: 1, read: 3, rejected: 0, written: 3, daysChanged: 1, daysReplaced: 0, leftOut: [], sums: [{ measure: "spend", currency: "EUR", sum: "131.9" }], toldOtherwise: null, figuresPending: false });
  expect(await mart()).toEqual({ spend: "131.9" });
  expect(await coverage()).toEqual([{ source: `google-ads-file#${done.connectionId}`, role: "ads", from: "2026-11-12", through: "2026-11-12" }]);
  expect(await readCoverage(shop.host.db)).toMatchObject([{ role: "ads", firstDay: "2026-11-12", completeThrough: "2026-11-12" }]);
  const [one] = await readConnections(shop.host.db, "all", now());
  expect(one).toMatchObject({ source: "google-ads-file", label: "Google Ads: campaigns by day", role: "ads", state: "paused", look: "file", isFile: true, completeThrough: "2026-11-12", since: "2026-11-12", streams: [{ name: "campaigns", doneFrom: "2026-11-12" }] });
  const heat = await readHeat(shop.host.db, [one!], "2026-11-13", 3);
  expect(heat.rows[0]!.cells).toEqual(["none", "complete", "none"]);
  expect(await rows("select state, reason, rows_read, rows_written, days_changed from ingest.run")).toEqual([{ state: "done", reason: "manual", rows_read: 3, rows_written: 3, days_changed: 1 }]);
  expect(await rows("select ours::float, told::float from ingest.source_day")).toEqual([{ ours: 131.9, told: 131.9 }]);
  expect(await refusal(resumeConnection(shop.host.db, done.connectionId!))).toBe("sources.is_file");
});

test("the same file again changes nothing; a newer one replaces its days alone", async () => {
  await give(spendDays("2026-11-01", "10", "20", "30"));
  expect(await give(spendDays("2026-11-01", "10", "20", "30"))).toMatchObject({ written: 0, daysChanged: 0 });
  expect(await rows("select day from ingest.dirty_day")).toEqual([]);
  expect(await give(spendDays("2026-11-02", "20", "31", "40"))).toMatchObject({ written: 2, daysChanged: 2, daysReplaced: 1, sums: [{ sum: "91" }] });
  expect((await ads()).map((row) => (row as { spend: string }).spend)).toEqual(["10", "20", "31", "40"]);
  expect(await mart()).toEqual({ spend: "101" });
  expect((await coverage())).toMatchObject([{ from: "2026-11-01", through: "2026-11-04" }]);
  expect(await rows("select day::text, ours_before::float, ours_after::float from ingest.source_day_change")).toEqual([{ day: "2026-11-03", ours_before: 30, ours_after: 31 }]);
});

test("a rehearsal tells all of it and keeps nothing", async () => {
  const tables = ["ingest.connection", "ingest.run", "ingest.source_day", "ingest.coverage", "ingest.dirty_day", "fact.ad_day", "dim.campaign"];
  expect(await give(spendDays("2026-11-01", "10"), { isDry: true })).toMatchObject({ isDryRun: true, connectionId: null, runIds: [], written: 1, days: 1, sums: [{ sum: "10", currency: "EUR" }] });
  for (const table of tables) expect(await rows(`select 1 from ${table}`), table).toEqual([]);
});

test("UTF-16 with tabs, German captions, decimal commas and lines of totals is read to the cent", async () => {
  expect(await give(german("1.070,50"))).toMatchObject({ kind: "google-ads", read: 1, sums: [{ sum: "1070.5" }], toldOtherwise: null });
  expect(await ads()).toEqual([{ day: "2026-11-12", platform: "google_ads", campaign: "7", spend: "1070.5" }]);
});

test("semicolons with decimal commas are read; another currency is told by whoever gives the file", async () => {
  expect(await give("date;channel;cost\n12.11.2026;Audio;12,40\n13.11.2026;Audio;1.000,10\n", { currency: "SEK" })).toMatchObject({ days: 2, sums: [{ sum: "1012.5", currency: "SEK" }] });
});

test("bad lines are set aside, counted and handed out; what they might have told is not emptied", async () => {
  await give("date,channel,cost\n2026-11-01,Audio,10\n2026-11-02,Audio,20\n2026-11-03,Audio,30\n");
  const done = await give("date,channel,cost\n2026-11-01,Audio,11\n2026-11-02,Audio,free\n2026-11-03,Audio,33\n");
  expect(done).toMatchObject({ read: 3, rejected: 1, written: 2, rejects: [{ path: "line 3, cost", reason: "free is no number" }] });
  expect((await ads()).map((row) => (row as { spend: string }).spend)).toEqual(["11", "20", "33"]);
  expect(await rejectsOfRun(shop.host.db, "all", done.connectionId!, done.runIds[0]!)).toContain("free is no number");
  expect(await rows("select state from ingest.run order by run_id desc limit 1")).toEqual([{ state: "partial" }]);
});

test("days ahead and before the calendar are set aside; a file of nothing else is refused and leaves no trace", async () => {
  const ahead = addDays(dayAt(now(), "Europe/Berlin"), 3);
  expect(await give(`date,channel,cost\n2026-11-01,Audio,1.5\n${ahead},Audio,2.5\n1990-01-01,Audio,3.5`)).toMatchObject({ rejected: 2, days: 1, sums: [{ sum: "1.5" }] });
  const runs = await rows("select run_id from ingest.run");
  expect(await refusal(give(`date,channel,cost\n${ahead},Audio,2.5`))).toBe("imports.all_rejected");
  expect(await refusal(give("date,channel,cost\n"))).toBe("files.no_lines");
  expect(await refusal(give("what,is,this\n1,2,3"))).toBe("files.unknown");
  expect(await refusal(give(""))).toBe("imports.empty");
  expect(await refusal(give(spendDays("2026-11-01", "1.5"), { kind: "meta" }))).toBe("files.no_header");
  expect(await rows("select run_id from ingest.run")).toEqual(runs);
});

test("gzip is unpacked, up to what years of days can hold", async () => {
  expect(await give(gzipSync(spendDays("2026-11-01", "10", "20")))).toMatchObject({ days: 2, sums: [{ sum: "30" }] });
  expect(await refusal(give(gzipSync(`date,channel,cost\n${"2026-11-01,Audio,1\n".repeat(600_000)}`)))).toBe("imports.too_large");
  expect(await refusal(give(gzipSync(`date,channel,cost\n${`2026-11-01,${"a".repeat(900_000)},1\n`.repeat(80)}`)))).toBe("imports.unpacks_too_large");
});

test("Meta's export, visits of a day, Search Console's days each have a place of their own", async () => {
  expect(await give(fixture("meta-ads-campaign-day"))).toMatchObject({ kind: "meta", sums: [{ measure: "spend", sum: "86.41", currency: "EUR" }] });
  const captions = "Session default channel group,Session source / medium,Session campaign,Sessions,Engaged sessions,New users,Views,Add to carts,Checkouts,Ecommerce purchases,Purchase revenue,Key events";
  expect(await give(`# Start date: 20261112\n# End date: 20261112\n${captions}\nPaid Search,google / cpc,Brand,188,141,96,655,24,10,5,612.3,29\n`)).toMatchObject({ kind: "google-analytics", sums: [{ measure: "sessions", sum: "188", currency: null }] });
  expect(await give("Date,Clicks,Impressions,CTR,Position\n2026-11-11,10,100,10%,7.42\n2026-11-12,12,100,12%,7.1\n")).toMatchObject({ kind: "search-console", days: 2, sums: [{ measure: "clicks", sum: "22" }] });
  expect((await coverage()).map((row) => (row as { role: string }).role)).toEqual(["web", "ads", "seo"]);
  expect(await rows("select sum(sessions)::int as sessions from mart.web_daily where currency = 'EUR'")).toEqual([{ sessions: 188 }]);
  expect(await rows("select sum(search_clicks)::int as clicks from mart.seo_total_daily")).toEqual([{ clicks: 22 }]);
});

test("Search Console's zip brings its days; of a single day its searches too; another zip is refused", async () => {
  const dates = (...days: string[]) => `Date,Clicks,Impressions,CTR,Position\n${days.map((day) => `${day},10,100,10%,7.42`).join("\n")}\n`;
  const zip = (...days: string[]) => zipOf({ "Chart.csv": dates(...days), "Queries.csv": fixture("gsc-Queries"), "Countries.csv": "Country,Clicks\nGermany,1\n" });
  expect(await give(zip("2026-11-10", "2026-11-11"))).toMatchObject({ kind: "search-console", days: 2, read: 2, sums: [{ sum: "20" }] });
  expect(await give(zip("2026-11-12"))).toMatchObject({ days: 1, read: 3, written: 3 });
  expect(await rows("select day::text, query, clicks::int from fact.seo_query_day order by 2")).toEqual([{ day: "2026-11-12", query: "nordlicht outdoor", clicks: 58 }, { day: "2026-11-12", query: "trail running shoes waterproof", clicks: 14 }]);
  expect(await refusal(give(fixture("gsc-Queries")))).toBe("files.range_only");
  expect(await refusal(give(zipOf({ "Queries.csv": fixture("gsc-Queries") })))).toBe("files.no_dates");
  expect(await refusal(give(zipOf({ "readme.txt": "hello" })))).toBe("imports.zip");
});

/** A connection of this source that tells spend of these days through the engine. */
async function connect(source: string, platform: string, from: string, ...amounts: string[]): Promise<number> {
  const at = now();
  const known = await shop.host.db.selectFrom("ingest.connection").select("connection_id").where("source", "=", source).executeTakeFirst();
  const id = known?.connection_id ?? (await shop.host.db.insertInto("ingest.connection").values({ store_id: shop.storeId, source, name: source, created_at: at, updated_at: at }).returning("connection_id").executeTakeFirstOrThrow()).connection_id;
  const stream: ReportStream = {
    name: "campaigns", mode: "replace", fact: adDay, every: "1d", history: 400, chunk: 30, lag: 1, restates: { nightly: 4, weekly: 14 },
    async *read() {
      yield { raw: "{}", read: amounts.length, rejects: [], rows: amounts.map((spend, index) => adDayOf({ day: addDays(from, index), campaign: { platform, accountId: "9", campaignId: "c", name: "C", status: "", kind: "", channel: "Paid Search" }, impressions: 1, clicks: 1, spend, currency: "EUR", conversions: "0", conversionsValue: "0" })) };
    },
  };
  const client = await shop.host.pool.connect();
  try {
    const ran = await runStream({ client, db: shop.host.db }, { http: { requests: 1 }, now: at, signal: new AbortController().signal, store: { zone: "UTC", currency: "EUR" }, account: { id: "1", name: "Told", zone: null, currency: null } } as unknown as Context,
      { connectionId: id, storeId: shop.storeId, source, stream, reason: "manual", asks: [{ from, to: addDays(from, amounts.length) }] }, { classify: () => ({ channel: "Paid Search", rule: "told" }), rules: noRules, clock: () => at });
    expect(ran.state).toBe("done");
  } finally {
    client.release();
  }
  return id;
}
const googleDays = (from: string, ...amounts: string[]) => `Day,Campaign,Campaign ID,Impr.,Clicks,Cost,Conversions,Conv. value\n${amounts.map((amount, index) => `${addDays(from, index)},C,7,1,1,${amount},0,0.5`).join("\n")}`;

test("days that a connection of the same account tells are left out and named; with nothing else the file is refused", async () => {
  await connect("google-ads", "google_ads", "2026-11-02", "5.00", "6.00");
  const done = await give(googleDays("2026-11-01", "1.10", "2.20", "3.30", "4.40"));
  expect(done).toMatchObject({ days: 2, sums: [{ sum: "5.5" }], leftOut: [{ from: "2026-11-02", through: "2026-11-03" }], firstDay: "2026-11-01", lastDay: "2026-11-04" });
  expect((await ads()).map((row) => (row as { spend: string }).spend)).toEqual(["1.1", "5", "6", "4.4"]);
  expect((await coverage())).toMatchObject([{ from: "2026-11-01", through: "2026-11-01" }, { from: "2026-11-04", through: "2026-11-04" }]);
  expect(await refusal(give(googleDays("2026-11-02", "2.20", "3.30")))).toBe("files.all_covered");
});

test("a connection that comes to tell the file's days takes them over; nothing is counted twice", async () => {
  await give(googleDays("2026-11-01", "1.10", "2.20", "3.30"));
  await give("date,channel,cost,platform\n2026-11-02,Paid Search,7.70,Google Ads\n2026-11-02,Audio,9.90,\n", { name: "spend.csv" }).then((done) => expect(done).toMatchObject({ sums: [{ sum: "9.9" }], leftOut: [{ from: "2026-11-02", through: "2026-11-02" }] }));
  await connect("google-ads", "google_ads", "2026-11-02", "5.00", "6.00");
  expect((await ads()).map((row) => Object.values(row as object).join(" "))).toEqual(["2026-11-01 google_ads 7 1.1", "2026-11-02 file Audio | Audio 9.9", "2026-11-02 google_ads c 5", "2026-11-03 google_ads c 6"]);
  expect((await coverage()).map((row) => Object.values(row as object).join(" "))).toEqual([expect.stringContaining("2026-11-01 2026-11-01"), expect.stringContaining("spend-file")]);
  expect(await rows("select day::text from ingest.dirty_day order by 1")).toEqual([{ day: "2026-11-02" }, { day: "2026-11-03" }].map((row) => expect.objectContaining(row)));
});

test("a table of spend gives way with the rows of the platform that is connected later, and is whole again without it", async () => {
  const text = "date,channel,cost,platform\n2026-11-02,Paid Search,7.70,Google Ads\n2026-11-02,Audio,9.90,\n";
  await give(text);
  const id = await connect("google-ads", "google_ads", "2026-11-02", "5.00");
  expect((await ads()).map((row) => (row as { spend: string }).spend)).toEqual(["9.9", "5"]);
  expect(await rows("select row_count, ours::float from ingest.source_day d join ingest.connection c using (connection_id) where source = 'spend-file'")).toEqual([{ row_count: 1, ours: 9.9 }]);
  await removeConnection(shop.host, id);
  await give(text);
  expect((await ads()).map((row) => (row as { spend: string }).spend)).toEqual(["9.9", "7.7"]);
  expect(await mart()).toEqual({ spend: "17.6" });
});

test("a sheet of one day's extra spend doesn't hold back what other files tell", async () => {
  await give(spendDays("2026-03-01", "100"));
  expect(await readCoverage(shop.host.db)).toMatchObject([{ role: "ads", completeThrough: "2026-03-01" }]);
  await give(googleDays("2026-11-01", "1.10"));
  expect(await readCoverage(shop.host.db)).toMatchObject([{ role: "ads", firstDay: "2026-03-01", completeThrough: "2026-11-01" }]);
});

test("costs of goods are kept by product and day, told anew where they differ", async () => {
  expect(await give("SKU;Cost;From\nSK-3P;12,40;12.11.2026\nCAP-01;8,00;01.01.2026\n")).toMatchObject({ kind: "costs", written: 2, sums: [{ measure: "products", sum: "2" }] });
  expect(await give("SKU;Cost;From\nSK-3P;12,40;12.11.2026\nCAP-01;8,50;01.01.2026\n")).toMatchObject({ written: 1 });
  expect(await rows("select product_id, from_day::text, trim_scale(cost)::text as cost, currency from fact.product_cost order by 1")).toEqual([{ product_id: "CAP-01", from_day: "2026-01-01", cost: "8.5", currency: "EUR" }, { product_id: "SK-3P", from_day: "2026-11-12", cost: "12.4", currency: "EUR" }]);
  expect(await readConnections(shop.host.db, "all", now())).toMatchObject([{ source: "costs-file", label: "Costs of goods", streams: [] }]);
});

test("removed, it is as if the file had never been given", async () => {
  const done = await give(googleDays("2026-11-01", "1.10", "2.20"));
  const costs = await give("sku,cost\nA,1.50\n");
  expect(await removeConnection(shop.host, done.connectionId!)).toEqual({ orders: 0, days: 2 });
  await removeConnection(shop.host, costs.connectionId!);
  for (const table of ["ingest.connection", "ingest.run", "ingest.source_day", "ingest.coverage", "ingest.dirty_day", "fact.ad_day", "dim.campaign", "fact.product_cost", "mart.ads_daily"]) expect(await rows(`select 1 from ${table}`), table).toEqual([]);
});
