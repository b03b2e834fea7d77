// From fed series to projections of one store, in groups that belong together: figures of a group agree on every path.
import type { FiscalCalendar } from "#lib/core/calendar.ts";
import { addDays, daysBetween, monthStart, type Day } from "#lib/core/day.ts";
import { forecast, type Forecast } from "#lib/forecast/forecast.ts";
import { randomFrom, seedOf } from "#lib/forecast/random.ts";
import { reconcile } from "#lib/forecast/reconcile.ts";
import { spread, type Spread } from "#lib/forecast/totals.ts";
import { bend, meansOf, weekly } from "#lib/projections/bend.ts";
import { follow } from "#lib/projections/couple.ts";
import type { Fed, Feed } from "#lib/projections/feed.ts";
import { endOf, ratioOf, sumsOf, type Paths } from "#lib/projections/paths.ts";
import { openRefunds, refundsAhead, type OpenRefunds } from "#lib/projections/refunds.ts";
import { learnRetention, returningAhead, type ReturningMonth } from "#lib/projections/retention.ts";
import { periodsWithin, type TotalPeriod } from "#lib/projections/periods.ts";
import { pathCount, signs, type ProjectedCut, type ProjectedMetric } from "#lib/projections/targets.ts";

/** The order in which a run is made; each group is kept in one step. Figures of the whole store come first: they are shown while its cuts are made. */
export const groups = ["sales", "spend", "returns", "channel", "product", "customer_type"] as const;
export type Group = (typeof groups)[number];
export const wholeGroups: readonly Group[] = ["sales", "spend", "returns"];

/** Whether the group has any series to make of this feed. */
export function isFed(group: Group, feed: Feed): boolean {
  return group === "sales" || (group === "spend" || group === "returns" ? feed.metrics[group] !== undefined : feed.cuts[group].length > 0);
}

export type KeptTotal = TotalPeriod & Spread & { known: number | null };

/** One series of a projection, ready to be kept. */
export interface Made {
  metric: ProjectedMetric;
  cut: "" | ProjectedCut;
  key: string;
  name: string;
  place: number;
  fed: Fed;
  paths: Paths;
  told: Pick<Forecast, "models" | "backtest" | "notes" | "effects">;
  totals: KeptTotal[];
  /** What else it was made of: refunds on their way, customers who are known already. */
  beside: Beside;
}

export interface Beside { refunds?: OpenRefunds; retention?: ReturningMonth[] }

/** Net sales of the same run, which returns and cuts are made of. */
export interface Whole { paths(): Paths; mean(): readonly number[] }

type Told = Made["told"];
interface Guess { fed: Fed; paths: Paths; told: Told }

/** @param net what "sales" kept; asked for by the groups after it */
export function makeGroup(group: Group, feed: Feed, fiscal: FiscalCalendar, net: Whole): Made[] {
  switch (group) {
    case "sales": return makeSales(feed, fiscal);
    case "spend": {
      const guess = guessOf(feed, group);
      return guess ? [whole(group, guess, totalsOf(guess.fed, guess.paths, fiscal))] : [];
    }
    case "returns": return makeReturns(feed, fiscal, net.mean());
    default: return makeCut(group, feed, fiscal, net.paths());
  }
}

