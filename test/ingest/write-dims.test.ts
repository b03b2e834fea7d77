import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Dims, type Campaign } from "#lib/facts/dims.ts";
import { writeDims } from "#lib/ingest/write-dims.ts";
import { defaultQuery } from "#lib/metrics/query.ts";
import { readMetrics } from "#lib/metrics/read.ts";
import { markDirty, refreshStore } from "#lib/refresh/refresh.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { addFacts, addTraffic, cover, traceOrder } from "#test/support/facts.ts";
import { storeWith } from "#test/support/ledger.ts";

let fresh: FreshDatabase;
let client: pg.Client;
beforeAll(async () => {
  fresh = await freshDatabase();
  client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
});
afterAll(async () => { await client.end(); await fresh.drop(); });

const campaign: Campaign = { platform: "google", accountId: "1", campaignId: "55", name: "Brand", status: "ENABLED", kind: "SEARCH", channel: "Paid Search" };
async function tell(one: Campaign): Promise<string[]> {
  const dims = new Dims();
  dims.campaign(one);
  const days = (await writeDims(client, 1, 1, dims, () => ({ channel: "", rule: "" }))).sort();
  await markDirty(fresh.db, 1, days, "test");
  return days;
}

test("a campaign that becomes known, or gets the name that visits carry, puts their days and their orders' days under it; telling it again moves nothing", async () => {
  await storeWith(fresh.db, { through: "2026-03-31" }, [{ id: "1", day: "2026-03-02", lines: [{ kind: "sale", amount: "50" }, { kind: "return", amount: "-5", day: "2026-03-09" }] }]);
  const traffic = await addTraffic(fresh.db, 1, "Paid Search", { source: "google", medium: "cpc", campaign: "Brand" });
  await traceOrder(fresh.db, 1, "1", traffic);
  await addFacts(fresh.db, 1, "fact.web_traffic_day", [{ day: "2026-03-01", traffic_id: traffic, sessions: 7 }]);
  for (const role of ["web", "ads"] as const) await cover(fresh.db, 1, role, "2026-03-01", "2026-03-31");
  await refreshStore(fresh.db, 1);
  const paid = async () => (await readMetrics(fresh.db, "all", { ...defaultQuery, metrics: ["paid_net_sales"], period: { from: "2026-03-01", through: "2026-03-31" } }, new Date("2026-04-01T09:00:00Z"))).total.values.paid_net_sales;
  expect(await paid()).toBe("0");
  expect(await tell({ ...campaign, name: "Other" })).toEqual([]);
  expect(await tell(campaign)).toEqual(["2026-03-01", "2026-03-02", "2026-03-09"]);
  await refreshStore(fresh.db, 1);
  expect(await paid()).toBe("45");
  expect(await tell({ ...campaign, status: "PAUSED" })).toEqual([]);
});

test("a name with a zero letter or half an emoji is stored, under the id of what is stored", async () => {
  const dims = new Dims();
  const tuple = { source: "a\u0000b", medium: "cut \ud83d", campaignId: "", campaign: "whole \u{1f600}", toldChannel: "" };
  const id = dims.trafficId(tuple);
  dims.campaign({ ...campaign, campaignId: "56", name: "half \udE00" });
  await writeDims(client, 1, 1, dims, () => ({ channel: "", rule: "" }));
  expect((await client.query("select source, medium, campaign from dim.traffic where traffic_id = $1", [id])).rows).toEqual([{ source: "ab", medium: "cut \ufffd", campaign: "whole \u{1f600}" }]);
  expect(new Dims().trafficId({ ...tuple, source: "ab", medium: "cut \ufffd" })).toBe(id);
});

test("a product is written when it is told otherwise than last, and keeps what a telling leaves out", async () => {
  const dims = new Dims();
  const kept = async (...told: [name: string | null, category: string | null][]) => {
    for (const [name, category] of told) dims.product({ productId: "CAP", name, category });
    const many = dims.products.size;
    await writeDims(client, 1, 1, dims, () => ({ channel: "", rule: "" }));
    const { rows } = await client.query<{ text: string }>("select concat_ws(' ', name, category) as text from dim.product where store_id = 1 and product_id = 'CAP'");
    return [many, rows[0]!.text];
  };
  expect(await kept(["A cap", null], ["A c\u0000ap", "Caps"])).toEqual([1, "A cap Caps"]);
  expect(await kept(["A c\u0000ap", "Caps"])).toEqual([0, "A cap Caps"]);
  expect(await kept([null, "Hats"])).toEqual([1, "A cap Hats"]);
  expect(await kept(["Another", null])).toEqual([1, "Another Hats"]);
});
