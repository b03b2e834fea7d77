// "How wrong were we": kept projections held against what came since, by lead time, model and person; those made for
// the past apart from those made at the time.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, type Day } from "#lib/core/day.ts";
import { readActual, type Actual } from "#lib/projections/actual.ts";
import { grade, gradeTotals, leads, longestLead, worseLeads, type Gradable, type Grade, type LeadId, type TotalGrade } from "#lib/projections/grades.ts";
import type { Kind } from "#lib/projections/kept.ts";
import { gradeOverrides, type OverrideGrade } from "#lib/projections/override-grades.ts";
import type { TotalGrain } from "#lib/projections/periods.ts";
import { moneyOf, storesAsked, type Visible } from "#lib/projections/stores-asked.ts";
import { shapes, type ProjectedMetric } from "#lib/projections/targets.ts";
import { metric as entryOf } from "#lib/metrics/catalogue.ts";
import type { Store } from "#lib/stores/stores.ts";

export interface AccuracyAsk {
  metric: ProjectedMetric;
  store: number | null;
  /** Projections made on this day or later; when unsaid, those that knew some of the last 400 days of data. */
  since?: Day;
}

export interface LeadGrade { lead: LeadId; grade: Grade }

/** Grades of one kind of projection. */
export interface KindGrades {
  kind: Kind;
  /** Projections whose first day, at least, is known by now. */
  projections: number;
  firstAsOf: Day | null;
  lastAsOf: Day | null;
  leads: LeadGrade[];
  /** By the weightiest model of each projection. */
  models: { model: string; leads: LeadGrade[] }[];
  /** Months, quarters, years; those without any that is over are left out. */
  totals: TotalGrade[];
  /** Where repeating last week would have been nearer: the page says so. */
  worse: { lead: LeadId; ours: number; naive: number }[];
  /** Each projection's days 1–30: for a line over time. */
  timeline: { asOf: Day; wape: number | null; naive: number | null; days: number }[];
}

export interface AccuracyAnswer {
  metric: ProjectedMetric;
  currency: string;
  live: KindGrades;
  backcast: KindGrades;
  overrides: OverrideGrade[];
  leftOut: { store: string; reason: "none" | "rate" }[];
}

/** Null when nothing was projected. @throws AppError "missing" for a store that may not be seen */
export async function readAccuracy(db: Database, visible: Visible, ask: AccuracyAsk, now: Date): Promise<AccuracyAnswer | null> {
  const stores = await storesAsked(db, visible, ask.store);
  const money = await moneyOf(db, stores);
  const isMoney = entryOf(ask.metric).unit === "money";
  const leftOut: AccuracyAnswer["leftOut"] = [];
  const all: { one: Gradable & { kind: Kind }; actual: Actual; through: Day }[] = [];
  const overrides: OverrideGrade[] = [];
  for (const store of stores) {
    const rate = isMoney ? money.rates.get(store.id)! : 1;
    if (rate === null) { leftOut.push({ store: store.name, reason: "rate" }); continue; }
    const kept = await readGradable(db, store, ask.metric, rate, ask.since);
    if (kept.length === 0) { leftOut.push({ store: store.name, reason: "none" }); continue; }
    const from = kept.flatMap((one) => [one.first, ...one.totals.map((total) => total.from)]).sort()[0]!;
    const through = kept.map((one) => one.through).sort().at(-1)!;
    const actual = await readActual(db, store, ask.metric, null, { from, to: addDays(through, 1) }, through, now);
    all.push(...kept.map((one) => ({ one, actual, through })));
    overrides.push(...(await gradeOverrides(db, store, ask.metric, through, now)));
  }
  if (all.length === 0) return null;
  const of = (kind: Kind) => gradesOf(kind, all.filter(({ one }) => one.kind === kind), shapes[ask.metric].bottom === null);
  return { metric: ask.metric, currency: money.currency, live: of("live"), backcast: of("backcast"), overrides, leftOut };
}

type Held = { one: Gradable; actual: Actual; through: Day };

function gradesOf(kind: Kind, held: readonly Held[], isSum: boolean): KindGrades {
  const begun = held.filter(({ one, actual }) => (actual.get(one.first) ?? null) !== null);
  const days = begun.map(({ one }) => one.asOf).sort();
  const byLead = (some: readonly Held[]): LeadGrade[] => leads.map((lead) => ({ lead: lead.id, grade: grade(some, lead) })).filter((one) => one.grade.days > 0);
  const own = byLead(begun);
  const models = [...new Set(begun.map(({ one }) => one.models[0] ?? ""))].filter((model) => model !== "");
  const grains: TotalGrain[] = ["month", "quarter", "year", "fiscal_period", "fiscal_quarter", "fiscal_year"];
  const through = held.map((one) => one.through).sort().at(-1);
  return {
    kind, projections: begun.length, firstAsOf: days[0] ?? null, lastAsOf: days.at(-1) ?? null, leads: own, worse: worseLeads(own),
    models: models.map((model) => ({ model, leads: byLead(begun.filter(({ one }) => one.models[0] === model)) })),
    // A ratio's total is no sum of its days: it is graded by day alone.
    totals: !isSum || !through ? [] : grains.map((grain) => gradeTotals(begun, grain, through)).filter((one) => one.count > 0),
    timeline: [...new Set(days)].map((asOf) => {
      const { wape, naive, days: graded } = grade(begun.filter(({ one }) => one.asOf === asOf), { from: 1, to: 30 });
      return { asOf, wape, naive: naive.wape, days: graded };
    }),
  };
}

type Row = Omit<Gradable, "models" | "rate"> & { kind: Kind; models: { id: string; weight: number }[]; through: Day };

/** The newest finished version of each day, with the last day that the store knows by now. */
async function readGradable(db: Database, store: Store, metric: ProjectedMetric, rate: number, since: Day | undefined): Promise<(Gradable & { kind: Kind; through: Day })[]> {
  const found = await sql<Row>`
    select distinct on (p.kind, p.as_of) p.as_of as "asOf", p.kind, p.first_day as first, p.models, p.naive, p.scale, p.p10[1:${sql.lit(longestLead)}] as p10, p.p50[1:${sql.lit(longestLead)}] as p50, p.p90[1:${sql.lit(longestLead)}] as p90, p.totals,
      (select max(data_through) from plan.projection k where k.store_id = ${store.id} and k.metric = ${metric} and k.cut = '' and k.key = '') as through
    from plan.projection p
    join plan.projection_run r on r.store_id = p.store_id and r.as_of = p.as_of and r.kind = p.kind and r.version = p.version and r.finished_at is not null
    where p.store_id = ${store.id} and p.metric = ${metric} and p.cut = '' and p.key = '' ${since ? sql`and p.as_of >= ${since}::date` : sql`and p.data_through >= (select max(data_through) from plan.projection_run where store_id = ${store.id}) - 400`}
    order by p.kind, p.as_of, p.version desc`.execute(db);
  return found.rows.map((row) => ({ ...row, rate, models: [...row.models].sort((a, b) => b.weight - a.weight).map((one) => one.id) }));
}
