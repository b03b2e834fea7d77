// The demo's local servers are a child of npm start: killed outright, they come back and the demo's connections find them.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { childrenOf, commandOf, waitUntil } from "#lib/cluster/process.ts";
import { removeDemo } from "#lib/ingest/remove-demo.ts";
import { runDemo } from "#scripts/parts/demo.ts";
import { freshDatabase } from "#test/support/database.ts";

const { db, drop } = await freshDatabase();
const demo = (await runDemo(db, true))!;
afterAll(async () => {
  await demo.stop();
  await drop();
});

const servers = () => childrenOf(process.pid).map((mark) => mark.pid).filter((pid) => commandOf(pid).includes("demo-servers"));

async function answers(): Promise<boolean> {
  const row = await db.selectFrom("ingest.connection").select("endpoint").where("source", "=", "exchange-rates").executeTakeFirstOrThrow();
  return fetch(new URL("/fx/daily.csv", (row.endpoint as { base: string }).base)).then(() => true, () => false);
}

test("killed outright, the servers come back by themselves", async () => {
  expect(await answers()).toBe(true);
  const [before] = servers();
  process.kill(before!, "SIGKILL");
  expect(await waitUntil(async () => !servers().includes(before!) && (await answers()), 30_000)).toBe(true);
}, 60_000);

test("killed after the demo was removed, they stay away and nothing is made again", async () => {
  await removeDemo(db);
  process.kill(servers()[0]!, "SIGKILL");
  await sleep(3_000);
  expect(servers()).toEqual([]);
  expect(await db.selectFrom("dim.store").select("store_id").execute()).toEqual([]);
}, 60_000);
