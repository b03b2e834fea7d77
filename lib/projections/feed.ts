// What the forecaster is fed: daily history of one store from the one metric reader, each series to the last
// complete day of its own kind of data. A day that is missing is null, which is not zero.
import { createHash } from "node:crypto";
import type { Database } from "#db/client.ts";
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import type { EventSpan } from "#lib/forecast/series.ts";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { readCoverage, type Stretch } from "#lib/metrics/coverage.ts";
import { defaultQuery, type MetricQuery } from "#lib/metrics/query.ts";
import { readMetrics, type MetricRow } from "#lib/metrics/read.ts";
import type { Store } from "#lib/stores/stores.ts";
import type { Cohort } from "#lib/forecast/maturity.ts";
import { readCohorts } from "#lib/projections/refunds.ts";
import { readCustomerCohorts, type CustomerCohort } from "#lib/projections/retention.ts";
import { backcastDays, channelShare, historyDays, horizonDays, mostChannels, otherKey, projectedCuts, projectedMetrics, rolesFed, topProducts, type ProjectedCut, type ProjectedMetric } from "#lib/projections/targets.ts";

/** One daily series: values[0] stands on `start`, the last one on `through`. In the metric's own sign and unit. */
export interface Fed { start: Day; through: Day; values: (number | null)[] }
export interface Part { key: string; name: string; fed: Fed }

export interface Feed {
  store: Store;
  /** Last day of orders that is told. */
  through: Day;
  metrics: Partial<Record<ProjectedMetric, Fed>>;
  /** Parts of net sales, "other" last; each cut's parts cover the same days as net sales. */
  cuts: Record<ProjectedCut, Part[]>;
  events: EventSpan[];
  /** Weeks of orders with what came back of them, for returns to come; empty without returns. */
  orderCohorts: Cohort[];
  /** Months of new customers with what they brought later; empty where customers aren't told or aren't asked for. */
  customerCohorts: CustomerCohort[];
  /** Days to be projected. */
  horizon: number;
}

export interface FeedOptions {
  /** Nothing later than this day is read: a backcast's last day. */
  until?: Day;
  events?: readonly EventSpan[];
  /** Cuts cost queries; backcasts leave them out. */
  withCuts?: boolean;
}

/** Null where the store has no orders to go by. */
export async function readFeed(db: Database, store: Store, now: Date, { until, events = [], withCuts = true }: FeedOptions = {}): Promise<Feed | null> {
  const coverage = (await readCoverage(db)).filter((stretch) => stretch.storeId === store.id);
  const metrics: Feed["metrics"] = {};
  for (const id of projectedMetrics) {
    const span = spanOf(id, coverage, until);
    const fed = span && (await readSeries(db, store, id, span, now));
    if (fed) metrics[id] = fed;
  }
  const whole = metrics.net_sales;
  if (!whole) return null;
  const cuts = { channel: [], product: [], customer_type: [] } as Feed["cuts"];
  if (withCuts) for (const cut of projectedCuts) cuts[cut] = await readParts(db, store, cut, whole, now);
  // What broke the counting later can't have been known on that day; what was planned can.
  const known = events.filter((event) => !event.ignore || event.from <= whole.through);
  const orderCohorts = metrics.returns ? await readCohorts(db, store, whole.through) : [];
  const customerCohorts = cuts.customer_type.length > 1 ? await readCustomerCohorts(db, store, whole.through) : [];
  return { store, through: whole.through, metrics, cuts, events: known, orderCohorts, customerCohorts, horizon: until ? backcastDays : horizonDays };
}

/** The days that all kinds of data behind a metric tell, at most `historyDays`. */
function spanOf(id: ProjectedMetric, coverage: readonly Stretch[], until: Day | undefined): { from: Day; through: Day } | null {
  const own = rolesFed(id).map((role) => coverage.find((stretch) => stretch.role === role));
  if (own.some((stretch) => !stretch)) return null;
  const through = [...own.map((stretch) => stretch!.completeThrough), ...(until ? [until] : [])].sort()[0]!;
  const first = own.map((stretch) => stretch!.firstDay).sort().at(-1)!;
  const oldest = addDays(through, 1 - historyDays);
  const from = first > oldest ? first : oldest;
  return from <= through ? { from, through } : null;
}

function ask(store: Store, from: Day, through: Day, rest: Partial<MetricQuery>): MetricQuery {
  return { ...defaultQuery, stores: [store.id], currency: store.currency, period: { from, through }, compare: { kind: "none" }, ...rest };
}

async function readSeries(db: Database, store: Store, id: MetricId, { from, through }: { from: Day; through: Day }, now: Date): Promise<Fed | null> {
  const answer = await readMetrics(db, [store.id], ask(store, from, through, { metrics: [id], grain: "day" }), now);
  const values = answer.rows.map((row) => numberOf(row, id));
  const first = values.findIndex((value) => value !== null);
  return first === -1 ? null : { start: addDays(from, first), through, values: values.slice(first) };
}

function numberOf(row: MetricRow, id: MetricId): number | null {
  const told = row.values[id];
  return told === null || told === undefined ? null : Number(told);
}

async function readParts(db: Database, store: Store, cut: ProjectedCut, whole: Fed, now: Date): Promise<Part[]> {
  const { start, through } = whole;
  const keys = await chooseKeys(db, store, cut, through, now);
  const filters = cut === "product" ? { product: keys.map((one) => one.key) } : {};
  const rows = keys.length === 0 ? [] : (await readMetrics(db, [store.id], ask(store, start, through, { metrics: ["net_sales"], grain: "day", by: [cut], filters }), now)).rows;
  const parts = keys.map(({ key, name }): Part => {
    // Where the whole is known, a part without a row sold nothing.
    const values: (number | null)[] = whole.values.map((value) => (value === null ? null : 0));
    for (const row of rows) {
      const at = row.keys[cut] === key && row.bucket !== null ? daysBetween(start, row.bucket) : -1;
      if (at >= 0 && at < values.length && values[at] !== null) values[at] = numberOf(row, "net_sales");
    }
    return { key, name, fed: { start, through, values } };
  });
  const rest = whole.values.map((value, at) => (value === null || parts.some((part) => part.fed.values[at] === null) ? null : parts.reduce((left, part) => left - part.fed.values[at]!, value)));
  const isLeft = rest.some((value) => value !== null && Math.abs(value) > 0.005);
  const all = isLeft ? [...parts, { key: otherKey, name: "", fed: { start, through, values: rest } }] : parts;
  // One part is the whole again.
  return all.length > 1 ? all : [];
}

/** The keys of the last year that are worth a series, largest first. */
async function chooseKeys(db: Database, store: Store, cut: ProjectedCut, through: Day, now: Date): Promise<{ key: string; name: string }[]> {
  const most = cut === "product" ? topProducts : mostChannels;
  const answer = await readMetrics(db, [store.id], ask(store, addDays(through, -364), through, { metrics: ["net_sales"], by: [cut], limit: most, sort: { metric: "net_sales", descending: true } }), now);
  const total = Number(answer.total.values.net_sales ?? 0);
  return answer.rows
    .filter((row) => !row.isOther && (cut !== "channel" || Number(row.values.net_sales ?? 0) > channelShare * total) && Number(row.values.net_sales ?? 0) > 0)
    .map((row) => ({ key: row.keys[cut]!, name: row.labels[cut] ?? row.keys[cut]! }));
}

/** A short name for what something was made from: the same input gives the same one. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
