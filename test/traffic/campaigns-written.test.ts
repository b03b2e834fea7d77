// Campaigns as the engine writes them while own rules stand.
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPool } from "#db/client.ts";
import { judge, RuleSet } from "#lib/channels/own-rules.ts";
import { Dims, type Campaign } from "#lib/facts/dims.ts";
import { writeDims } from "#lib/ingest/write-dims.ts";
import { createStore } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { addSpend } from "#test/support/origins.ts";

let fresh: FreshDatabase;
let pool: ReturnType<typeof openPool>;
let storeId: number;
const decide = judge(RuleSet.parse({ rules: [{ id: "b", name: "b", channel: "Brand Search", conditions: [{ field: "campaign", op: "contains", value: "brand" }] }], sources: [] }));
beforeAll(async () => {
  fresh = await freshDatabase();
  pool = openPool(fresh.url, { max: 1 });
  storeId = (await createStore(fresh.db, { name: "Shop", currency: "EUR", zone: "Europe/Berlin" })).id;
});
afterAll(async () => {
  await pool.end();
  await fresh.drop();
});

/** Writes one campaign; returns the days that it moves. */
async function write(name: string, channel = "Paid Search"): Promise<string[]> {
  const dims = new Dims();
  const campaign: Campaign = { platform: "google_ads", accountId: "1", campaignId: "21", name, status: "enabled", kind: "SEARCH", channel };
  dims.campaign(campaign);
  const client = await pool.connect();
  return (await writeDims(client, storeId, 1, dims, decide).finally(() => client.release())).sort();
}
const stands = async () => (await sql`select name, told_channel, channel from dim.campaign where store_id = ${storeId}`.execute(fresh.db)).rows;
const dirty = async () => (await sql<{ day: string }>`select day from ingest.dirty_day order by day`.execute(fresh.db)).rows.map(({ day }) => day);

test("what the platform says is kept beside the channel that follows; a rename that moves it takes its days along, a repeat none", async () => {
  await write("DE | Generic");
  expect(await stands()).toEqual([{ name: "DE | Generic", told_channel: "Paid Search", channel: "Paid Search" }]);
  await addSpend(fresh.db, storeId, { id: "21", name: "", channel: "" }, "2026-11-03", "5");
  await addSpend(fresh.db, storeId, { id: "21", name: "", channel: "" }, "2026-11-05", "5");
  await addSpend(fresh.db, storeId, { id: "22", name: "other", channel: "Display" }, "2026-11-09", "5");
  expect(await write("DE | Generic")).toEqual([]);
  expect(await write("DE | Brand")).toEqual(["2026-11-03", "2026-11-05"]);
  // Its caller marks them with its own days: taken twice in one transaction, two writers could wait for each other.
  expect(await dirty()).toEqual([]);
  expect((await stands())[0]).toEqual({ name: "DE | Brand", told_channel: "Paid Search", channel: "Brand Search" });
});
