// Two streams of customers: those who are won, and those who come back. How much comes back after how many months is
// learned from the cohorts of each month's new customers; what known customers will still bring follows from it.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, addMonths, daysBetween, monthStart, type Day } from "#lib/core/day.ts";
import type { Store } from "#lib/stores/stores.ts";

/** Months of cohorts that are looked at. */
const months = 36;
/** Fewer whole months of history than this tell no curve. */
const fewestMonths = 6;

/** Net sales of one month's new customers: on their first orders, and later by months of age (age 0 is the rest of their first month). */
export interface CustomerCohort { month: Day; won: number; again: number[] }

/** Cohorts up to `through` (its month cut there), in the store's own currency. Customers that aren't known belong to none. */
export async function readCustomerCohorts(db: Database, store: Store, through: Day): Promise<CustomerCohort[]> {
  const from = addMonths(monthStart(through), -months);
  const { rows } = await sql<{ cohort: Day; month: Day; won: string; again: string }>`
    select date_trunc('month', c.first_order_day)::date as cohort, date_trunc('month', e.event_day)::date as month,
      coalesce(sum(e.amount) filter (where c.first_order_id = o.order_id), 0) as won, coalesce(sum(e.amount) filter (where c.first_order_id <> o.order_id), 0) as again
    from fact.sale_event e
    join fact.sales_order o on o.store_id = e.store_id and o.order_id = e.order_id
    join dim.customer c on c.store_id = o.store_id and c.customer_id = o.customer_id
    where e.store_id = ${store.id} and e.event_day >= ${from}::date and e.event_day <= ${through}::date and c.first_order_day >= ${from}::date and c.first_order_day <= ${through}::date
      and e.kind in ('sale', 'edit', 'discount', 'return') and e.currency = ${store.currency}
    group by 1, 2 order by 1, 2`.execute(db);
  const cohorts = new Map<Day, CustomerCohort>();
  for (const row of rows) {
    const one = cohorts.get(row.cohort) ?? { month: row.cohort, won: 0, again: [] };
    // Returns of first orders that come later are taken from what the cohort was won with.
    one.won += Number(row.won);
    const age = monthsBetween(row.cohort, row.month);
    while (one.again.length <= age) one.again.push(0);
    one.again[age]! += Number(row.again);
    cohorts.set(row.cohort, one);
  }
  return [...cohorts.values()];
}

function monthsBetween(from: Day, to: Day): number {
  return (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
}

/** What one unit won comes back with, by months of age: sums over the cohorts that have lived through that age whole. Null when history is short. */
export function learnRetention(cohorts: readonly CustomerCohort[], through: Day): number[] | null {
  const thisMonth = monthStart(addDays(through, 1));
  const oldest = cohorts.map((cohort) => cohort.month).sort()[0];
  if (!oldest || monthsBetween(oldest, thisMonth) < fewestMonths) return null;
  const curve: number[] = [];
  for (let age = 0; age < monthsBetween(oldest, thisMonth); age++) {
    const lived = cohorts.filter((cohort) => cohort.won > 0 && addMonths(cohort.month, age) < thisMonth);
    const won = lived.reduce((sum, cohort) => sum + cohort.won, 0);
    curve.push(won > 0 ? lived.reduce((sum, cohort) => sum + Math.max(0, cohort.again[age] ?? 0), 0) / won : 0);
  }
  return curve;
}

export interface ReturningMonth {
  month: Day;
  /** Expected net sales of customers who were won before the projection, and of those who are won after it. */
  known: number;
  later: number;
}

/**
 * What customers bring again in each month that has days after `through`, counting only those days. Beyond the
 * oldest age the mean of the last three goes on. @param wonAhead expected net sales of first orders by day ahead
 */
export function returningAhead(cohorts: readonly CustomerCohort[], curve: readonly number[], through: Day, wonAhead: readonly number[]): ReturningMonth[] {
  const first = addDays(through, 1);
  const tail = curve.slice(-3);
  const at = (age: number): number => (age < curve.length ? curve[age]! : tail.reduce((sum, value) => sum + value, 0) / tail.length);
  const won = new Map<Day, number>();
  wonAhead.forEach((value, step) => { const month = monthStart(addDays(first, step)); won.set(month, (won.get(month) ?? 0) + value); });
  const end = addDays(first, wonAhead.length);
  const out: ReturningMonth[] = [];
  for (let month = monthStart(first); month < end; month = addMonths(month, 1)) {
    const next = addMonths(month, 1);
    const days = daysBetween(month > first ? month : first, next < end ? next : end) / daysBetween(month, next);
    const known = cohorts.reduce((sum, cohort) => sum + Math.max(0, cohort.won) * at(monthsBetween(cohort.month, month)), 0) * days;
    let later = 0;
    for (const [cohort, value] of won) if (cohort <= month) later += value * at(monthsBetween(cohort, month)) * (cohort === month ? 1 : days);
    out.push({ month, known, later });
  }
  return out;
}
