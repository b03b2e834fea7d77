// Money that will go back: orders of the last weeks have refunds still on their way, which no daily series of returns
// knows after a peak. Weekly cohorts of orders are completed by how long refunds take (lib/forecast/maturity.ts).
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, daysBetween, weekStart, type Day } from "#lib/core/day.ts";
import { completeAll, complete, learnMaturity, type Cohort, type Maturity } from "#lib/forecast/maturity.ts";
import type { Store } from "#lib/stores/stores.ts";

/** Weeks of orders that are looked at: a year whose refunds are all in, and a quarter whose refunds come in. */
const weeks = 66;
/** A week's refunds count as all in after so many days. */
export const matureDays = 90;

/**
 * Weeks of orders up to `through`, each with what it sold and what of it came back until then. Orders in the store's
 * own currency; refunds that stand alone, without their order, belong to no week.
 */
export async function readCohorts(db: Database, store: Store, through: Day): Promise<Cohort[]> {
  const from = addDays(weekStart(through), -7 * weeks);
  const { rows } = await sql<{ week: Day; day: Day; sold: string; refunded: string }>`
    select o.order_day - (extract(isodow from o.order_day)::int - 1) as week, e.event_day as day,
      coalesce(sum(e.amount) filter (where e.kind in ('sale', 'edit', 'discount')), 0) as sold, coalesce(-sum(e.amount) filter (where e.kind = 'return'), 0) as refunded
    from fact.sale_event e
    join fact.sales_order o on o.store_id = e.store_id and o.order_id = e.order_id
    where e.store_id = ${store.id} and e.event_day >= ${from}::date and e.event_day <= ${through}::date and e.kind in ('sale', 'edit', 'discount', 'return')
      and e.currency = ${store.currency} and o.order_day >= ${from}::date and o.is_order
    group by 1, 2 order by 1, 2`.execute(db);
  const cohorts = new Map<Day, { sold: number; refunds: { day: Day; amount: number }[] }>();
  for (const { week, day, sold, refunded } of rows) {
    const one = cohorts.get(week) ?? { sold: 0, refunds: [] };
    one.sold += Number(sold);
    if (Number(refunded) !== 0) one.refunds.push({ day, amount: Number(refunded) });
    cohorts.set(week, one);
  }
  const end = addDays(through, 1);
  return [...cohorts].map(([week, { sold, refunds }]) => ({ from: week, to: addDays(week, 7) < end ? addDays(week, 7) : end, sold, refunds }));
}

/** Refunds of orders that are placed already: of the weeks whose refunds aren't all in yet. */
export interface OpenRefunds {
  /** Share of sales that comes back in the end, of weeks that are complete. */
  rate: number;
  /** Days after which half, and nine of ten, of the refunds have come. */
  halfDays: number;
  mostDays: number;
  /** What these weeks sold, what of it came back so far, what is expected to follow (with its standard deviation). */
  sold: number;
  known: number;
  ahead: number;
  deviation: number;
  from: Day;
}

/** Null where too little ever came back to tell how long it takes. */
export function openRefunds(cohorts: readonly Cohort[], through: Day): { maturity: Maturity; open: OpenRefunds } | null {
  const today = addDays(through, 1);
  const maturity = learnMaturity(cohorts, today, matureDays);
  if (!maturity) return null;
  const young = cohorts.filter((cohort) => daysBetween(cohort.to, today) < matureDays);
  if (young.length === 0) return null;
  const { known, estimate, deviation } = completeAll(young, maturity, today);
  const after = (share: number) => maturity.share.findIndex((value) => value >= share);
  return { maturity, open: { rate: maturity.rate, halfDays: after(0.5), mostDays: after(0.9), sold: young.reduce((sum, cohort) => sum + cohort.sold, 0), known, ahead: estimate - known, deviation, from: young[0]!.from } };
}

/**
 * Refunds expected on each of the `days` after `through`: what is open of orders that are placed, and what orders
 * to come will give back. @param soldAhead sales before returns of each day ahead
 */
export function refundsAhead(cohorts: readonly Cohort[], maturity: Maturity, through: Day, soldAhead: readonly number[]): number[] {
  const today = addDays(through, 1);
  const out = soldAhead.map(() => 0);
  const step = (age: number) => (age < 0 || age >= maturity.share.length ? 0 : maturity.share[age]! - (maturity.share[age - 1] ?? 0));
  for (const cohort of cohorts) {
    const { known, estimate } = complete(cohort, maturity, today);
    const parts = out.map((_, at) => {
      let sum = 0;
      for (let day = cohort.from; day < cohort.to; day = addDays(day, 1)) sum += step(daysBetween(day, today) + at);
      return sum;
    });
    // All that is open comes within `matureDays`, of which the horizon may see a part.
    let all = 0;
    for (let day = cohort.from; day < cohort.to; day = addDays(day, 1)) for (let age = daysBetween(day, today); age < maturity.share.length; age++) all += step(age);
    if (all > 0) parts.forEach((part, at) => { out[at]! += ((estimate - known) * part) / all; });
  }
  soldAhead.forEach((sold, at) => { for (let age = 0; at + age < out.length && age < maturity.share.length; age++) out[at + age]! += sold * maturity.rate * step(age); });
  return out;
}
