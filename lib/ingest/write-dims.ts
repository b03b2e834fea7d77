// Where traffic came from and which campaigns there are: kept once each, written only where something is new.
import type pg from "pg";
import type { Day } from "#lib/core/day.ts";
import { campaignTuple } from "#lib/channels/campaign-tuple.ts";
import type { Dims, TrafficTuple } from "#lib/facts/dims.ts";
import { dirtyStatement } from "#lib/refresh/refresh.ts";

/** Which channel a tuple belongs to, and the rule that says so. */
export type Classify = (tuple: TrafficTuple) => { channel: string; rule: string };

/** A tuple keeps the channel that it was given until rules are applied anew (lib/traffic). */
export async function writeDims(client: pg.ClientBase, storeId: number, connectionId: number, dims: Dims, classify: Classify): Promise<void> {
  if (dims.traffic.size > 0) {
    const rows = [...dims.traffic].map(([id, tuple]) => ({ id, ...tuple, ...classify(tuple) })).sort((a, b) => (a.id < b.id ? -1 : 1));
    await client.query(
      `insert into dim.traffic (store_id, traffic_id, source, medium, campaign_id, campaign, told_channel, channel, rule)
       select $1::int, id::bigint, source, medium, "campaignId", campaign, "toldChannel", channel, rule
       from jsonb_to_recordset($2::jsonb) as t (id text, source text, medium text, "campaignId" text, campaign text, "toldChannel" text, channel text, rule text)
       on conflict (store_id, traffic_id) do nothing`, [storeId, JSON.stringify(rows)]);
    dims.traffic.clear();
  }
  if (dims.campaigns.size > 0) await writeCampaigns(client, storeId, connectionId, dims, classify);
}

/** The last telling stands. A campaign whose channel it changes takes its days along: their marts are made anew. */
async function writeCampaigns(client: pg.ClientBase, storeId: number, connectionId: number, dims: Dims, classify: Classify): Promise<void> {
  const rows = JSON.stringify([...dims.campaigns.values()].map((one) => ({ ...one, told: one.channel, channel: classify(campaignTuple(one.platform, one.campaignId, one.name, one.channel)).channel })));
  const told = `jsonb_to_recordset($2::jsonb) as t (platform text, "accountId" text, "campaignId" text, name text, status text, kind text, told text, channel text)`;
  const { rows: moved } = await client.query<{ day: Day }>(
    `select distinct f.day from ${told}
     join dim.campaign c on c.store_id = $1::int and c.platform = t.platform and c.account_id = t."accountId" and c.campaign_id = t."campaignId" and c.channel <> t.channel
     join fact.ad_day f on f.store_id = $1::int and f.platform = t.platform and f.account_id = t."accountId" and f.campaign_id = t."campaignId"
     order by f.day`, [storeId, rows]);
  await client.query(
    `insert into dim.campaign as known (store_id, platform, account_id, campaign_id, connection_id, name, status, kind, told_channel, channel)
     select $1::int, platform, "accountId", "campaignId", $3::int, name, status, kind, told, channel from ${told}
     on conflict (store_id, platform, account_id, campaign_id) do update set name = excluded.name, status = excluded.status, kind = excluded.kind, told_channel = excluded.told_channel, channel = excluded.channel
     where (known.name, known.status, known.kind, known.told_channel, known.channel) is distinct from (excluded.name, excluded.status, excluded.kind, excluded.told_channel, excluded.channel)`,
    [storeId, rows, connectionId]);
  if (moved.length > 0) {
    const dirty = dirtyStatement(storeId, moved.map(({ day }) => day), "campaign's channel");
    await client.query(dirty.sql, dirty.parameters);
  }
  dims.campaigns.clear();
}
