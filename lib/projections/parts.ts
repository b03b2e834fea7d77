// A projection taken apart: by store, channel, product, or new and returning customers. Parts sum to the whole on every path.
import type { Database } from "#db/client.ts";
import { sql } from "kysely";
import { otherKey, projectedCuts, shapes, type ProjectedCut, type ProjectedMetric } from "#lib/projections/targets.ts";
import { figureOf, fansOf, look, totalOf, type Ask, type DayFan, type PeriodTotal } from "#lib/projections/read.ts";
import { emptyShelf, type StoreRun } from "#lib/projections/joined.ts";
import type { Visible } from "#lib/projections/stores-asked.ts";

export interface PartAnswer {
  key: string;
  /** Words for the key; "" for other and for keys without a name. */
  name: string;
  isOther: boolean;
  total: PeriodTotal;
  /** What it brings in the middle case of the whole: amounts add up to the whole's p50, as means do to its mean. For a ratio its own p50. */
  amount: number;
  /** Its share of the whole's mean, 0–1; null when the whole is nothing. */
  share: number | null;
  days: DayFan[];
}

export interface PartsAsk extends Pick<Ask, "store" | "period"> { metric: ProjectedMetric; by: "store" | ProjectedCut }

/** Largest first, other last. Cuts are of net sales; stores of every figure. Empty when nothing was projected. */
export async function readParts(db: Database, visible: Visible, ask: PartsAsk, now: Date): Promise<{ currency: string; parts: PartAnswer[] }> {
  const found = await look(db, visible, ask, now, ask.period);
  if (!found || (ask.by !== "store" && ask.metric !== "net_sales")) return { currency: found?.money.currency ?? "", parts: [] };
  const { money, runs } = found;
  const parts: PartAnswer[] = [];
  const shelf = emptyShelf();
  const add = async (key: string, name: string, own: readonly StoreRun[], part: Ask["part"] | null): Promise<void> => {
    const figure = await figureOf(db, own, ask.metric, money, ask.period, now, part, shelf);
    const total = figure && totalOf(figure, ask.period);
    if (figure && total) parts.push({ key, name, isOther: key === otherKey, total, amount: total.p50, share: null, days: fansOf(figure, ask.period) });
  };
  if (ask.by === "store") for (const one of runs) await add(String(one.store.id), one.store.name, [one], null);
  else for (const { key, name } of await keysOf(db, runs, ask.by)) await add(key, name, runs, { by: ask.by, key });
  /** What has come stands; what is ahead is brought from its mean to the whole's middle, by the same factor for all parts. */
  const middleOf = async (): Promise<((total: PeriodTotal) => number) | null> => {
    const figure = await figureOf(db, runs, ask.metric, money, ask.period, now, null, shelf);
    const total = figure && totalOf(figure, ask.period);
    if (!total) return null;
    const known = total.known ?? 0;
    const factor = total.mean === known ? 1 : (total.p50 - known) / (total.mean - known);
    return (part) => (part.known ?? 0) + (part.mean - (part.known ?? 0)) * factor;
  };
  const whole = parts.reduce((sum, part) => sum + part.total.mean, 0);
  const middle = shapes[ask.metric].bottom === null ? await middleOf() : null;
  for (const part of parts) {
    part.share = whole > 0 ? part.total.mean / whole : null;
    if (middle) part.amount = middle(part.total);
  }
  return { currency: money.currency, parts: parts.sort((a, b) => Number(a.isOther) - Number(b.isOther) || b.total.mean - a.total.mean) };
}

async function keysOf(db: Database, runs: readonly StoreRun[], by: (typeof projectedCuts)[number]): Promise<{ key: string; name: string }[]> {
  const keys = new Map<string, string>();
  for (const { run } of runs) {
    const found = await sql<{ key: string; name: string }>`select key, name from plan.projection
      where store_id = ${run.storeId} and as_of = ${run.asOf}::date and kind = ${run.kind} and version = ${run.version} and metric = 'net_sales' and cut = ${by} order by place`.execute(db);
    for (const { key, name } of found.rows) if (!keys.has(key)) keys.set(key, name);
  }
  return [...keys].map(([key, name]) => ({ key, name }));
}

