// The ingest script, and then the database under it, is killed (SIGKILL) at any moment and the same command run again:
// what stands equals an undisturbed run's, every row of it.
import { rmSync } from "node:fs";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { ensureCluster, type Cluster } from "#lib/cluster/cluster.ts";
import { dayAt, now } from "#lib/core/day.ts";
import { shops } from "#lib/demo/world/index.ts";
import { ensureMarts } from "#lib/refresh/refresh.ts";
import { freshDatabase } from "#test/support/database.ts";
import { removeHome, temporaryHome } from "#test/support/home.ts";
import { everything, finishIngest, runIngest, stillDemo, type DemoPlace } from "#test/support/killed-ingest.ts";
import { sized } from "#test/support/size.ts";

const kills = sized(5, 25);
/** One load is cut short as often as this before it may end, so that resumed runs are killed too. */
const killsALoad = 5;
const minutes = 60_000;
let demo: DemoPlace;
beforeAll(async () => { demo = await stillDemo(); });
afterAll(() => demo.servers.close());

/** The day that it is in each of the demo's shops, and by Search Console's clock. */
const shopDays = (): string => [...shops.map(({ store }) => store.zone), "America/Los_Angeles"].map((zone) => dayAt(now(), zone)).join(" ");

/** Loads a new database whose runs `cut` cuts short; returns how often. */
async function loadWithCuts(url: () => string, most: number, lines: number, cut: (kill: () => void) => void | Promise<void>, mend: () => Promise<void>, moments: string[]): Promise<number> {
  let cuts = 0;
  for (let left = lines; cuts < most && left > 1;) {
    const after = 1 + Math.floor(Math.random() * left * 0.8);
    const delay = Math.floor(Math.random() * 300);
    let isCut = false;
    let done: Promise<void> = Promise.resolve();
    const ran = await runIngest(url(), { lines: after, delay, cut: (kill) => { isCut = true; done = Promise.resolve(cut(kill)); } });
    await done;
    moments.push(`line ${after} + ${delay} ms`);
    if (!isCut) break;
    if (ran.code === 0) throw new Error(`A run that was cut short said that it was whole: ${ran.out}`);
    cuts++;
    await mend();
    left -= ran.lines;
  }
  return cuts;
}

describe("killed at random", () => {
  let whole: Record<string, unknown>;
  let wholeOf = "";
  let lines = 0;
  /** An undisturbed run of this day: how far data reaches follows the shops' days, and one of them may have begun since. */
  async function bringInWhole(): Promise<void> {
    wholeOf = shopDays();
    const fresh = await freshDatabase();
    await demo.connect(fresh.url);
    const ran = await runIngest(fresh.url);
    expect([ran.code, ran.code === 0 ? "" : ran.said + ran.out]).toEqual([0, ""]);
    whole = await everything(fresh.url);
    lines = ran.lines;
    expect((whole.ledger as string[]).length).toBeGreaterThan(150);
    expect([whole.dirty, whole.twice]).toEqual([[], []]);
    await fresh.drop();
  }
  beforeAll(bringInWhole, 10 * minutes);

  /** Holds what stands to an undisturbed run's. False when a shop's day began since `began`: then there is nothing to compare. */
  async function isWhole(began: string, url: string, moments: string[]): Promise<boolean> {
    const found = await everything(url);
    if (shopDays() !== began) return false;
    if (wholeOf !== began) await bringInWhole();
    if (wholeOf !== began) return false;
    expect(found, moments.join(", ")).toEqual(whole);
    return true;
  }

  test(`${kills} times: the script`, async () => {
    let killed = 0;
    for (let load = 0; killed < kills; load++) {
      if (load > kills * 2) throw new Error("too few of the kills came in time");
      const fresh = await freshDatabase();
      await demo.connect(fresh.url);
      const moments: string[] = [];
      const began = shopDays();
      const cuts = await loadWithCuts(() => fresh.url, Math.min(killsALoad, kills - killed), lines, (kill) => kill(), async () => {}, moments);
      const last = await finishIngest(fresh.url);
      expect([last.code, last.code === 0 ? "" : last.said + last.out], moments.join(", ")).toEqual([0, ""]);
      if (await isWhole(began, fresh.url, moments)) killed += cuts;
      await fresh.drop();
    }
  }, kills * 3 * minutes);

  describe("with a database of its own", () => {
    const home = temporaryHome("kill");
    let cluster: Cluster;
    let made = 0;
    beforeAll(async () => {
      cluster = await ensureCluster(home, () => {});
      const db = openDatabase(cluster.url, { max: 2 });
      await migrate(db, "db/migrations");
      await ensureMarts(db);
      await db.destroy();
    });
    afterAll(async () => {
      await (await ensureCluster(home, () => {})).stop();
      removeHome(home);
      rmSync(home, { recursive: true, force: true });
    });

    /** A copy of the migrated database; its address follows the server, whose port may change. */
    async function copy(): Promise<() => string> {
      const name = `copy_${++made}`;
      const { pathname } = new URL(cluster.url);
      const admin = openDatabase(cluster.url.replace(/\/[^/]*$/, "/postgres"), { max: 1 });
      await sql`create database ${sql.id(name)} template ${sql.id(pathname.slice(1))}`.execute(admin);
      await admin.destroy();
      return () => cluster.url.replace(/\/[^/]*$/, `/${name}`);
    }

    test(`${kills} times: Postgres`, async () => {
      let killed = 0;
      for (let load = 0; killed < kills; load++) {
        if (load > kills * 2) throw new Error("too few of the kills came in time");
        const url = await copy();
        await demo.connect(url());
        const moments: string[] = [];
        const restart = async (): Promise<void> => { cluster = await ensureCluster(home, () => {}); };
        const began = shopDays();
        const cuts = await loadWithCuts(url, Math.min(killsALoad, kills - killed), lines, () => { process.kill(cluster.pid, "SIGKILL"); }, restart, moments);
        const last = await finishIngest(url());
        expect([last.code, last.code === 0 ? "" : last.said + last.out], moments.join(", ")).toEqual([0, ""]);
        if (await isWhole(began, url(), moments)) killed += cuts;
      }
    }, kills * 3 * minutes);
  });
});
