// What changed since the last projection: the difference of two runs for the same period, taken apart without a rest.
import type { Database } from "#db/client.ts";
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import type { Period } from "#lib/core/period.ts";
import { readActual, sumKnown, type Actual } from "#lib/projections/actual.ts";
import { listRuns, readKept, type Kept, type Run } from "#lib/projections/kept.ts";
import { listOverrides, type Override } from "#lib/projections/overrides.ts";
import { storesAsked, type Visible } from "#lib/projections/stores-asked.ts";
import { shapes, type ProjectedMetric } from "#lib/projections/targets.ts";

export interface ChangesAsk {
  metric: ProjectedMetric;
  store: number;
  period: Period;
  /** Compare with the newest run that was made on this day or before; the one before the newest when unsaid. */
  since?: Day;
}

export interface ChangesAnswer {
  currency: string;
  before: { asOf: Day; dataThrough: Day; value: number };
  now: { asOf: Day; dataThrough: Day; value: number };
  /** Days that came in since, against what was expected of them. */
  actuals: number;
  actualDays: number;
  /** Days ahead that are seen higher or lower: level, trend, season. */
  model: number;
  /** Days ahead that events were added to, moved or taken from. */
  events: number;
  addedEvents: { type: string; from: Day; to: Day }[];
  removedEvents: { type: string; from: Day; to: Day }[];
  /** A person's figure that was set or withdrawn since: what now stands less what would stand. */
  override: number;
}

/** Days around an event that it may touch: lead and pull-forward. */
const reach = 7;

/** Null until there are two runs. Sums only. @throws AppError "refused" for ratios, "missing" for a store that may not be seen */
export async function readChanges(db: Database, visible: Visible, ask: ChangesAsk, now: Date): Promise<ChangesAnswer | null> {
  if (shapes[ask.metric].bottom !== null) throw new AppError("refused", "projections.no_bridge", "A ratio isn't a sum of its days, so its change can't be taken apart. Look at its two halves.");
  const [store] = await storesAsked(db, visible, ask.store);
  const runs = await listRuns(db, ask.store, "live");
  const newer = runs[0];
  const older = newer && runs.find((run) => run !== newer && (ask.since ? run.asOf <= ask.since : true));
  if (!newer || !older) return null;
  const [before, after] = [(await readKept(db, older, ask.metric))[0], (await readKept(db, newer, ask.metric))[0]];
  if (!before || !after) return null;
  const actual = await readActual(db, store!, ask.metric, null, ask.period, after.dataThrough, now);
  const overrides = (await listOverrides(db, ask.store, ask.metric)).filter((one) => one.from === ask.period.from && one.to === ask.period.to);
  return { currency: newer.currency, ...withPeople(bridge(ask.period, before, after, actual), older, overrides) };
}

type Bridge = Omit<ChangesAnswer, "currency" | "override">;

/** The parts that need no person: actuals, model, events. Their sum is now − before. */
export function bridge(period: Period, before: Kept, after: Kept, actual: Actual): Bridge {
  const known = (kept: Kept) => sumKnown(actual, period.from, kept.first < period.to ? kept.first : period.to).sum;
  const [was, is] = [known(before) + ahead(before, period, before.first), known(after) + ahead(after, period, after.first)];
  const newDays = { from: before.first > period.from ? before.first : period.from, to: after.first < period.to ? after.first : period.to };
  const came = sumKnown(actual, newDays.from, newDays.to);
  const [addedEvents, removedEvents] = [beyond(after.inputs.events, before.inputs.events), beyond(before.inputs.events, after.inputs.events)];
  const touched = (day: Day) => [...addedEvents, ...removedEvents].some((event) => day >= addDays(event.from, -reach) && day < addDays(event.to, reach));
  let [plainWas, plainIs, touchedWas, touchedIs] = [0, 0, 0, 0];
  for (let day = newDays.to > period.from ? newDays.to : period.from; day < period.to; day = addDays(day, 1)) {
    const [old, fresh] = [dayOf(before, day), dayOf(after, day)];
    if (touched(day)) { touchedWas += old; touchedIs += fresh; } else { plainWas += old; plainIs += fresh; }
  }
  // Days under a changed event would have moved with the others too: only what goes beyond is the event's.
  const level = plainWas > 0 ? plainIs / plainWas : 1;
  const model = plainIs - plainWas + touchedWas * (level - 1);
  const events = touchedIs - touchedWas * level;
  return {
    before: { asOf: before.asOf, dataThrough: before.dataThrough, value: was }, now: { asOf: after.asOf, dataThrough: after.dataThrough, value: is },
    actuals: is - was - model - events, actualDays: came.days, model, events, addedEvents, removedEvents,
  };
}

function dayOf(kept: Kept, day: Day): number {
  return kept.mean[daysBetween(kept.first, day)] ?? 0;
}

function sumOf(kept: Kept, from: Day, to: Day): number {
  let sum = 0;
  for (let day = from; day < to; day = addDays(day, 1)) sum += dayOf(kept, day);
  return sum;
}

function ahead(kept: Kept, period: Period, from: Day): number {
  return sumOf(kept, from > period.from ? from : period.from, period.to);
}

type Span = Kept["inputs"]["events"][number];

function beyond(all: readonly Span[], others: readonly Span[]): Span[] {
  return all.filter((one) => !others.some((other) => other.type === one.type && other.from === one.from && other.to === one.to));
}

/** A person's figure takes the model's place: what that moved between the older run and this moment. */
function withPeople(plain: Bridge, older: Run, overrides: readonly Override[]): Bridge & { override: number } {
  const moment = older.startedAt;
  const then = overrides.find((one) => one.madeAt <= moment && !(one.withdrawn && one.withdrawn.at <= moment));
  const stands = overrides.find((one) => one.state === "standing");
  const [was, is] = [then ? Number(then.value) : plain.before.value, stands ? Number(stands.value) : plain.now.value];
  return {
    ...plain, before: { ...plain.before, value: was }, now: { ...plain.now, value: is },
    override: is - plain.now.value - (was - plain.before.value),
  };
}
