// Every registered source from its local server to its tables, whatever goes wrong between: what stands is what was
// told, to the cent; a run says "done" only when all of it stands. npm run prove harms each request of each stream.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DemoWorld } from "#lib/demo/records.ts";
import type { Harm } from "#lib/demo/servers/faults.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { openContext, readConnection, type Host } from "#lib/ingest/context.ts";
import { ingest, type Ingested, type IngestOptions } from "#lib/ingest/ingest.ts";
import { sources } from "#lib/sources/registry.ts";
import { createStore } from "#lib/stores/stores.ts";
import { openPool } from "#db/client.ts";
import { connect } from "#test/support/connect.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { sized } from "#test/support/size.ts";
import { smallNow, smallWorld } from "#test/support/small-world.ts";
import { sourcePlaces, type SourcePlace, type Sums } from "#test/support/source-places.ts";
import { exchangeable } from "#test/support/told-world.ts";

const { world, tell: exchange } = exchangeable(smallWorld);
const servers = await startDemoServers({ world, now: () => smallNow, shopifyPoints: { maximum: 1_000_000, perSecond: 1_000_000 } });
let fresh: FreshDatabase;
let host: Host & { pool: ReturnType<typeof openPool> };
beforeAll(async () => {
  fresh = await freshDatabase();
  host = { db: fresh.db, pool: openPool(fresh.url, { max: 6 }) };
});
afterAll(async () => {
  await host.pool.end();
  await Promise.all([servers.close(), fresh.drop()]);
});
afterEach(() => tell(smallWorld));

/** What the vendors tell from now on; without faults. */
function tell(now: DemoWorld): void {
  exchange(now);
  servers.control.clear();
}

let waits: number[] = [];
let storeId: number;
let connectionId: number;
let made = 0;

async function connectOne(name: string, place: SourcePlace): Promise<number> {
  const id = await connect(host.db, { storeId, source: name, settings: place.settings, endpoint: place.endpoint(servers.url) });
  await openContext(host, await readConnection(host.db, id), { now: smallNow, signal: new AbortController().signal });
  // Nothing was before the small world: asking for it would only take time.
  for (const stream of sources.find((source) => source.name === name)!.streams) await host.db.insertInto("ingest.stream").values({ connection_id: id, stream: stream.name, history_from: "2026-11-01" }).execute();
  return id;
}

/** Waits pass at once, but give the servers their turn (Shopify's bulk file is written in the background). */
function run(given: Partial<IngestOptions> = {}, mostMs?: number): Promise<Ingested> {
  waits = [];
  let time = smallNow.getTime();
  const sleep = async (ms: number): Promise<void> => { waits.push(ms); time += ms; await new Promise((next) => setTimeout(next, 5)); };
  return ingest(host, { signal: new AbortController().signal, clock: () => smallNow, isForced: true, only: { connectionId }, pace: { clock: () => new Date(time), sleep, random: () => 0.5, ...(mostMs ? { mostMs } : {}) }, ...given });
}

const query = async (text: string): Promise<any[]> => (await host.pool.query(text.replaceAll("$store", String(storeId)).replaceAll("$connection", String(connectionId)))).rows;
const stands = async (place: SourcePlace, stream: string): Promise<Sums> => Object.fromEntries((await query(`${place.streams[stream]!.sql} order by 1`)).map((row) => [row.day, row.figures]));
const faulty = (done: Ingested) => [...done.failed, ...done.runs.filter((one) => one.state !== "done").map(({ stream, state, problem }) => ({ stream, state, problem }))];

interface Case { name: string; harm: Harm; times?: number; ends: "done" | "held" | "honest" }
/** "done": it comes through. "held": it is noticed. "honest": either, but never done over a gap. */
const harms: Case[] = [
  { name: "429 with Retry-After", harm: { kind: "tooMany", seconds: 7 }, ends: "honest" },
  { name: "429 with Retry-After for good", harm: { kind: "tooMany", seconds: 7 }, times: Infinity, ends: "held" },
  { name: "500 twice", harm: { kind: "error", status: 500 }, times: 2, ends: "done" },
  { name: "500 for good", harm: { kind: "error", status: 500 }, times: Infinity, ends: "held" },
  { name: "no answer once", harm: { kind: "stall" }, ends: "done" },
  { name: "a connection that breaks off once", harm: { kind: "reset" }, ends: "honest" },
  { name: "a connection that breaks off for good", harm: { kind: "reset" }, times: Infinity, ends: "held" },
  { name: "half a JSON once", harm: { kind: "truncated" }, ends: "done" },
  { name: "half a JSON for good", harm: { kind: "truncated" }, times: Infinity, ends: "held" },
  { name: "a web page once", harm: { kind: "html" }, ends: "done" },
  { name: "a web page for good", harm: { kind: "html" }, times: Infinity, ends: "held" },
  { name: "the page before once more", harm: { kind: "repeat" }, ends: "honest" },
  { name: "every row twice", harm: { kind: "duplicateRows" }, times: Infinity, ends: "honest" },
  { name: "pages without rows", harm: { kind: "emptyPage" }, times: Infinity, ends: "honest" },
];

