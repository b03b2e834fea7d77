// What ad accounts say of the campaigns that orders' origins name. Web analytics tells a channel itself; an order's
// tags don't, and a Performance Max click is tagged like a search ad.
import { isPaidMedium } from "#lib/channels/default-rules.ts";
import type { Query } from "#lib/traffic/query.ts";

/** SQL of what is told of a row `t` of dim.traffic: by web analytics, else by the ad account of its campaign. */
export const toldOf = `coalesce(nullif(t.told_channel, ''), t.campaign_channel)`;

/** Writes the account's word beside each bought origin without a told channel. A repeat writes nothing. */
export async function noteCampaignChannels(query: Query, storeId: number): Promise<void> {
  const [any] = await query("select 1 from dim.campaign where store_id = $1::int limit 1", [storeId]);
  if (!any) return;
  const rows = await query<{ id: string; medium: string; standing: string; told: string | null }>(
    `select t.traffic_id::text as id, t.medium, t.campaign_channel as standing,
       (select c.told_channel from dim.campaign c where c.store_id = $1::int and c.platform = v.platform and c.campaign_id = v.campaign order by c.account_id limit 1) as told
     from dim.traffic t
     join dim.traffic_campaign v on v.store_id = $1::int and v.traffic_id = t.traffic_id
     where t.store_id = $1::int and t.told_channel = '' and (t.campaign <> '' or t.campaign_id <> '')`, [storeId]);
  const changed = rows.flatMap(({ id, medium, standing, told }) => {
    const now = isPaidMedium(medium) ? (told ?? "") : "";
    return now === standing ? [] : [{ id, told: now }];
  });
  if (changed.length === 0) return;
  await query(
    `update dim.traffic t set campaign_channel = n.told from jsonb_to_recordset($2::jsonb) as n (id text, told text)
     where t.store_id = $1::int and t.traffic_id = n.id::bigint`, [storeId, JSON.stringify(changed)]);
}
