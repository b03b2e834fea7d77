// Figures that people set instead of the model's, for a month or a quarter: rows are added, never changed.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { daysBetween, type Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { trim } from "#lib/core/money.ts";
import type { Period } from "#lib/core/period.ts";
import { readProjection } from "#lib/projections/read.ts";
import { newestRun, readKept } from "#lib/projections/kept.ts";
import { shapes, type ProjectedMetric } from "#lib/projections/targets.ts";

/** What the model said when the figure was set, and the seasonal naive of that day. */
export interface Was { asOf: Day; dataThrough: Day; known: number | null; p10: number; p50: number; p90: number; naive: number | null }

export interface Override extends Period {
  id: number;
  storeId: number;
  metric: ProjectedMetric;
  /** Exact decimal text in the store's currency, or a share for ratios. */
  value: string;
  reason: string;
  author: { id: string; name: string };
  madeAt: string;
  was: Was | null;
  /** replaced: a newer figure stands for the same period. */
  state: "standing" | "replaced" | "withdrawn";
  withdrawn: { by: string; at: string; reason: string } | null;
}

export interface OverrideWish extends Period { storeId: number; metric: ProjectedMetric; value: string; reason: string }
interface Author { userId: string; name: string }

/** A period longer than a year and a bit is a slip of the keyboard. */
const longest = 372;
export const longestReason = 500;

/** Keeps the figure beside what the model says today. The caller has checked who may and which stores. @throws AppError "invalid" by field */
export async function setOverride(db: Database, wish: OverrideWish, author: Author, now: Date): Promise<Override> {
  const reason = wish.reason.normalize("NFC").replace(/\s+/g, " ").trim();
  if (reason === "") throw new AppError("invalid", "projections.reason", "Say why: the reason is kept with the figure.");
  if (reason.length > longestReason) throw new AppError("invalid", "projections.reason_long", `A reason has at most ${longestReason} letters.`, { most: longestReason });
  const length = daysBetween(wish.from, wish.to);
  if (!(length > 0 && length <= longest)) throw new AppError("invalid", "projections.period", "A figure is set for a month, a quarter or a year.");
  if (!/^-?\d{1,14}(\.\d{1,6})?$/.test(wish.value)) throw new AppError("invalid", "projections.value", `"${wish.value.slice(0, 40)}" is no amount.`, { value: wish.value.slice(0, 40) });
  const was = await modelSays(db, wish, now);
  if (was && wish.to <= was.dataThrough) throw new AppError("refused", "projections.over", "This period is over: its figure is what happened.");
  const row = await sql<{ id: string }>`insert into plan.projection_override (store_id, metric, from_day, to_day, value, reason, author_id, author_name, made_at, was)
    values (${wish.storeId}, ${wish.metric}, ${wish.from}::date, ${wish.to}::date, ${wish.value}::numeric, ${reason}, ${author.userId}, ${author.name}, ${now}, ${was ? JSON.stringify(was) : null}::jsonb) returning override_id as id`.execute(db);
  return (await listOverrides(db, wish.storeId, wish.metric)).find((one) => one.id === Number(row.rows[0]!.id))!;
}

/** Takes a figure back by a row of its own; the figure stays on record. @throws AppError "missing", "conflict" when it doesn't stand any more */
export async function withdrawOverride(db: Database, storeId: number, id: number, reason: string, author: Author, now: Date): Promise<Override> {
  const before = (await listOverrides(db, storeId)).find((one) => one.id === id);
  if (!before) throw new AppError("missing", "projections.no_override", `There is no such figure: ${id}.`);
  if (before.state !== "standing") throw new AppError("conflict", "projections.not_standing", "This figure doesn't stand any more.");
  await sql`insert into plan.projection_override (store_id, metric, from_day, to_day, withdraws, reason, author_id, author_name, made_at)
    values (${storeId}, ${before.metric}, ${before.from}::date, ${before.to}::date, ${id}, ${reason.trim().slice(0, longestReason)}, ${author.userId}, ${author.name}, ${now})`.execute(db);
  return (await listOverrides(db, storeId, before.metric)).find((one) => one.id === id)!;
}

interface Row { id: string; storeId: number; metric: ProjectedMetric; from: Day; to: Day; value: string | null; withdraws: string | null; reason: string; authorId: string; authorName: string; madeAt: Date; was: Was | null }

/** Every figure that was set, the newest first. */
export async function listOverrides(db: Database, storeId: number, metric?: ProjectedMetric): Promise<Override[]> {
  const { rows } = await sql<Row>`select override_id as id, store_id as "storeId", metric, from_day as from, to_day as to, value, withdraws, reason, author_id as "authorId", author_name as "authorName", made_at as "madeAt", was
    from plan.projection_override where store_id = ${storeId} ${metric ? sql`and metric = ${metric}` : sql``} order by override_id desc`.execute(db);
  const back = new Map(rows.filter((row) => row.withdraws !== null).map((row) => [row.withdraws!, row]));
  const taken = new Set<string>();
  return rows.filter((row) => row.value !== null).map((row): Override => {
    const place = `${row.metric} ${row.from} ${row.to}`;
    const end = back.get(row.id);
    const state = end ? "withdrawn" : taken.has(place) ? "replaced" : "standing";
    if (state === "standing") taken.add(place);
    return {
      id: Number(row.id), storeId: row.storeId, metric: row.metric, from: row.from, to: row.to, value: trim(row.value!), reason: row.reason,
      author: { id: row.authorId, name: row.authorName }, madeAt: row.madeAt.toISOString(), was: row.was, state,
      withdrawn: end ? { by: end.authorName, at: end.madeAt.toISOString(), reason: end.reason } : null,
    };
  });
}

async function modelSays(db: Database, wish: OverrideWish, now: Date): Promise<Was | null> {
  const run = await newestRun(db, wish.storeId);
  const answer = run && (await readProjection(db, [wish.storeId], { metric: wish.metric, store: wish.storeId, period: { from: wish.from, to: wish.to } }, now));
  const total = answer?.total;
  if (!run || !answer || !total) return null;
  const kept = (await readKept(db, run, wish.metric))[0]!;
  const isSum = shapes[wish.metric].bottom === null;
  // A ratio repeats its level; a sum is what is known and last week over and over.
  let naive = isSum ? (total.known ?? 0) : kept.naive.reduce((sum, value) => sum + value, 0) / kept.naive.length;
  if (isSum) for (let step = Math.max(0, daysBetween(kept.first, wish.from)); step < daysBetween(kept.first, wish.to); step++) naive += kept.naive[step % kept.naive.length]!;
  return { asOf: run.asOf, dataThrough: answer.through, known: total.known, p10: total.p10, p50: total.p50, p90: total.p90, naive };
}