/** Net sales as they are; orders and visits dealt to its paths; the two ratios follow by division. */
function makeSales(feed: Feed, fiscal: FiscalCalendar): Made[] {
  const made: Made[] = [];
  const net = guessOf(feed, "net_sales")!;
  made.push(whole("net_sales", net, totalsOf(net.fed, net.paths, fiscal)));
  const [orders, aov] = [guessOf(feed, "orders"), guessOf(feed, "aov")];
  if (!orders) return made;
  const ordersToo: Guess = { ...orders, paths: follow(orders.paths, net.paths, aov?.paths ?? null) };
  made.push(whole("orders", ordersToo, totalsOf(orders.fed, ordersToo.paths, fiscal)));
  if (aov) made.push(whole("aov", { ...aov, paths: ratioOf(net.paths, ordersToo.paths) }, ratioTotals(net, ordersToo, fiscal)));
  const [sessions, rate] = [guessOf(feed, "sessions"), guessOf(feed, "conversion_rate")];
  if (!sessions) return made;
  const sessionsToo: Guess = { ...sessions, paths: follow(sessions.paths, ordersToo.paths, rate?.paths ?? null) };
  made.push(whole("sessions", sessionsToo, totalsOf(sessions.fed, sessionsToo.paths, fiscal)));
  if (rate) made.push(whole("conversion_rate", { ...rate, paths: ratioOf(ordersToo.paths, sessionsToo.paths) }, ratioTotals(ordersToo, sessionsToo, fiscal)));
  return made;
}

/** Returns by their own history, drawn towards what the orders of the last weeks still have to give back. */
function makeReturns(feed: Feed, fiscal: FiscalCalendar, net: readonly number[]): Made[] {
  const guess = guessOf(feed, "returns");
  if (!guess) return [];
  const learned = openRefunds(feed.orderCohorts, feed.through);
  if (!learned) return [whole("returns", guess, totalsOf(guess.fed, guess.paths, fiscal))];
  const sum = (fed: Fed) => fed.values.slice(-90).reduce<number>((total, value) => total + (value ?? 0), 0);
  // Net sales are what is left after returns (which are negative): refunds are a share of what was before them.
  const before = sum(feed.metrics.net_sales!) > 0 ? 1 - sum(guess.fed) / sum(feed.metrics.net_sales!) : 1;
  const expected = refundsAhead(feed.orderCohorts, learned.maturity, feed.through, net.map((value) => value * before));
  const bent = { ...guess, paths: bend(guess.paths, weekly(expected, meansOf(guess.paths).map((mean) => -mean))) };
  return [{ ...whole("returns", bent, totalsOf(bent.fed, bent.paths, fiscal)), beside: { refunds: learned.open } }];
}

/** Customers who come back, drawn towards what the months' cohorts of new customers are known to bring. */
function withRetention(feed: Feed, guesses: Guess[]): ReturningMonth[] | null {
  const [won, back] = (["new", "returning"] as const).map((key) => feed.cuts.customer_type.findIndex((part) => part.key === key));
  const curve = learnRetention(feed.customerCohorts, feed.through);
  if (!curve || won === -1 || back === -1) return null;
  const { paths } = guesses[back!]!;
  const ahead = returningAhead(feed.customerCohorts, curve, feed.through, meansOf(guesses[won!]!.paths));
  const means = byMonth(paths);
  const factor = new Map(ahead.map(({ month, known, later }) => [month, (means.get(month) ?? 0) > 0 ? (known + later) / means.get(month)! : null]));
  guesses[back!] = { ...guesses[back!]!, paths: bend(paths, Array.from({ length: paths.steps }, (_, step) => factor.get(monthStart(addDays(paths.first, step))) ?? null)) };
  return ahead;
}

function byMonth(paths: Paths): Map<Day, number> {
  const sums = new Map<Day, number>();
  meansOf(paths).forEach((mean, step) => { const month = monthStart(addDays(paths.first, step)); sums.set(month, (sums.get(month) ?? 0) + mean); });
  return sums;
}

/** The known and the later in the measure of what the part came to in the end. */
function inMeasure(ahead: readonly ReturningMonth[], paths: Paths): ReturningMonth[] {
  const means = byMonth(paths);
  return ahead.map(({ month, known, later }) => { const by = known + later > 0 ? (means.get(month) ?? 0) / (known + later) : 0; return { month, known: known * by, later: later * by }; });
}

