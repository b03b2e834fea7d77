// An answer that came before is left unread only where reading it would change nothing.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPool } from "#db/client.ts";
import { noRules } from "#lib/channels/own-rules.ts";
import { addDays, daysIn, type Day } from "#lib/core/day.ts";
import { adTerm, type AdTerm } from "#lib/facts/ads.ts";
import { createHttp } from "#lib/ingest/http.ts";
import type { Reason } from "#lib/ingest/journal.ts";
import { runStream } from "#lib/ingest/run.ts";
import { hashOfData } from "#lib/ingest/same-answer.ts";
import { readRows } from "#lib/sources/rows.ts";
import { googleAds } from "#lib/sources/google-ads/source.ts";
import type { Context, ReportStream } from "#lib/sources/source.ts";
import { createStore } from "#lib/stores/stores.ts";
import { z } from "zod";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { json, startVendor, type Vendor } from "#test/support/vendor.ts";

const first = "2026-11-01";
const today = "2026-11-21";
const at = new Date(`${today}T09:00:00Z`);
type Told = { term: string; clicks: unknown; odd?: number };

let fresh: FreshDatabase;
let pool: ReturnType<typeof openPool>;
let vendor: Vendor;
/** What the vendor tells now. */
let world: Record<Day, Told[]> = {};
/** Asks that were read to their end, by connection. */
const readings = new Map<number, number>();
/** What happens while an ask is under way. */
let meanwhile: ((from: Day) => Promise<void>) | null = null;

beforeAll(async () => {
  fresh = await freshDatabase();
  pool = openPool(fresh.url, { max: 3 });
  vendor = await startVendor();
  let numbered = 0;
  vendor.reply((response, { query }) => {
    const days = daysIn(query.get("from")!, query.get("to")!).filter((_, no) => no % 2 === Number(query.get("page")));
    void (async () => {
      await meanwhile?.(query.get("from")!);
      json(response, { rows: days.flatMap((day) => (world[day] ?? []).map((row) => ({ day, ...row }))), requestId: `r-${++numbered}` });
    })();
  });
});
afterAll(async () => {
  await vendor.close();
  await pool.end();
  await fresh.drop();
});

const row = z.object({ day: z.string(), term: z.string(), clicks: z.number() });

/** Terms in two pages an ask. */
function streamOf(connectionId: number, isRemembering: boolean, reading = "1"): ReportStream<AdTerm> {
  return {
    name: "terms", mode: "replace", fact: adTerm, every: "1d", history: 400, chunk: 5, lag: 1, restates: { nightly: 4, weekly: 14 },
    ...(isRemembering ? { sameAnswer: { reading, volatile: ["requestId"] } } : {}),
    async *read(context, { from, to }) {
      for (const page of [0, 1]) {
        const { body, text } = await context.http.json({ url: vendor.base, query: { from, to, page } });
        const told = (body as { rows: Record<string, unknown>[] }).rows;
        for (const one of told) if ("odd" in one) context.drift("rows.odd");
        const { good, rejects } = readRows(row, told, "rows");
        yield { raw: text, read: told.length, rejects, told: Object.fromEntries(good.map((one) => [one.day, "0"])), rows: good.map(({ day, term, clicks }) => ({ day, campaignId: "1", term, impressions: clicks, clicks, spend: String(clicks), currency: "EUR", conversions: "0", conversionsValue: "0" })) };
      }
      readings.set(connectionId, (readings.get(connectionId) ?? 0) + 1);
    },
  };
}

interface Shop { storeId: number; connectionId: number; otherId: number; fileId: number; isRemembering: boolean }

async function shopOf(isRemembering: boolean): Promise<Shop> {
  const { id: storeId } = await createStore(fresh.db, { name: `Shop ${Math.random()}`, currency: "EUR", zone: "Europe/Berlin" });
  const connect = async (source: string, name: string): Promise<number> => (await fresh.db.insertInto("ingest.connection").values({ store_id: storeId, source, name, created_at: at, updated_at: at }).returning("connection_id").executeTakeFirstOrThrow()).connection_id;
  return { storeId, connectionId: await connect("told", "one"), otherId: await connect("told", "other"), fileId: await connect("told-file", "file"), isRemembering };
}

interface Run { from: Day; to: Day; reason?: Reason; mayEmpty?: boolean; isOther?: boolean; reading?: string }

async function run(shop: Shop, { from, to, reason = "manual", mayEmpty = false, isOther = false, reading }: Run) {
  const connectionId = isOther ? shop.otherId : shop.connectionId;
  const asks = [];
  for (let day = from; day < to; day = addDays(day, 5)) asks.push({ from: day, to: addDays(day, 5) < to ? addDays(day, 5) : to });
  const client = await pool.connect();
  try {
    const http = createHttp({ allowedHosts: [], operatorHosts: [vendor.host] });
    const context = { http, now: at, signal: new AbortController().signal, settings: {}, store: { zone: "Europe/Berlin", currency: "EUR" }, account: { id: "1", name: "Told", zone: null, currency: null } } as unknown as Context;
    const { runId: _, ...ran } = await runStream({ client, db: fresh.db }, context, { connectionId, storeId: shop.storeId, source: "told", stream: streamOf(connectionId, shop.isRemembering, reading), reason, asks, mayEmpty },
      { classify: () => ({ channel: "Paid Search", rule: "told" }), rules: noRules, clock: () => at });
    return ran;
  } finally {
    client.release();
  }
}