test("every registered source has a place in the small world, with all of its streams", () => {
  expect(Object.fromEntries(sources.map((source) => [source.name, source.streams.map((stream) => stream.name).sort()])))
    .toEqual(Object.fromEntries(Object.entries(sourcePlaces).map(([name, place]) => [name, Object.keys(place.streams).sort()])));
});

describe.each(sources.map((source) => [source.name, source] as const))("%s", (name, source) => {
  const place = sourcePlaces[name]!;
  const all = source.streams.map((stream) => stream.name);
  const chosen = all.slice(0, sized(1, all.length));
  /** All streams as `of` tells them. */
  const expectAll = async (of: DemoWorld): Promise<void> => {
    for (const stream of all) expect(await stands(place, stream), stream).toEqual(place.streams[stream]!.of(of));
  };
  /** Reads again what may have changed; field data of page speed is never read again unless somebody asks. */
  const again = (given: Partial<IngestOptions> = {}, mostMs?: number) => run({ ...(name === "page-speed" ? { window: { from: "2026-11-01", to: "2026-11-22" } } : {}), ...given }, mostMs);

  const prepare = async (): Promise<void> => {
    tell(smallWorld);
    await host.pool.query("delete from dim.fx_rate; delete from dim.fx_daily");
    storeId = (await createStore(host.db, { name: `Shop ${++made}`, currency: place.store.currency, zone: place.store.zone })).id;
    connectionId = await connectOne(name, place);
  };
  beforeEach(prepare);

  test("figures stored are figures served; again nothing changes; a restated day and a vanished row are followed", async () => {
    expect(faulty(await run())).toEqual([]);
    await expectAll(smallWorld);
    const second = await again();
    expect(faulty(second)).toEqual([]);
    expect(second.runs.length).toBeGreaterThan(0);
    expect(second.runs.filter((one) => one.written > 0 || one.daysChanged > 0).map(({ stream, written, daysChanged }) => ({ stream, written, daysChanged }))).toEqual([]);
    tell(place.restated);
    expect(faulty(await again())).toEqual([]);
    await expectAll(place.restated);
    if (!place.vanished) return;
    tell(place.vanished);
    expect(faulty(await again())).toEqual([]);
    await expectAll(place.vanished);
  });

  test.runIf(place.unknown)("a field that nobody knows is counted, and the run is done", async () => {
    servers.control.fault({ ...place.data, kind: "set", at: place.unknown!, value: "1", times: Infinity });
    const done = await run();
    expect(faulty(done)).toEqual([]);
    for (const stream of all) expect(Object.keys(done.runs.find((one) => one.stream === stream)!.drift).join(), stream).toContain("brandNew");
    await expectAll(smallWorld);
  });

  test.runIf(place.missing)("a field that went missing is named; nothing stands as zero for it", async () => {
    expect(faulty(await run())).toEqual([]);
    tell(place.restated);
    servers.control.fault({ ...place.data, kind: "remove", at: place.missing!, times: Infinity });
    const done = await again();
    expect(done.runs.map((one) => one.stream).sort().filter((stream, at, list) => list.indexOf(stream) === at)).toEqual([...all].sort());
    const held = done.runs.filter((one) => one.state !== "done");
    expect(held.length).toBeGreaterThan(0);
    for (const one of held) expect([one.stream, one.problem?.kind, one.problem?.message.length ?? 0]).toEqual([one.stream, expect.stringMatching(/shape|rejects/), expect.any(Number)]);
    for (const stream of all) if (held.some((one) => one.stream === stream)) expect(await stands(place, stream), stream).toEqual(place.streams[stream]!.of(smallWorld));
    tell(place.restated);
    expect(faulty(await again())).toEqual([]);
    await expectAll(place.restated);
  });

  test.runIf(Object.values(place.streams).some((stream) => stream.currencies))("amounts in another currency are refused or stand in that currency", async () => {
    servers.control.fault({ on: place.data.on, kind: "currency", currency: "SEK", times: Infinity });
    await run();
    for (const { currencies } of Object.values(place.streams)) if (currencies) expect(["", "SEK"]).toContain((await query(currencies)).map((row) => row.currency).join());
  });

  test.runIf(place.credentials.length > 0)("a credential taken away stops this connection and says what to do; others go on", async () => {
    const bystander = await connectOne("exchange-rates", sourcePlaces["exchange-rates"]!);
    for (const vendor of place.credentials) servers.control.revoke(vendor);
    const done = await run({ only: { storeId } });
    expect(await query("select state, problem->>'kind' as kind, length(problem->>'message') > 30 as words from ingest.connection where connection_id = $connection")).toEqual([{ state: "stopped", kind: "auth", words: true }]);
    expect(done.runs.filter((one) => one.connectionId === bystander).map((one) => one.state)).toContain("done");
    expect(done.runs.filter((one) => one.connectionId === connectionId && one.state === "done")).toEqual([]);
    expect((await run({ only: { storeId, source: name } })).runs).toEqual([]);
  });

  test("a source that suddenly tells nothing doesn't wipe what stands", async () => {
    await run();
    tell({ ...smallWorld, rows: function* () {}, orders: function* () {}, order: () => undefined, vitals: () => [], rates: () => [] });
    const done = await again({ only: { connectionId, stream: all[0]! } });
    expect(await stands(place, all[0]!)).toEqual(place.streams[all[0]!]!.of(smallWorld));
    if (["web", "seo", "ads"].includes(source.role)) expect(done.runs.map((one) => one.problem?.kind)).toContain("empty");
  });

  describe.each(chosen)("%s", (stream) => {
    const only = (): NonNullable<IngestOptions["only"]> => ({ connectionId, stream });
    /** How many requests for data a reading takes. */
    const requests = (): number => servers.control.seen.filter((one) => [place.data.on].flat().includes(one.vendor) && one.path.includes(place.data.path ?? "")).length;

    test.each(harms)("$name: never done over a gap, and right once it is over", async ({ harm, times = 1, ends }) => {
      /** Reads with the harm at request number `skip`, looks, and reads once more without. Returns how many requests it was. */
      const load = async (read: typeof run, of: DemoWorld, before: DemoWorld | null, skip: number): Promise<number> => {
        const start = requests();
        servers.control.fault({ ...place.data, ...harm, times, skip });
        const done = await read({ only: only() }, harm.kind === "stall" ? 1_500 : undefined);
        const isHit = requests() - start > skip;
        const told = place.streams[stream]!.of(of);
        const held = faulty(done);
        const now = await stands(place, stream);
        const isBlind = place.streams[stream]!.blind?.includes(harm.kind) ?? false;
        if (held.length === 0 && !isBlind) expect(now, `done, request ${skip}`).toEqual(told);
        // What is stored of a run that was held is whole days, as they are told or as they stood.
        else for (const [day, figures] of Object.entries(now)) expect([told[day], before && place.streams[stream]!.of(before)[day]], `${day}, request ${skip}`).toContain(figures);
        if (ends === "done" && !isBlind) expect(held, `request ${skip}`).toEqual([]);
        if (ends === "held" && isHit && !isBlind) expect(held.length, `request ${skip}`).toBeGreaterThan(0);
        if (harm.kind === "tooMany" && held.length === 0 && isHit) expect(Math.max(...waits), `request ${skip}`).toBeGreaterThanOrEqual(7_000);
        servers.control.clear();
        const clean = requests();
        expect(faulty(await read({ only: only() })), `afterwards, request ${skip}`).toEqual([]);
        expect(await stands(place, stream), `afterwards, request ${skip}`).toEqual(told);
        return requests() - clean;
      };
      // A first answer that is hollow all through is an account without anything.
      if (harm.kind === "emptyPage" || place.streams[stream]!.blind?.includes(harm.kind)) await run({ only: only() });
      else await load(run, smallWorld, null, 0);
      let requestsAgain = 1;
      for (let skip = 0; skip < sized(1, requestsAgain); skip++) {
        if (skip > 0) {
          await prepare();
          expect(faulty(await run({ only: only() }))).toEqual([]);
        }
        tell(place.restated);
        requestsAgain = await load(again, place.restated, smallWorld, skip);
      }
    });
  });
});
