// Refunds of young orders are still on their way. How long they take is learned from orders that are old enough, and what has
// come so far is completed by it (the chain ladder of insurers' late claims; Mack 1993, "Distribution-free calculation of the
// standard error of chain ladder reserve estimates").
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";

/** Orders of one day or week: what they sold, and what of it had come back at each age. */
export interface Cohort {
  /** First day of its orders. */
  from: Day;
  /** The day after its last one: 1 day for daily cohorts, 7 for weekly. */
  to: Day;
  /** What the orders were worth, or how many they were: the measure that refunds are a share of. */
  sold: number;
  /** Refunded amount by day of the refund. */
  refunds: readonly { day: Day; amount: number }[];
}

/** Share of all refunds that have come so many days after the order, learned from orders whose refunds are all in. */
export interface Maturity {
  /** `share[age]`, from age 0 on, rising to 1; later ages are 1. */
  share: Float64Array;
  /** Refunds by sold of the complete cohorts: what an order costs in the end. */
  rate: number;
  /** Standard deviation of one cohort's rate around it, in rates; a cohort of the mean size. */
  spread: number;
  /** Mean sold of the complete cohorts: smaller cohorts scatter more. */
  size: number;
  cohorts: number;
}

/** Fewer complete cohorts, or fewer days with refunds in them, tell no curve. */
const LEAST_COHORTS = 8, LEAST_REFUNDS = 20;
/** Below this share in, a cohort's own refunds say nothing: one early refund of a hundred would be taken for ten thousand. */
const YOUNGEST = 0.02;

/**
 * Learns the curve at `today` from cohorts whose last order is at least `horizon` days old. Refunds after `today` are not looked at.
 * @param horizon days after which refunds are as good as all in: 90 for most shops
 * @returns null when too few cohorts are complete, or hardly anything ever came back
 */
export function learnMaturity(cohorts: readonly Cohort[], today: Day, horizon = 90): Maturity | null {
  const complete = cohorts.filter((cohort) => cohort.sold > 0 && daysBetween(cohort.to, today) >= horizon);
  const came = new Float64Array(horizon + 1);
  let count = 0;
  for (const cohort of complete) for (const refund of known(cohort, today)) {
    came[Math.min(horizon, ageOf(cohort, refund.day))]! += refund.amount;
    count++;
  }
  const total = came.reduce((sum, value) => sum + value, 0);
  if (complete.length < LEAST_COHORTS || count < LEAST_REFUNDS || !(total > 0)) return null;
  let sum = 0;
  // Amounts may be taken back: a share never falls with age for that.
  const share = came.map((value) => (sum = Math.min(1, Math.max(sum, sum + value / total))));
  share[horizon] = 1;
  const sold = complete.reduce((all, cohort) => all + cohort.sold, 0);
  const rate = total / sold;
  const size = sold / complete.length;
  // By the square root of size, so that one large cohort says no more than it knows.
  const squares = complete.reduce((all, cohort) => all + (cohort.sold / size) * (cameBy(cohort, today) / cohort.sold - rate) ** 2, 0);
  return { share, rate, spread: Math.sqrt(squares / (complete.length - 1)), size, cohorts: complete.length };
}

export interface Completed {
  from: Day;
  /** What has come back so far. */
  known: number;
  /** What will have come back in the end: never less than what has. */
  estimate: number;
  /** Standard deviation of the estimate, in the amounts' unit. */
  deviation: number;
  /** 0–1: how much of it is in. */
  share: number;
}

/**
 * What a cohort's refunds come to. Its own refunds so far and the usual rate are weighed by how much is in
 * (Bornhuetter & Ferguson, 1972): a day after the order the usual rate speaks, after a month the order's own refunds do.
 */
export function complete(cohort: Cohort, maturity: Maturity, today: Day): Completed {
  return { from: cohort.from, ...completeAll([cohort], maturity, today) };
}

/** Several cohorts together. Their refunds come independently; what was learned of the rate is wrong for all of them alike. */
export function completeAll(cohorts: readonly Cohort[], maturity: Maturity, today: Day): Omit<Completed, "from"> {
  const sum = { known: 0, rest: 0, square: 0, shared: 0 };
  for (const cohort of cohorts) {
    const came = cameBy(cohort, today);
    const share = shareAt(cohort, maturity, today);
    const open = 1 - share;
    const usual = maturity.rate * cohort.sold;
    // The chain ladder's own answer, believed in the measure of what is in.
    const own = share > YOUNGEST ? came / share : usual;
    const rest = Math.max(0, open * (share * own + open * usual));
    sum.known += came;
    sum.rest += rest;
    sum.square += open * maturity.spread ** 2 * Math.max(0, cohort.sold) * maturity.size;
    sum.shared += share * (came + rest);
  }
  const learned = (sum.rest * maturity.spread) / maturity.rate / Math.sqrt(maturity.cohorts);
  const estimate = sum.known + sum.rest;
  return { known: sum.known, estimate, deviation: Math.sqrt(sum.square + learned ** 2), share: estimate > 0 ? sum.shared / estimate : cohorts.reduce((least, cohort) => Math.min(least, shareAt(cohort, maturity, today)), 1) };
}

/** Mean share over the cohort's days: the orders of a week are of seven ages. Orders that are not placed yet have nothing in. */
function shareAt(cohort: Cohort, { share }: Maturity, today: Day): number {
  const days = Math.max(1, daysBetween(cohort.from, cohort.to));
  let sum = 0;
  for (let at = 0; at < days; at++) {
    // Today is not over: refunds are known through yesterday.
    const age = daysBetween(addDays(cohort.from, at), today) - 1;
    sum += age < 0 ? 0 : share[Math.min(age, share.length - 1)]!;
  }
  return sum / days;
}

/** Days from the middle of the cohort: its orders' mean age. */
function ageOf(cohort: Cohort, day: Day): number {
  return Math.max(0, daysBetween(cohort.from, day) - Math.floor((daysBetween(cohort.from, cohort.to) - 1) / 2));
}

const known = (cohort: Cohort, today: Day) => cohort.refunds.filter(({ day }) => day < today);

function cameBy(cohort: Cohort, today: Day): number {
  return known(cohort, today).reduce((sum, { amount }) => sum + amount, 0);
}
