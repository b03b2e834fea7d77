// The page's jobs: a second file of a store waits for the first, and none is left "importing" with nobody at it.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { currentConfig } from "#lib/config.ts";
import { receiveFile } from "#lib/imports/file.ts";
import { startJob } from "#lib/imports/jobs.ts";
import { bytesOf, openShop, type Shop } from "#test/imports/support.ts";

let shop: Shop;
let folder: string;
beforeAll(async () => {
  shop = await openShop();
  folder = mkdtempSync(path.join(os.tmpdir(), "storecast-jobs-"));
  // Read once a process: other files of this process keep the run's own.
  currentConfig();
  vi.stubEnv("DATABASE_URL", shop.url);
  vi.stubEnv("STORECAST_HOME", folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  await shop?.close();
});

test("a file started while another of its store is imported waits for it, says so, and is then imported", async () => {
  const id = await receiveFile(shop.host, shop.storeId, { name: "x.csv", bytes: bytesOf("order_id,date,amount\n1,2026-03-14,12\n"), settings: {}, by: null });
  await shop.host.pool.query("update ingest.import set state = 'loading' where import_id = $1", [id]);
  const state = async () => (await shop.host.pool.query("select state, progress from ingest.import where import_id = $1", [id])).rows[0] as { state: string; progress: unknown };
  const other = new pg.Client({ connectionString: shop.url });
  await other.connect();
  await other.query("select pg_advisory_lock(hashtext('storecast.import'), $1)", [shop.storeId]);
  const job = startJob(shop.host.db, "run", id);
  await vi.waitFor(async () => expect(await state()).toMatchObject({ state: "loading", progress: { step: "wait" } }), { timeout: 20_000, interval: 100 });
  // Longer than a person's command would wait.
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  expect(await state()).toMatchObject({ state: "loading", progress: { step: "wait" } });
  await other.end();
  await job;
  expect(await state()).toEqual({ state: "done", progress: null });
}, 60_000);
