// What the goals page shows: a year of one store and figure, with last year and this year so far beside it.
import { notFound } from "next/navigation";
import type { Actor } from "#lib/access/actor.ts";
import { seenOf } from "#lib/access/sees.ts";
import { addDays, dayAt, now, type Day } from "#lib/core/day.ts";
import type { FiscalCalendar } from "#lib/core/calendar.ts";
import type { Period } from "#lib/core/period.ts";
import { database } from "#lib/database.ts";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { defaultQuery, type MetricQuery } from "#lib/metrics/query.ts";
import { readMetrics } from "#lib/metrics/read.ts";
import { composed, goalMetrics, type Goal, type GoalFor } from "#lib/plan/goal.ts";
import { listGoals } from "#lib/plan/goals.ts";
import { readFiscalCalendar } from "#lib/stores/settings.ts";
import { listStores, type Store } from "#lib/stores/stores.ts";
import { readOutlook, type Outlook } from "#app/(dashboard)/goals/outlook.ts";
import { yearOf, yearRows, type YearRow } from "#app/(dashboard)/goals/year-rows.ts";

export interface GoalRow extends YearRow {
  /** The one that was set for it. */
  own: Goal | null;
  /** What it comes to otherwise: by its parts. */
  parts: GoalFor | null;
  lastYear: string | null;
  /** Null before it begins and where nothing is known. */
  soFar: string | null;
  /** Null when it is over, and where nothing is projected. */
  outlook: Outlook | null;
}
export interface GoalsView { stores: Store[]; store: Store; metric: MetricId; year: number; fiscal: FiscalCalendar; rows: GoalRow[] }

/** Null where the reader has no store at all. */
export async function readGoalsView(actor: Actor, params: Record<string, string | string[] | undefined>): Promise<GoalsView | null> {
  const one = (name: string) => (typeof params[name] === "string" ? params[name] : undefined);
  const stores = seenOf(actor, await listStores(database()));
  if (stores.length === 0) return null;
  const wanted = one("store");
  const store = wanted === undefined || wanted === "all" ? stores[0]! : stores.find(({ id }) => wanted.split(",").includes(String(id)));
  if (!store) notFound();
  const fiscal = await readFiscalCalendar(database());
  const today = dayAt(now(), store.zone);
  const asked = Number(one("year"));
  const year = Number.isInteger(asked) && asked >= 2000 && asked <= 2049 ? asked : yearOf(fiscal, today);
  const metric = goalMetrics.find((id) => id === one("metric")) ?? "net_sales";
  const [rows, before] = [yearRows(fiscal, year), yearRows(fiscal, year - 1)];
  const whole = rows.at(-1)!.period;
  const [goals, then, present, outlook] = await Promise.all([
    listGoals(database(), [store.id], whole), figures(actor, store.id, metric, before.at(-1)!.period), figures(actor, store.id, metric, whole), readOutlook(actor, store.id, metric, whole),
  ]);
  const own = goals.filter((goal) => goal.metric === metric);
  return { stores, store, metric, year, fiscal, rows: rows.map((row): GoalRow => {
    const set = own.find(({ period }) => period.from === row.period.from && period.to === row.period.to) ?? null;
    const otherwise = composed(own.filter((goal) => goal !== set), row.period);
    const past = before.find(({ kind, number }) => kind === row.kind && (kind === "year" || number === row.number));
    const parts = otherwise?.by === "parts" ? otherwise : null;
    return { ...row, own: set, parts, outlook: outlook(row.period, set?.amount ?? parts?.amount ?? null), lastYear: past ? (then.get(keyOf(past.kind, past.period.from)) ?? null) : null, soFar: row.period.from < today ? (present.get(keyOf(row.kind, row.period.from)) ?? null) : null };
  }) };
}

const keyOf = (kind: YearRow["kind"], from: Day) => `${kind} ${from}`;
const grains = { period: "fiscal_period", quarter: "fiscal_quarter", year: "fiscal_year" } as const;

/**
 * The figure of a year by its periods, quarters and whole; a stretch that begins before the data is unknown, not small.
 * Up to the last complete day: today so far would show another sum here than elsewhere.
 */
async function figures(actor: Actor, storeId: number, id: MetricId, { from, to }: Period): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const ask = (grain: MetricQuery["grain"], through: Day) => readMetrics(database(), actor.stores, { ...defaultQuery, metrics: [id], stores: [storeId], period: { from, through }, compare: { kind: "none" }, grain }, now());
  const { completeThrough } = (await ask(null, from)).freshness;
  if (completeThrough === null || completeThrough < from) return found;
  const last = addDays(to, -1);
  const through = completeThrough < last ? completeThrough : last;
  for (const kind of ["period", "quarter", "year"] as const) {
    const answer = await ask(grains[kind], through);
    for (const row of answer.rows) {
      const value = row.values[id];
      const first = answer.freshness.firstDay;
      if (row.bucket !== null && value !== null && value !== undefined && first !== null && row.bucket >= first) found.set(keyOf(kind, row.bucket), value);
    }
  }
  return found;
}

export function goalsAddress({ stores, store, metric, year }: Pick<GoalsView, "stores" | "store" | "metric" | "year">): string {
  const search = new URLSearchParams();
  if (stores.length > 1) search.set("store", String(store.id));
  if (metric !== "net_sales") search.set("metric", metric);
  search.set("year", String(year));
  return `/goals?${search}`;
}
