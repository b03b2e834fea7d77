// Futures of one figure over one or several stores: each store's paths in one currency, begun on a common day.
// Days that one store knows already stand in its paths as they were.
import type { Database } from "#db/client.ts";
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { metric as entryOf } from "#lib/metrics/catalogue.ts";
import { readActual, readPartActuals, type Actual, type PartOf } from "#lib/projections/actual.ts";
import { newestRun, readKept, readPaths, type Kept, type Run } from "#lib/projections/kept.ts";
import { countOf, endOf, type Paths } from "#lib/projections/paths.ts";
import { otherKey, type ProjectedMetric } from "#lib/projections/targets.ts";
import type { Money } from "#lib/projections/stores-asked.ts";
import type { Store } from "#lib/stores/stores.ts";

export interface StoreRun { store: Store; run: Run }

/** Why a store isn't in an answer. none: it has no projection (of this figure). late: its data ended long before the others'. */
export interface LeftOut { store: string; reason: "none" | "late" | "rate" }

/** A store that ends so many days before the newest one is looked at by itself. */
const lateDays = 60;

/** The runs to be shown together, and who is left out. */
export async function runsOf(db: Database, stores: readonly Store[], money: Money, asOf?: Day): Promise<{ runs: StoreRun[]; leftOut: LeftOut[] }> {
  const runs: StoreRun[] = [];
  const leftOut: LeftOut[] = [];
  for (const store of stores) {
    const run = await newestRun(db, store.id, asOf);
    if (!run) leftOut.push({ store: store.name, reason: "none" });
    else if (money.rates.get(store.id) === null) leftOut.push({ store: store.name, reason: "rate" });
    else runs.push({ store, run });
  }
  const newest = runs.map((one) => one.run.dataThrough).sort().at(-1);
  const isLate = (one: StoreRun) => daysBetween(one.run.dataThrough, newest!) > lateDays;
  leftOut.push(...runs.filter(isLate).map((one) => ({ store: one.store.name, reason: "late" as const })));
  return { runs: runs.filter((one) => !isLate(one)), leftOut };
}

export interface Joined {
  /** The last day that all stores know. */
  through: Day;
  first: Day;
  /** Null where the paths are gone: an earlier run. */
  paths: Paths | null;
  kept: Kept[];
  /** What is known of the days asked for, all stores together; null where one of them doesn't know its day. */
  actual: Actual;
}

/** What several parts of one answer share, so that it is read once. */
export interface Shelf { kept: Map<string, Promise<Kept[]>>; paths: Map<string, Promise<Paths | null>>; actual: Map<string, Promise<Actual>>; parts: Map<string, Promise<Map<string, Actual>>> }
export const emptyShelf = (): Shelf => ({ kept: new Map(), paths: new Map(), actual: new Map(), parts: new Map() });

function once<T>(shelf: Map<string, Promise<T>>, name: string, read: () => Promise<T>): Promise<T> {
  const held = shelf.get(name) ?? read();
  shelf.set(name, held);
  return held;
}

/** The series themselves, of the stores that have the figure. */
export async function keptOf(db: Database, runs: readonly StoreRun[], metric: ProjectedMetric, shelf: Shelf): Promise<Kept[]> {
  return (await Promise.all(runs.map(({ store, run }) => once(shelf.kept, `${store.id} ${metric} `, () => readKept(db, run, metric))))).flatMap((all) => all.slice(0, 1));
}

/** Null when no store has this figure. @param around days whose actual figures are wanted, beside those between the stores' ends */
export async function joined(db: Database, runs: readonly StoreRun[], metric: ProjectedMetric, money: Money, around: Period, now: Date, part: { by: PartOf["by"]; key: string } | null = null, shelf: Shelf = emptyShelf()): Promise<Joined | null> {
  const own = await Promise.all(runs.map(async ({ store, run }) => {
    const all = await once(shelf.kept, `${store.id} ${metric} ${part?.by ?? ""}`, () => readKept(db, run, metric, part?.by ?? ""));
    const kept = all.find((one) => one.key === (part?.key ?? ""));
    if (!kept) return null;
    const rate = entryOf(metric).unit === "money" ? money.rates.get(store.id)! : 1;
    return { store, run, kept, rate, named: all.map((one) => one.key).filter((key) => key !== otherKey) };
  })).then((list) => list.filter((one) => one !== null));
  if (own.length === 0) return null;
  const first = own.map((one) => one.kept.first).sort()[0]!;
  const from = around.from < first ? around.from : first;
  const loaded = await Promise.all(own.map(async (one) => {
    const days = { from, to: around.to > first ? around.to : addDays(first, 366) };
    const actual = !part ? await once(shelf.actual, `${one.store.id} ${metric} ${days.from} ${days.to}`, () => readActual(db, one.store, metric, null, days, one.kept.dataThrough, now))
      : (await once(shelf.parts, `${one.store.id} ${part.by} ${days.from} ${days.to}`, () => readPartActuals(db, one.store, part.by, one.named, days, one.kept.dataThrough, now))).get(part.key)!;
    const paths = await once(shelf.paths, `${one.store.id} ${metric} ${part?.by ?? ""} ${part?.key ?? ""}`, () => readPaths(db, one.run, metric, part?.by ?? "", part?.key ?? ""));
    return { ...one, actual, paths };
  }));
  const paths = loaded.every((one) => one.paths) ? addUp(loaded.map((one) => ({ paths: one.paths!, actual: one.actual, rate: one.rate })), first) : null;
  return { through: addDays(first, -1), first, paths, kept: loaded.map((one) => one.kept), actual: together(loaded, first) };
}

/** Days before a store's data begins are the others' alone. */
function together(loaded: readonly { actual: Actual; rate: number; kept: Kept }[], first: Day): Actual {
  const sum: Actual = new Map();
  for (const { actual, rate, kept } of loaded) for (const [day, value] of actual) {
    if (day >= first || (value === null && day < kept.seriesFrom)) continue;
    const before = sum.has(day) ? sum.get(day)! : 0;
    sum.set(day, before === null || value === null ? null : before + value * rate);
  }
  return sum;
}

function addUp(own: readonly { paths: Paths; actual: Actual; rate: number }[], first: Day): Paths {
  if (own.length === 1 && own[0]!.rate === 1) return own[0]!.paths;
  const count = Math.min(...own.map((one) => countOf(one.paths)));
  const to = own.map((one) => endOf(one.paths)).sort()[0]!;
  const steps = daysBetween(first, to);
  const values = new Float32Array(count * steps);
  for (const { paths, actual, rate } of own) {
    const lag = daysBetween(first, paths.first);
    for (let path = 0; path < count; path++) for (let step = 0; step < steps; step++) {
      const value = step < lag ? (actual.get(addDays(first, step)) ?? 0) : paths.values[path * paths.steps + step - lag]!;
      values[path * steps + step]! += value * rate;
    }
  }
  return { first, steps, values };
}
