// What the Channels page shows: which figures the connected kinds of data can tell, by which cut, and where a row leads.
import { readWindows } from "#app/figures.ts";
import { addressOf, scopeOnly, viewDefaults, withWindows } from "#app/view.ts";
import { grainFor } from "#app/(dashboard)/overview/trend.tsx";
import { metric, rolesOf, type MetricId } from "#lib/metrics/catalogue.ts";
import { canCut } from "#lib/metrics/cutting.ts";
import type { Cut, Role } from "#lib/metrics/marts.ts";
import type { FilterCut, MetricQuery } from "#lib/metrics/query.ts";
import type { MetricRow } from "#lib/metrics/read.ts";
import type { Scope } from "#lib/metrics/scope.ts";

export const levels = ["channel", "platform", "source", "campaign"] as const satisfies readonly Cut[];
export type Level = (typeof levels)[number];
export const channelDefaults: MetricQuery = { ...viewDefaults, by: ["channel"] };
/** Rows shown one by one where there can be very many. */
export const shownRows = 100;

const columnsWanted = ["spend", "roas", "ga4_roas", "claimed_roas", "over_claim", "sessions", "conversion_rate", "orders", "net_sales"] as const satisfies readonly MetricId[];
export type Column = (typeof columnsWanted)[number];
const cardsWanted: readonly MetricId[] = ["spend", "mer", "roas", "ncac", "cpa", "conversion_rate", "sessions", "orders", "net_sales", "aov"];

export interface ChannelsView {
  level: Level;
  /** As the address says it, for links. */
  asked: MetricQuery;
  scope: Scope;
  /** Kinds of data that the stores have. */
  has: ReadonlySet<Role>;
  columns: Column[];
  /** Each with its windows written out. */
  table: MetricQuery;
  series: MetricQuery;
  cards: MetricId[];
  matched: MetricQuery | null;
}

export async function readChannels(query: MetricQuery): Promise<ChannelsView> {
  const level = levels.find((one) => one === query.by[0]) ?? "channel";
  const asked: MetricQuery = { ...query, metrics: ["net_sales"], by: [level], limit: null };
  const scope = await readWindows({ ...asked, metrics: ["net_sales", "sessions", "spend"] });
  const has = new Set(scope.freshness.roles.map(({ role }) => role));
  const fixed = withWindows(asked, scope);
  const filtered = Object.keys(asked.filters) as FilterCut[];
  const takes = (id: MetricId, cuts: readonly Cut[]) => rolesOf(metric(id)).every((role) => has.has(role)) && canCut(metric(id), cuts);
  const columns = columnsWanted.filter((id) => takes(id, [level, ...filtered]));
  const sort = query.sort && (columns as readonly MetricId[]).includes(query.sort.metric) ? query.sort : { metric: columns.includes("net_sales") && (level === "channel" || !columns.includes("spend")) ? "net_sales" as const : columns[0]!, descending: true };
  const cards = cardsWanted.filter((id) => takes(id, filtered)).slice(0, 4);
  const lines = (["net_sales", "spend", "paid_net_sales", "claimed_roas", "roas"] as const).filter((id) => takes(id, filtered));
  const grain = query.grain ?? grainFor(scope.period.from, scope.period.to);
  const plain = { ...fixed, by: [], grain: null, sort: null };
  return {
    level, asked: { ...asked, sort: query.sort }, scope, has, columns, cards,
    table: { ...fixed, metrics: columns, grain: null, sort, limit: level === "campaign" || level === "source" ? shownRows : null },
    series: { ...plain, metrics: [...new Set<MetricId>([...cards, ...lines])], grain },
    matched: takes("spend", ["campaign", ...filtered]) ? { ...plain, metrics: (["spend", "sessions", "paid_orders"] as const).filter((id) => takes(id, ["campaign", ...filtered])), by: ["campaign"], compare: { kind: "none" } } : null,
  };
}

/** Where a row leads: one level down, at the end to its orders; null for what has none. */
export function hrefOf({ level, asked }: ChannelsView, row: MetricRow): string | null {
  if (row.isOther) return null;
  const filters = { ...asked.filters, [level]: [row.keys[level] ?? ""] };
  if (level === "campaign") return Number(row.values.orders ?? 0) > 0 ? addressOf("/orders", { ...scopeOnly(asked), filters }) : null;
  const next: Level = level === "channel" ? (Number(row.values.spend ?? 0) > 0 ? "platform" : "source") : "campaign";
  return addressOf("/channels", { ...asked, by: [next], sort: null, filters }, {}, channelDefaults);
}