function makeCut(cut: ProjectedCut, feed: Feed, fiscal: FiscalCalendar, total: Paths): Made[] {
  const parts = feed.cuts[cut];
  if (parts.length === 0) return [];
  const guesses = parts.map((part) => guess(feed, `net_sales ${cut} ${part.key}`, part.fed, 1));
  const ahead = cut === "customer_type" ? withRetention(feed, guesses) : null;
  const dealt = reconcile(total.values, guesses.map((one) => one.paths.values), total.steps, randomFrom(seedOf(`${feed.store.name} ${cut}`)));
  return parts.map((part, place): Made => {
    const paths = { ...total, values: dealt[place]! };
    return { metric: "net_sales", cut, key: part.key, name: part.name, place, fed: part.fed, paths, told: guesses[place]!.told, totals: totalsOf(part.fed, paths, fiscal), beside: ahead && part.key === "returning" ? { retention: inMeasure(ahead, paths) } : {} };
  });
}

function guessOf(feed: Feed, metric: ProjectedMetric): Guess | null {
  const fed = feed.metrics[metric];
  return fed ? guess(feed, metric, fed, signs[metric] ?? 1) : null;
}

function guess(feed: Feed, seed: string, fed: Fed, sign: 1 | -1): Guess {
  const values = sign === 1 ? fed.values : fed.values.map((value) => (value === null ? null : -value));
  const done = forecast({ series: { start: fed.start, grain: "day", values }, horizon: feed.horizon, events: feed.events, paths: pathCount, seed: seedOf(`${feed.store.name} ${seed}`) });
  const paths = Float32Array.from(done.paths, sign === 1 ? undefined : (value) => -value);
  return { fed, paths: { first: addDays(fed.through, 1), steps: feed.horizon, values: paths }, told: done };
}

function whole(metric: ProjectedMetric, { fed, paths, told }: Guess, totals: KeptTotal[]): Made {
  return { metric, cut: "", key: "", name: "", place: 0, fed, paths, told, totals, beside: {} };
}

/** What is told of [from, to) already; null when the series begins later or a day is missing, so that a part isn't taken for the whole. */
export function knownOf(fed: Fed, from: string, to: string): number | null {
  if (fed.start > from) return null;
  const [first, last] = [daysBetween(fed.start, from), Math.min(fed.values.length, daysBetween(fed.start, to))];
  let sum = 0;
  for (let at = first; at < last; at++) {
    const value = fed.values[at];
    if (value === null || value === undefined) return null;
    sum += value;
  }
  return sum;
}

function totalsOf(fed: Fed, paths: Paths, fiscal: FiscalCalendar): KeptTotal[] {
  return periodsWithin(paths.first, endOf(paths), fiscal).flatMap((period) => {
    const known = knownOf(fed, period.from, period.to);
    return known === null ? [] : [{ ...period, known, ...spread(sumsOf(paths, period.from, period.to).map((sum) => sum + known)) }];
  });
}

/** Sums of both halves first, divided last, path by path. */
function ratioTotals(top: Guess, bottom: Guess, fiscal: FiscalCalendar): KeptTotal[] {
  const end = [endOf(top.paths), endOf(bottom.paths)].sort()[0]!;
  const first = [top.paths.first, bottom.paths.first].sort().at(-1)!;
  return periodsWithin(first, end, fiscal).flatMap((period) => {
    const [over, under] = [knownOf(top.fed, period.from, period.to), knownOf(bottom.fed, period.from, period.to)];
    if (over === null || under === null) return [];
    const below = sumsOf(bottom.paths, period.from, period.to);
    const ratios = sumsOf(top.paths, period.from, period.to).map((sum, path) => (below[path]! + under > 0 ? (sum + over) / (below[path]! + under) : 0));
    return [{ ...period, known: under > 0 ? over / under : null, ...spread(ratios) }];
  });
}

/** Metrics that a group keeps, to see which are done. */
export function metricsOf(group: Group): readonly ProjectedMetric[] {
  return group === "sales" ? ["net_sales", "orders", "aov", "sessions", "conversion_rate"] : group === "spend" || group === "returns" ? [group] : ["net_sales"];
}

