// The readers of pages: days and fans of a figure, the range of any period, the chance to reach a goal. Nothing is
// forecast here: they read what was kept.
import type { Database } from "#db/client.ts";
import { addDays, daysBetween, daysIn, type Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import type { Period } from "#lib/core/period.ts";
import { chance as chanceOf, spread, type Spread } from "#lib/forecast/totals.ts";
import { sumKnown, type Actual } from "#lib/projections/actual.ts";
import { emptyShelf, joined, keptOf, runsOf, type Joined, type LeftOut, type Shelf, type StoreRun } from "#lib/projections/joined.ts";
import type { Kept, Kind } from "#lib/projections/kept.ts";
import { endOf, fanOf, ratioOf, sumsOf, type Fan } from "#lib/projections/paths.ts";
import { moneyOf, storesAsked, type Money, type Visible } from "#lib/projections/stores-asked.ts";
import { shapes, type ProjectedCut, type ProjectedMetric } from "#lib/projections/targets.ts";

export interface Ask {
  metric: ProjectedMetric;
  /** Null: all stores that the reader may see, in one currency. */
  store: number | null;
  /** A part of net sales; its key as `readParts` names it. */
  part?: { by: ProjectedCut; key: string };
  /** Half-open; may begin in the past and end in the future. */
  period: Period;
  /** The newest projection that was made on this day or before. Left out: the newest. Several stores: only the newest. */
  asOf?: Day;
}

export type DayFan = { day: Day } & { [Name in keyof Fan]: number };

/** What a period comes to: what is known of it already, and the range of the whole. */
export interface PeriodTotal extends Period, Spread {
  /** Of its days up to `through`; for a ratio their ratio. Null when none is known. */
  known: number | null;
  knownDays: number;
  /** Days of the period that lie ahead. */
  daysLeft: number;
  /** False when the projection ends before the period does, the data begins after it, or a day of it is unknown: then the range is of a part. */
  isWhole: boolean;
}

export interface ProjectionAnswer {
  metric: ProjectedMetric;
  currency: string;
  /** Several currencies: the last known rate was taken for all days, the rate of this day. */
  ratesOf: Day | null;
  stores: { id: number; name: string; asOf: Day; kind: Kind; version: number; madeAt: string; dataThrough: Day }[];
  leftOut: LeftOut[];
  /** The last day that all stores know. */
  through: Day;
  /** Every day of the period: what happened (null: unknown or ahead), the same weekday a year (364 days) before, and the fan of days ahead. */
  days: { day: Day; actual: number | null; lastYear: number | null; fan: DayFan | null }[];
  /** Null when no day of it is known or projected. */
  total: PeriodTotal | null;
  /** The series behind it, one a store: models with weights, backtest, notes, learned effects, events, kept totals by month, quarter, year. */
  series: Pick<Kept, "storeId" | "models" | "backtest" | "notes" | "effects" | "inputs" | "totals" | "seriesFrom" | "dataThrough">[];
}

/** Null when nothing was projected yet for what is asked. @throws AppError "missing" for a store that may not be seen */
export async function readProjection(db: Database, visible: Visible, ask: Ask, now: Date): Promise<ProjectionAnswer | null> {
  const found = await look(db, visible, ask, now, { from: addDays(ask.period.from, -364), to: ask.period.to });
  if (!found) return null;
  const { money, runs, leftOut, figure } = found;
  const fans = new Map(fansOf(figure, ask.period).map((fan) => [fan.day, fan]));
  const days = daysIn(ask.period.from, ask.period.to).map((day) => ({
    day, actual: day <= figure.through ? (figure.actual.get(day) ?? null) : null, lastYear: figure.actual.get(addDays(day, -364)) ?? null, fan: fans.get(day) ?? null,
  }));
  return {
    metric: ask.metric, currency: money.currency, ratesOf: money.ratesOf, leftOut, through: figure.through, days,
    stores: runs.map(({ store, run }) => ({ id: store.id, name: store.name, asOf: run.asOf, kind: run.kind, version: run.version, madeAt: run.finishedAt!, dataThrough: run.dataThrough })),
    total: totalOf(figure, ask.period),
    series: figure.kept.map(({ storeId, models, backtest, notes, effects, inputs, totals, seriesFrom, dataThrough }) => ({ storeId, models, backtest, notes, effects, inputs, totals, seriesFrom, dataThrough })),
  };
}

export interface GoalOdds {
  total: PeriodTotal;
  /** Share of futures that reach the goal, 0–1. */
  chance: number | null;
  /** What each day ahead must bring to reach it; null for ratios and when no day is left. 0: reached. */
  requiredPerDay: number | null;
  /** What a day ahead is expected to bring. */
  expectedPerDay: number | null;
  currency: string;
}

/** How likely a goal of any period is. `goal` in the answer's currency and the metric's own unit. */
export async function readOdds(db: Database, visible: Visible, ask: Ask, goal: number, now: Date): Promise<GoalOdds | null> {
  const found = await look(db, visible, ask, now, ask.period);
  const total = found && totalOf(found.figure, ask.period);
  if (!found || !total) return null;
  const sample = sampleOf(found.figure, ask.period);
  const isSum = shapes[ask.metric].bottom === null;
  return {
    total, currency: found.money.currency, chance: sample ? chanceOf(sample, goal) : null,
    requiredPerDay: isSum && total.daysLeft > 0 ? Math.max(0, goal - (total.known ?? 0)) / total.daysLeft : null,
    expectedPerDay: isSum && total.daysLeft > 0 ? (total.mean - (total.known ?? 0)) / total.daysLeft : null,
  };
}

/** A figure over the stores asked for: a sum, or two sums and their ratio. */
export interface Figure extends Joined { halves: { top: Joined; bottom: Joined } | null }

export interface Found { money: Money; runs: StoreRun[]; leftOut: LeftOut[]; figure: Figure }

/** What every reader begins with. @param around days whose actual figures are wanted */
export async function look(db: Database, visible: Visible, ask: Omit<Ask, "period">, now: Date, around: Period, shelf?: Shelf): Promise<Found | null> {
  const stores = await storesAsked(db, visible, ask.store);
  const money = await moneyOf(db, stores);
  const { runs, leftOut } = await runsOf(db, stores, money, ask.asOf);
  const figure = await figureOf(db, runs, ask.metric, money, around, now, ask.part ?? null, shelf);
  return figure && { money, runs, leftOut, figure };
}

export async function figureOf(db: Database, runs: readonly StoreRun[], metric: ProjectedMetric, money: Money, around: Period, now: Date, part: Ask["part"] | null, shelf: Shelf = emptyShelf()): Promise<Figure | null> {
  const shape = shapes[metric];
  const sum = async (id: ProjectedMetric, own: readonly StoreRun[]): Promise<Joined | null> => {
    const one = await joined(db, own, id, money, around, now, part, shelf);
    if (one && !one.paths && own.length > 1) throw new AppError("refused", "projections.past_one_store", "Earlier projections are kept for each store by itself. Choose one store.");
    return one;
  };
  if (shape.bottom === null) {
    const own = await sum(metric, runs);
    return own && { ...own, halves: null };
  }
  const kept = await keptOf(db, runs, metric, shelf);
  // A store without one of the halves has no say in either.
  const both = runs.filter(({ store }) => kept.some((one) => one.storeId === store.id));
  const [top, bottom] = await Promise.all([sum(shape.top, both), sum(shape.bottom, both)]);
  if (!top || !bottom) return null;
  const through = top.through < bottom.through ? top.through : bottom.through;
  const actual: Actual = new Map([...top.actual].filter(([day]) => day <= through).map(([day, over]) => {
    const under = bottom.actual.get(day);
    return [day, over === null || !under ? null : over / under];
  }));
  const paths = top.paths && bottom.paths ? ratioOf(top.paths, bottom.paths) : null;
  return { kept, actual, paths, first: paths?.first ?? kept[0]!.first, through, halves: { top, bottom } };
}

/** The fans of days ahead, of those of `within` where it is told: several stores' are worked out day by day. */
export function fansOf(figure: Figure, within: Period | null = null): DayFan[] {
  const kept = figure.kept[0]!;
  // One store's are kept ready; several are summed path by path.
  const isOne = figure.kept.length === 1 || !figure.paths;
  const first = isOne ? kept.first : figure.paths!.first;
  const steps = isOne ? kept.mean.length : figure.paths!.steps;
  const [from, to] = within ? [Math.max(0, daysBetween(first, within.from)), Math.min(steps, daysBetween(first, within.to))] : [0, steps];
  const fan: Fan = isOne ? kept : fanOf(figure.paths!, from, to);
  const offset = isOne ? 0 : from;
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => {
    const step = from + at - offset;
    return { day: addDays(first, from + at), mean: fan.mean[step]!, p10: fan.p10[step]!, p50: fan.p50[step]!, p90: fan.p90[step]!, lo95: fan.lo95[step]!, hi95: fan.hi95[step]! };
  });
}

