// The page's sentence, made from the same figures as its cards and chart: true, or it says why nothing can be said.
import type { KnownEvent } from "#app/(dashboard)/projections/events.tsx";
import { chanceText, figureText, percentText, windowText } from "#app/(dashboard)/projections/figure-text.ts";
import { isLevel } from "#app/(dashboard)/projections/read.ts";
import { daysBetween } from "#lib/core/day.ts";
import type { Override } from "#lib/projections/overrides.ts";
import type { Odds } from "#lib/projections/odds.ts";
import type { Found, PeriodTotal } from "#lib/projections/read.ts";
import type { ProjectedMetric } from "#lib/projections/targets.ts";
import { translator, type Reader } from "#lib/words/words.ts";

export interface Saying {
  metric: ProjectedMetric;
  total: PeriodTotal;
  before: number | null;
  goal: number | null;
  odds: Odds;
  events: readonly KnownEvent[];
  override: Override | null;
  found: Found;
}

/** One message with its values; `b` marks the figures. */
export interface Part { key: string; values: Record<string, string | number> }

/** What to say of the days shown, in order. */
export function projectionSentence({ metric, total, before, goal, odds, events, override, found }: Saying, reader: Reader): Part[] {
  const t = translator(reader, "projections");
  const text = (value: number | null) => figureText(metric, value, found, reader);
  const level = isLevel(metric);
  const isOver = total.daysLeft === 0;
  const shown = isOver ? total.known : total.p50;
  const period = windowText(total, reader);
  const than = compared(metric, shown, before);
  const name = translator(reader, "metrics")(`labels.${metric}`);
  const values = { period, metric: isOver ? name.toLocaleLowerCase(reader.language) : name, ...than, percent: isShare(metric) ? t("pointsOf", { points: new Intl.NumberFormat(reader.locale, { maximumFractionDigits: 1 }).format(Math.abs(than.change) * 100) }) : percentText(Math.abs(than.change), reader), before: t("before"), value: text(total.known), mid: text(total.p50), low: text(low(total)), high: text(high(total)) };
  const parts: Part[] = [{ key: isOver ? (level ? "overLevel" : "over") : metric === "net_sales" ? "sum" : level ? "level" : "figure", values }];
  if (goal !== null && isOver && total.known !== null) parts.push(isReached(metric, total.known, goal) ? { key: "reached", values: { goal: text(goal) } } : { key: "missed", values: { goal: text(goal), gap: text(Math.abs(goal - total.known)) } });
  else if (goal !== null && odds.chance !== null) parts.push({ key: "chance", values: { goal: text(goal), chance: chanceText(metric === "spend" ? 1 - odds.chance : odds.chance, reader) } });
  if (!isOver && override) parts.push({ key: "override", values: { author: override.author.name, value: text(Number(override.value)) } });
  const decides = isOver ? null : decider(total, events);
  if (decides) parts.push({ key: "event", values: { name: decides.event.name, money: text(decides.sum!.on) } });
  return parts;
}

/** The event that brings most of what is left; worth a sentence from a tenth of it on. */
export function decider(total: PeriodTotal, events: readonly KnownEvent[]): KnownEvent | null {
  const left = total.mean - (total.known ?? 0);
  const largest = [...events].sort((a, b) => (b.sum?.on ?? 0) - (a.sum?.on ?? 0))[0];
  return largest?.sum?.on && left > 0 && largest.sum.on >= left * 0.1 && daysBetween(largest.event.from, total.to) > 0 ? largest : null;
}

/** Shares differ by points, sums by their size: returns are told below zero, and more of them is more. */
function compared(metric: ProjectedMetric, value: number | null, before: number | null): { than: "above" | "below" | "level" | "none"; change: number } {
  if (value === null || before === null || before === 0) return { than: "none", change: 0 };
  const change = isShare(metric) ? value - before : metric === "returns" ? (Math.abs(value) - Math.abs(before)) / Math.abs(before) : (value - before) / Math.abs(before);
  return { than: Math.abs(change) < 0.0005 ? "level" : change > 0 ? "above" : "below", change };
}

function isShare(metric: ProjectedMetric): boolean {
  return metric === "conversion_rate";
}

function isReached(metric: ProjectedMetric, came: number, goal: number): boolean {
  return metric === "spend" ? came <= goal : came >= goal;
}

// Returns are told below zero: the smaller amount is named first.
function low(total: PeriodTotal): number { return Math.abs(total.p10) <= Math.abs(total.p90) ? total.p10 : total.p90; }
function high(total: PeriodTotal): number { return Math.abs(total.p10) <= Math.abs(total.p90) ? total.p90 : total.p10; }
