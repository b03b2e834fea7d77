// Where traffic came from and which campaigns there are: kept once each, written only where something is new.
import type pg from "pg";
import type { Dims, TrafficTuple } from "#lib/facts/dims.ts";

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
  if (dims.campaigns.size > 0) {
    await client.query(
      `insert into dim.campaign as known (store_id, platform, account_id, campaign_id, connection_id, name, status, kind, channel)
       select $1::int, platform, "accountId", "campaignId", $2::int, name, status, kind, channel
       from jsonb_to_recordset($3::jsonb) as t (platform text, "accountId" text, "campaignId" text, name text, status text, kind text, channel text)
       on conflict (store_id, platform, account_id, campaign_id) do update set name = excluded.name, status = excluded.status, kind = excluded.kind, channel = excluded.channel
       where (known.name, known.status, known.kind, known.channel) is distinct from (excluded.name, excluded.status, excluded.kind, excluded.channel)`,
      [storeId, connectionId, JSON.stringify([...dims.campaigns.values()])]);
    dims.campaigns.clear();
  }
}