/** The period's total on every path; null without paths. */
export function sampleOf(figure: Figure, period: Period): Float64Array | null {
  const sum = (one: Joined): Float64Array | null => {
    if (!one.paths) return null;
    // Reckoned once: it is the same on every path.
    const known = sumKnown(one.actual, period.from, period.to < one.first ? period.to : one.first).sum;
    return sumsOf(one.paths, period.from, period.to).map((ahead) => ahead + known);
  };
  if (!figure.halves) return sum(figure);
  const [top, bottom] = [sum(figure.halves.top), sum(figure.halves.bottom)];
  return top && bottom && top.map((over, path) => (bottom[path]! > 0 ? over / bottom[path]! : 0));
}

export function totalOf(figure: Figure, period: Period): PeriodTotal | null {
  const end = ends(figure);
  const edge = (one: Joined) => (period.to < one.first ? period.to : one.first);
  const known = (one: Joined) => sumKnown(one.actual, period.from, edge(one));
  const own = figure.halves ? known(figure.halves.top) : known(figure);
  const under = figure.halves ? known(figure.halves.bottom).sum : 1;
  const value = own.days === 0 ? null : figure.halves ? (under > 0 ? own.sum / under : null) : own.sum;
  const ahead = Math.max(0, daysBetween(period.from > figure.first ? period.from : figure.first, period.to));
  const seriesFrom = figure.kept.map((one) => one.seriesFrom).sort().at(-1)!;
  const isTold = (one: Joined) => known(one).days >= Math.max(0, daysBetween(period.from, edge(one)));
  const isKnown = figure.halves ? isTold(figure.halves.top) && isTold(figure.halves.bottom) : isTold(figure);
  const base = { from: period.from, to: period.to, known: value, knownDays: own.days, daysLeft: ahead, isWhole: period.to <= end && seriesFrom <= period.from && isKnown };
  const sample = sampleOf(figure, period);
  if (sample) return ahead === 0 && value === null ? null : { ...base, ...spread(sample) };
  // An earlier run: the totals that were kept with it.
  const kept = figure.kept[0]!.totals.find((one) => one.from === period.from && one.to === period.to);
  return kept ? { ...base, known: kept.known, mean: kept.mean, p10: kept.p10, p50: kept.p50, p90: kept.p90, lo95: kept.lo95, hi95: kept.hi95 } : null;
}

function ends(figure: Figure): Day {
  const of = (one: Joined): Day => (one.paths ? endOf(one.paths) : one.kept.map((kept) => addDays(kept.first, kept.mean.length)).sort()[0]!);
  return figure.halves ? [of(figure.halves.top), of(figure.halves.bottom)].sort()[0]! : of(figure);
}
