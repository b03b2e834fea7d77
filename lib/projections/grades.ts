// How wrong projections were: each kept one held against what came, beside the seasonal naive of the same day. Pure.
// WAPE and bias as shares of what came, MASE after Hyndman & Koehler (2006) with the scale that the projection was kept with.
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import type { Actual } from "#lib/projections/actual.ts";
import type { TotalGrain } from "#lib/projections/periods.ts";

/** Days ahead, counted from the last day that the projection knew: 1 is the next day. */
export const leads = [{ id: "1-7", from: 1, to: 7 }, { id: "8-30", from: 8, to: 30 }, { id: "31-90", from: 31, to: 90 }] as const;
export type LeadId = (typeof leads)[number]["id"];
export const longestLead = 90;

/** What is graded of a kept projection: its first `longestLead` days, its naive and its totals. */
export interface Gradable {
  asOf: Day;
  first: Day;
  /** Ids of its models, the weightiest first. */
  models: readonly string[];
  p10: readonly number[];
  p50: readonly number[];
  p90: readonly number[];
  /** Repeated, the seasonal naive of that day. */
  naive: readonly number[];
  scale: number | null;
  totals: readonly { grain: TotalGrain; from: Day; to: Day; known: number | null; p10: number; p50: number; p90: number }[];
  /** What amounts are multiplied with, so that stores of several currencies pool. */
  rate: number;
}

export interface Scores { wape: number | null; bias: number | null; mase: number | null }
export interface Grade extends Scores {
  /** Projections and days that were held against what came. */
  projections: number;
  days: number;
  /** Share of days inside the 80 % range. */
  inside80: number | null;
  naive: Scores;
}

interface Tally { error: number; signed: number; came: number; scaled: number; scaledDays: number }
const nothing = (): Tally => ({ error: 0, signed: 0, came: 0, scaled: 0, scaledDays: 0 });

function count(tally: Tally, said: number, came: number, scale: number | null, rate: number): void {
  tally.error += Math.abs(said - came) * rate;
  tally.signed += (said - came) * rate;
  tally.came += Math.abs(came) * rate;
  if (scale === null) return;
  tally.scaled += Math.abs(said - came) / scale;
  tally.scaledDays++;
}

function scores({ error, signed, came, scaled, scaledDays }: Tally): Scores {
  return { wape: came > 0 ? error / came : null, bias: came > 0 ? signed / came : null, mase: scaledDays > 0 ? scaled / scaledDays : null };
}

/** Days `from` to `to` ahead of all projections together. Days that nothing is known of don't count. */
export function grade(projections: readonly { one: Gradable; actual: Actual }[], { from, to }: { from: number; to: number }): Grade {
  const [ours, naive] = [nothing(), nothing()];
  let [days, inside, used] = [0, 0, 0];
  for (const { one, actual } of projections) {
    const before = days;
    for (let lead = from; lead <= to && lead <= one.p50.length; lead++) {
      const came = actual.get(addDays(one.first, lead - 1));
      if (came === null || came === undefined) continue;
      count(ours, one.p50[lead - 1]!, came, one.scale, one.rate);
      count(naive, one.naive[(lead - 1) % one.naive.length]!, came, one.scale, one.rate);
      if (came >= one.p10[lead - 1]! && came <= one.p90[lead - 1]!) inside++;
      days++;
    }
    if (days > before) used++;
  }
  return { projections: used, days, ...scores(ours), inside80: days > 0 ? inside / days : null, naive: scores(naive) };
}

export interface TotalGrade {
  grain: TotalGrain;
  /** Totals of periods that are over by now and were not when they were projected. */
  count: number;
  /** Mean of |said − came| ÷ |came|. */
  error: number | null;
  inside80: number | null;
  naive: number | null;
}

/** How totals of whole months, quarters and years came out. @param through last day that is known */
export function gradeTotals(projections: readonly { one: Gradable; actual: Actual }[], grain: TotalGrain, through: Day): TotalGrade {
  let [n, error, inside, naive] = [0, 0, 0, 0];
  for (const { one, actual } of projections) for (const total of one.totals) {
    if (total.grain !== grain || total.to > addDays(through, 1) || total.known === null) continue;
    let [came, isKnown] = [0, true];
    for (let day = total.from; day < total.to && isKnown; day = addDays(day, 1)) {
      const value = actual.get(day);
      if (value === null || value === undefined) isKnown = false;
      else came += value;
    }
    if (!isKnown || came === 0) continue;
    const start = Math.max(0, daysBetween(one.first, total.from));
    let repeated = total.known;
    for (let step = start; step < daysBetween(one.first, total.to); step++) repeated += one.naive[step % one.naive.length]!;
    n++;
    error += Math.abs(total.p50 - came) / Math.abs(came);
    naive += Math.abs(repeated - came) / Math.abs(came);
    if (came >= total.p10 && came <= total.p90) inside++;
  }
  return { grain, count: n, error: n > 0 ? error / n : null, inside80: n > 0 ? inside / n : null, naive: n > 0 ? naive / n : null };
}

/** Fewer days than this say nothing about who is better. */
const fewestDays = 28;

/** The leads at which the projections were further off than repeating last week would have been. */
export function worseLeads(grades: readonly { lead: LeadId; grade: Grade }[]): { lead: LeadId; ours: number; naive: number }[] {
  return grades.flatMap(({ lead, grade: { days, wape, naive } }) => (days >= fewestDays && wape !== null && naive.wape !== null && wape > naive.wape ? [{ lead, ours: wape, naive: naive.wape }] : []));
}
