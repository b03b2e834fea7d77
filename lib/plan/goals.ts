// Goals in the database: one per metric, store and period; older amounts stay as history.
import { sql, type Selectable } from "kysely";
import type { Database } from "#db/client.ts";
import type { PlanGoal as Row } from "#db/schema.ts";
import { daysIn, isDay, now, type Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { trim } from "#lib/core/money.ts";
import type { Period } from "#lib/core/period.ts";
import { metric, type MetricId } from "#lib/metrics/catalogue.ts";
import { dayWeights } from "#lib/plan/day-weights.ts";
import { composed, goalMetrics, goalOfDay, isLevel, spreadGoal, type DayWeights, type Goal, type GoalFor } from "#lib/plan/goal.ts";
import { readStore } from "#lib/stores/stores.ts";

/** The goal of a period by lib/plan/goal.ts: its own, the parts that fill it, or its days of a longer one. Null when there is none. */
export async function goalFor(db: Database, storeId: number, id: MetricId, period: Period): Promise<GoalFor | null> {
  const goals = await standing(db, storeId, id, period);
  const exact = composed(goals, period);
  if (exact?.by !== "share" || isLevel({ metric: id })) return exact;
  const weights = await weightsOf(db, goals);
  return composed(goals, period, (goal) => weights.get(goal.id) ?? null);
}

/** The plan line of [from, to): each day's part of the shortest goal that holds it (a ratio's level), null on days without a goal. */
export async function goalDays(db: Database, storeId: number, id: MetricId, period: Period): Promise<{ day: Day; amount: string | null }[]> {
  const goals = await standing(db, storeId, id, period);
  const weights = isLevel({ metric: id }) ? new Map<number, DayWeights | null>() : await weightsOf(db, goals);
  const spread = new Map(goals.map((goal) => [goal.id, spreadGoal(goal, weights.get(goal.id) ?? null)]));
  return daysIn(period.from, period.to).map((day) => {
    const goal = goalOfDay(goals, day);
    return { day, amount: goal ? spread.get(goal.id)!.get(day)! : null };
  });
}

/** By goal; they are all of one store and metric. */
async function weightsOf(db: Database, goals: readonly Goal[]): Promise<Map<number, DayWeights | null>> {
  const [one] = goals;
  if (!one) return new Map();
  const weights = await dayWeights(db, one.storeId, one.metric, goals.map((goal) => goal.period), now());
  return new Map(goals.map((goal, at) => [goal.id, weights[at]!]));
}

async function standing(db: Database, storeId: number, id: MetricId, period: Period): Promise<Goal[]> {
  return (await listGoals(db, [storeId], period)).filter((goal) => goal.metric === id);
}

/** Goals that stand and touch the period, by store, metric, first day, longest first. */
export async function listGoals(db: Database, storeIds: readonly number[], within: Period): Promise<Goal[]> {
  if (storeIds.length === 0) return [];
  const rows = await db.selectFrom("plan.goal").selectAll()
    .where("store_id", "in", storeIds).where("replaced_at", "is", null).where("from_day", "<", within.to).where("to_day", ">", within.from)
    .orderBy("store_id").orderBy("metric").orderBy("from_day").orderBy("to_day", "desc").execute();
  return rows.map(goalOf);
}

/** Every amount that was ever set for this metric, store and period, the newest first. */
export async function goalHistory(db: Database, storeId: number, id: MetricId, period: Period): Promise<Goal[]> {
  const rows = await db.selectFrom("plan.goal").selectAll()
    .where("store_id", "=", storeId).where("metric", "=", id).where("from_day", "=", period.from).where("to_day", "=", period.to)
    .orderBy("made_at", "desc").orderBy("goal_id", "desc").execute();
  return rows.map(goalOf);
}

/** A goal as somebody wants it; amount null takes it away. */
export interface WantedGoal { storeId: number; metric: MetricId; period: Period; amount: string | null }

/**
 * Sets the goal; what stood stays as history, and the same amount again changes nothing. Money is in the store's
 * currency. Answers what stood before and what stands now. @throws AppError "invalid" by field, "missing" for a store
 */
export async function saveGoal(db: Database, wanted: WantedGoal, by: string): Promise<{ before: Goal | null; now: Goal | null }> {
  checkGoal(wanted);
  const store = await readStore(db, wanted.storeId);
  const currency = metric(wanted.metric).unit === "money" ? store.currency : null;
  return db.isTransaction ? write(db, wanted, currency, by) : db.transaction().execute((trx) => write(trx, wanted, currency, by));
}

async function write(trx: Database, { storeId, metric: id, period, amount }: WantedGoal, currency: string | null, by: string): Promise<{ before: Goal | null; now: Goal | null }> {
  // Two people who set the same goal at once take turns.
  await sql`select pg_advisory_xact_lock(hashtext('storecast.goal'), ${storeId}::int)`.execute(trx);
  const row = await trx.selectFrom("plan.goal").selectAll().where("store_id", "=", storeId).where("metric", "=", id)
    .where("from_day", "=", period.from).where("to_day", "=", period.to).where("replaced_at", "is", null).executeTakeFirst();
  const before = row ? goalOf(row) : null;
  if (before && amount !== null && before.amount === trim(amount) && before.currency === currency) return { before, now: before };
  const at = now();
  if (row) await trx.updateTable("plan.goal").set({ replaced_at: at, replaced_by: by }).where("store_id", "=", storeId).where("goal_id", "=", row.goal_id).execute();
  if (amount === null) return { before, now: null };
  const made = await trx.insertInto("plan.goal").values({
    store_id: storeId, metric: id, from_day: period.from, to_day: period.to, amount, currency, made_by: by, made_at: at,
  }).returningAll().executeTakeFirstOrThrow();
  return { before, now: goalOf(made) };
}

function checkGoal({ metric: id, period, amount }: WantedGoal): void {
  if (!goalMetrics.includes(id)) throw new AppError("invalid", "goals.metric", `No goal can be set for ${id}.`);
  if (!isDay(period.from) || !isDay(period.to) || period.to <= period.from) throw new AppError("invalid", "goals.period", "A goal needs a first and a last day.");
  if (amount !== null && !/^-?\d{1,14}(\.\d{1,6})?$/.test(amount)) throw new AppError("invalid", "goals.amount", `"${amount.slice(0, 40)}" is no amount.`, { amount: amount.slice(0, 40) });
}

function goalOf(row: Selectable<Row>): Goal {
  return {
    id: Number(row.goal_id), storeId: row.store_id, metric: row.metric as MetricId, period: { from: row.from_day, to: row.to_day },
    amount: trim(row.amount), currency: row.currency, madeBy: row.made_by, madeAt: row.made_at, replacedAt: row.replaced_at,
  };
}