/** All that a store holds, without the numbers that differ between two stores. */
async function stateOf({ storeId, connectionId, otherId, fileId }: Shop): Promise<unknown> {
  const ids = [connectionId, otherId, fileId];
  const all = async (text: string, values: unknown[]) => (await pool.query(text, values)).rows;
  const place = "array_position($1::int[], connection_id) as place";
  // A run's number as its place among the store's runs.
  const runs = "(select count(*)::int from ingest.run r where r.connection_id = any($1::int[]) and r.run_id <= t.run_id) as run";
  return {
    rows: await all(`select day::text, array_position($2::int[], connection_id) as place, term, clicks, spend::text from fact.ad_term_day where store_id = $1 order by 1, 2, 3`, [storeId, ids]),
    days: await all(`select ${place}, day::text, row_count, fingerprint, ours::text, told::text, flags, ${runs} from ingest.source_day t where connection_id = any($1::int[]) order by 1, 2`, [ids]),
    changes: await all(`select ${place}, day::text, rows_before, rows_after, ours_before::text, ours_after::text, ${runs} from ingest.source_day_change t where connection_id = any($1::int[]) order by 1, 2, run`, [ids]),
    runs: await all(`select ${place}, reason, from_day::text, to_day::text, state, requests, rows_read, rows_written, rejected, days_changed, drift, problem from ingest.run where connection_id = any($1::int[]) order by run_id`, [ids]),
    rejects: await all(`select reject_no, path, reason, sample, ${runs} from ingest.run_reject t where run_id in (select run_id from ingest.run where connection_id = any($1::int[])) order by run, 1`, [ids]),
    streams: await all(`select ${place}, stream, done_from::text, done_to::text, cursor from ingest.stream where connection_id = any($1::int[]) order by 1`, [ids]),
    dirty: await all(`select day::text from ingest.dirty_day where store_id = $1 order by 1`, [storeId]),
    pages: await all(`select array_position($2::int[], connection_id) as place, from_day::text, to_day::text, page_no from raw.source_page where store_id = $1 order by 1, 2, 4`, [storeId, ids]),
  };
}

/** As an undo, or a removal that was broken off: days are forgotten with their rows. */
async function forget({ storeId, connectionId }: Shop, day: Day): Promise<void> {
  await pool.query("delete from ingest.source_day where connection_id = $1 and day = $2", [connectionId, day]);
  await pool.query("delete from fact.ad_term_day where store_id = $1 and connection_id = $2 and day = $3", [storeId, connectionId, day]);
}

/** A file tells a day that the connection may tell too. */
async function fileTells({ storeId, fileId }: Shop, day: Day): Promise<void> {
  await pool.query("insert into fact.ad_term_day select $1, $2, $3, '1', 'from a file', 1, 1, 1, 'EUR', 0, 0 on conflict do nothing", [storeId, day, fileId]);
  await pool.query("insert into ingest.source_day (connection_id, stream, day, run_id, fetched_at, row_count, fingerprint, ours) values ($1, 'terms', $2, 0, $3, 1, 'file', 1) on conflict do nothing", [fileId, day, at]);
}

