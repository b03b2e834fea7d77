// Which days a connection tells whole: what the streams have that totals are made of. Search terms or landing
// pages reach back less far and must not shorten what spend and visits are known for.
import { addDays, dayAt, now, type Day } from "#lib/core/day.ts";
import type { Connection, Host } from "#lib/ingest/context.ts";
import { findSource } from "#lib/sources/registry.ts";
import { oldestAsked } from "#lib/ingest/stream-look.ts";
import { readStreams } from "#lib/ingest/streams.ts";

/** The facts that totals are made of, one or two a role; orders have one stream. */
const leading: ReadonlySet<string> = new Set(["web_traffic_day", "web_audience_day", "ad_day", "seo_total_day", "vitals_period"]);

/** Writes the connection's stretch where it moved; a day that isn't over in the shop's zone is never complete. */
export async function noteCoverage(host: Host, connection: Connection): Promise<void> {
  const source = findSource(connection.source);
  if (source.role === "rates") return;
  const states = await readStreams(host.db, connection.id);
  const { zone } = await host.db.selectFrom("dim.store").select("zone").where("store_id", "=", connection.storeId).executeTakeFirstOrThrow();
  const yesterday = addDays(dayAt(now(), zone), -1);
  const leads = source.streams.filter((stream) => stream.mode !== "replace" || leading.has(stream.fact.id));
  const parts = (leads.length > 0 ? leads : source.streams).flatMap((stream) => {
    const state = states.get(stream.name);
    return state?.doneFrom && state.doneTo ? [{ stream, from: state.doneFrom, through: addDays(state.doneTo, -1) }] : [];
  });
  const name = `${connection.source}:${connection.id}`;
  // The first stream is what the others only divide further: history reaches as far back as it does, though searches
  // or queries of those days are long forgotten.
  const from = parts.find((part) => part.stream === source.streams[0])?.from;
  // Tomorrow has begun where an account is ahead of the shop: a day more or less is no open history.
  const isFilling = parts.some(({ stream, from: first }) => first > oldestAsked(stream, states.get(stream.name) ?? null, addDays(yesterday, 2)));
  const through = [...parts.map((part) => part.through), yesterday].sort()[0] as Day;
  // Orders don't settle: whatever changes is told at once. A report's last days are told anew for some nights.
  const settled = parts.flatMap(({ stream, through: last }) => (stream.mode === "replace" ? [addDays(last, -stream.restates.nightly)] : [])).sort()[0] ?? null;
  const lag = Math.max(1, ...leads.map((stream) => (stream.mode === "upsert" ? 1 : stream.lag))) + (isBehind(connection.account?.zone ?? zone, zone) ? 1 : 0);
  // A stream that has nothing yet doesn't hold the others back: its own pages say what is missing.
  const told = from === undefined || from > through ? null : { role: source.role, from_day: from, through_day: through, settled_through: settled, lag, is_filling: isFilling };
  const known = await host.db.selectFrom("ingest.coverage").select(["role", "from_day", "through_day", "settled_through", "lag", "is_filling"]).where("store_id", "=", connection.storeId).where("source", "=", name).executeTakeFirst();
  if (JSON.stringify(known ?? null) === JSON.stringify(told)) return;
  await host.db.transaction().execute(async (trx) => {
    await trx.deleteFrom("ingest.coverage").where("store_id", "=", connection.storeId).where("source", "=", name).execute();
    if (told) await trx.insertInto("ingest.coverage").values({ store_id: connection.storeId, source: name, ...told, updated_at: now() }).execute();
  });
}

/** Whether an account's day ends after the shop's: its newest whole day is then one older. */
function isBehind(account: string, shop: string): boolean {
  const at = now();
  const wall = (zone: string) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(at);
  return wall(account) < wall(shop);
}
