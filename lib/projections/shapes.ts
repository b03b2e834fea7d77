// What the API is asked and answers about projections.
import { z } from "zod";
import { addDays, daysBetween, isDay } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { totalGrains } from "#lib/projections/periods.ts";
import { projectedCuts, projectedMetrics } from "#lib/projections/targets.ts";

export const DayText = z.string().refine(isDay, "A day is written as 2026-11-21.");
export const MetricName = z.enum(projectedMetrics);
const Id = z.coerce.number().int().positive().max(2_147_483_647);
/** "all", or a store's number. */
export const StoreChoice = z.union([z.literal("all").transform(() => null), Id]);

/** Days as people say them, both included; at most ten years. @throws AppError "invalid" */
export function periodOf({ from, through }: { from: string; through: string }): { from: string; to: string } {
  const to = addDays(through, 1);
  if (to <= from || daysBetween(from, to) > 3660) throw new AppError("invalid", "projections.period", "Take a period of at most ten years that doesn't end before it begins.");
  return { from, to };
}

export const ProjectionQuery = z.strictObject({
  metric: MetricName, store: StoreChoice, from: DayText, through: DayText, asOf: DayText.optional(),
  by: z.enum(projectedCuts).optional(), key: z.string().max(1000).optional(), goal: z.coerce.number().optional(),
});
export const PartsQuery = z.strictObject({ metric: MetricName.default("net_sales"), store: StoreChoice, by: z.enum(["store", ...projectedCuts]), from: DayText, through: DayText });
export const AccuracyQuery = z.strictObject({ metric: MetricName, store: StoreChoice, since: DayText.optional() });

const Share = z.number().nullable();
const Spread = { mean: z.number(), p10: z.number(), p50: z.number(), p90: z.number(), lo95: z.number(), hi95: z.number() };
const FanShape = z.object({ day: z.string(), ...Spread });
export const TotalShape = z.object({ from: z.string(), to: z.string(), ...Spread, known: z.number().nullable(), knownDays: z.number(), daysLeft: z.number(), isWhole: z.boolean() });
const LeftOut = z.array(z.object({ store: z.string(), reason: z.enum(["none", "late", "rate"]) }));
const Note = z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) });
const Span = z.object({ type: z.string(), from: z.string(), to: z.string() });

export const ProjectionShape = z.object({
  metric: MetricName, currency: z.string(), ratesOf: z.string().nullable(), leftOut: LeftOut, through: z.string(),
  stores: z.array(z.object({ id: z.number(), name: z.string(), asOf: z.string(), kind: z.enum(["live", "backcast"]), version: z.number(), madeAt: z.string(), dataThrough: z.string() })),
  days: z.array(z.object({ day: z.string(), actual: z.number().nullable(), lastYear: z.number().nullable(), fan: FanShape.nullable() })),
  total: TotalShape.nullable(),
  odds: z.object({ goal: z.number(), chance: Share, requiredPerDay: Share, expectedPerDay: Share }).nullable(),
  series: z.array(z.object({
    storeId: z.number(), seriesFrom: z.string(), dataThrough: z.string(), models: z.array(z.object({ id: z.string(), weight: z.number(), mase: Share })), notes: z.array(Note),
    backtest: z.object({ origins: z.number(), wape: Share, bias: Share, mase: Share, naive: z.object({ wape: Share, mase: Share }), totalsInside80: Share }).nullable(),
    effects: z.array(z.object({ type: z.string(), seen: z.number(), factors: z.array(z.object({ offset: z.number(), factor: z.number(), low: z.number(), high: z.number() })), pulledForward: Share })),
    inputs: z.object({ hash: z.string(), days: z.number(), events: z.array(Span.extend({ size: z.number().optional() })) }),
    totals: z.array(z.object({ grain: z.enum(totalGrains), from: z.string(), to: z.string(), known: z.number().nullable(), ...Spread })),
  })),
});

export const PartsShape = z.object({
  currency: z.string(),
  parts: z.array(z.object({ key: z.string(), name: z.string(), isOther: z.boolean(), total: TotalShape, amount: z.number(), share: Share, days: z.array(FanShape) })),
});

const Scores = { wape: Share, bias: Share, mase: Share };
const LeadGrades = z.array(z.object({ lead: z.string(), grade: z.object({ projections: z.number(), days: z.number(), ...Scores, inside80: Share, naive: z.object(Scores) }) }));
const KindShape = z.object({
  kind: z.string(), projections: z.number(), firstAsOf: z.string().nullable(), lastAsOf: z.string().nullable(), leads: LeadGrades,
  models: z.array(z.object({ model: z.string(), leads: LeadGrades })),
  totals: z.array(z.object({ grain: z.enum(totalGrains), count: z.number(), error: Share, inside80: Share, naive: Share })),
  worse: z.array(z.object({ lead: z.string(), ours: z.number(), naive: z.number() })),
  timeline: z.array(z.object({ asOf: z.string(), wape: Share, naive: Share, days: z.number() })),
});

export const OverrideShape = z.object({
  id: z.number(), storeId: z.number(), metric: MetricName, from: z.string(), to: z.string(), value: z.string(), reason: z.string(), author: z.object({ id: z.string(), name: z.string() }), madeAt: z.string(),
  was: z.object({ asOf: z.string(), dataThrough: z.string(), known: z.number().nullable(), p10: z.number(), p50: z.number(), p90: z.number(), naive: z.number().nullable() }).nullable(),
  state: z.enum(["standing", "replaced", "withdrawn"]), withdrawn: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
});

export const AccuracyShape = z.object({
  metric: MetricName, currency: z.string(), live: KindShape, backcast: KindShape, leftOut: LeftOut,
  overrides: z.array(z.object({ override: OverrideShape, came: Share, person: Share, model: Share, naive: Share, bias: Share, insideModel80: z.boolean().nullable() })),
});

/** A new figure for days that both belong to it; the amount as decimal text in the store's currency. */
export const OverrideBody = z.strictObject({ store: Id, metric: MetricName, from: DayText, through: DayText, value: z.string().max(24), reason: z.string().max(2000) });
export const OverrideId = z.object({ id: Id });