/** Numbers without a pattern, the same ones each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * sides);
  };
}

const calm = (): Record<Day, Told[]> => Object.fromEntries(daysIn(first, today).map((day) => [day, [{ term: "boots", clicks: 2 }, { term: "shoes", clicks: 3 }]]));
const whole = { from: first, to: today };

describe("an answer that came before", () => {
  test("is not read again, and its run is told as if it had been", async () => {
    world = calm();
    const shop = await shopOf(true);
    const load = await run(shop, whole);
    expect(readings.get(shop.connectionId)).toBe(4);
    expect(await run(shop, whole)).toEqual({ ...load, written: 0, daysChanged: 0 });
    expect(readings.get(shop.connectionId)).toBe(4);
  });
  test("is read where one byte of data differs, where rows are read otherwise now, and once a week", async () => {
    world = calm();
    const shop = await shopOf(true);
    await run(shop, whole);
    world["2026-11-03"] = [{ term: "boots", clicks: 2 }, { term: "shoes", clicks: 4 }];
    expect(await run(shop, whole)).toMatchObject({ written: 2, daysChanged: 1 });
    expect(readings.get(shop.connectionId)).toBe(5);
    await run(shop, { ...whole, reason: "weekly" });
    expect(readings.get(shop.connectionId)).toBe(9);
    await run(shop, { ...whole, reading: "2" });
    expect(readings.get(shop.connectionId)).toBe(13);
  });
  test("is read where its days were written meanwhile, even while it is asked for", async () => {
    world = calm();
    const shop = await shopOf(true);
    await run(shop, whole);
    const before = await stateOf(shop) as { rows: unknown };
    meanwhile = async (from) => {
      if (from !== "2026-11-06") return;
      meanwhile = null;
      await forget(shop, "2026-11-08");
    };
    await run(shop, whole);
    expect(readings.get(shop.connectionId)).toBeGreaterThan(4);
    expect((await stateOf(shop) as { rows: unknown }).rows).toEqual(before.rows);
  });
  test("with refused rows, drift or a row told twice it is read each time", async () => {
    for (const odd of [{ term: "boots", clicks: "many" }, { term: "new", clicks: 1, odd: 1 }, { term: "shoes", clicks: 3 }]) {
      world = calm();
      world["2026-11-03"] = [...Array.from({ length: 300 }, (_, no) => ({ term: `t${no}`, clicks: 1 })), { term: "shoes", clicks: 3 }, odd];
      const shop = await shopOf(true);
      const load = await run(shop, whole);
      expect(await run(shop, whole)).toEqual({ ...load, written: 0, daysChanged: 0 });
      expect(readings.get(shop.connectionId)).toBe(5);
    }
  });
  test.each([1, 3])("leaves what reading everything leaves, whatever happened in between (%i)", async (seed) => {
    const shops = [await shopOf(true), await shopOf(false)];
    const roll = dice(seed * 7_919);
    const anyDay = (): Day => addDays(first, roll(20));
    world = calm();
    for (let step = 0; step < 40; step++) {
      const day = anyDay();
      const told = (world[day] ??= []);
      switch (roll(13)) {
        case 0: told[0] = { term: "boots", clicks: roll(3) + 1 }; break;
        case 1: told.pop(); break;
        case 2: world[day] = []; break;
        case 3: told.push({ term: `t${roll(3)}`, clicks: 1 }); break;
        case 4: told.push(...Array.from({ length: 120 }, (_, no) => ({ term: `many ${no}`, clicks: 1 })), { term: "bad", clicks: "x" }); break;
        case 5: told.push({ term: `odd${step}`, clicks: 1, odd: 1 }); break;
        case 6: for (const one of shops) await forget(one, day); break;
        case 7: for (const one of shops) await fileTells(one, day); break;
        case 8: if (roll(3) === 0) world = roll(2) === 0 ? {} : calm(); break;
        // Nothing happened.
        default:
      }
      const start = [0, 0, 0, 5, 10, roll(18)][roll(6)]!;
      const order: Run = { from: addDays(first, start), to: roll(4) > 0 ? today : addDays(first, start + 1 + roll(20 - start)), reason: roll(8) === 0 ? "weekly" : "nightly", mayEmpty: roll(6) === 0, isOther: roll(5) === 0 };
      const ran = [];
      for (const one of shops) ran.push(await run(one, order));
      expect(ran[0]).toEqual(ran[1]);
      if (step % 8 === 7) expect(await stateOf(shops[0]!)).toEqual(await stateOf(shops[1]!));
      if (roll(3) === 0) await pool.query("delete from ingest.dirty_day where store_id = any($1::int[])", [shops.map((one) => one.storeId)]);
    }
    expect(await stateOf(shops[0]!)).toEqual(await stateOf(shops[1]!));
    // And it was worth something.
    const count = ({ connectionId, otherId }: Shop): number => (readings.get(connectionId) ?? 0) + (readings.get(otherId) ?? 0);
    expect(count(shops[0]!)).toBeLessThan(count(shops[1]!));
  }, 60_000);
});

describe("the hash of an answer", () => {
  const of = (text: string): string => hashOfData(Buffer.from(text), ["requestId"]);
  test("leaves out what a request is called, and nothing else", () => {
    expect(of('[{"a":1,"requestId":"x-1"},{"requestId": "y"}]')).toBe(of('[{"a":1,"requestId":"z"},{"requestId": ""}]'));
    expect(of('[{"a":1,"requestId":"x"}]')).not.toBe(of('[{"a":2,"requestId":"x"}]'));
    expect(of('{"requestId":{"a":1}}')).not.toBe(of('{"requestId":{"a":2}}'));
    expect(of('{"requestId":1}')).not.toBe(of('{"requestId":2}'));
  });
  test("takes a text that holds such a key as the data it is", () => {
    const told = (term: string): string => JSON.stringify({ term });
    expect(of(told('"requestId":"a"'))).not.toBe(of(told('"requestId":"b"')));
  });
});

describe("the version of how Google Ads' answers are read", () => {
  test("is raised with every change of the files that read them: then this sum is changed too", () => {
    const files = ["conform", "payload", "queries", "read", "client"].map((name) => `lib/sources/google-ads/${name}.ts`).concat("lib/facts/ads.ts");
    const sum = createHash("sha256").update(files.map((file) => readFileSync(file, "utf8")).join("\n")).digest("hex").slice(0, 16);
    const readingsOf = googleAds.streams.flatMap((stream) => (stream.mode === "replace" && stream.sameAnswer ? [stream.sameAnswer.reading] : []));
    expect([sum, ...new Set(readingsOf)]).toEqual(["59909820436784fe", "v26 3"]);
  });
});
