// A metric's card on any page: its figure, change, shape and state, from one answer.
import Link from "next/link";
import { metricWords } from "#app/metric-words.ts";
import { addressOf, scopeOnly } from "#app/view.ts";
import { cardState, type CardState } from "#app/(dashboard)/overview/card-state.ts";
import type { MetricCardProps } from "#app/ui/metric-card.tsx";
import { addDays } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { present, presentDelta, unknown } from "#lib/metrics/present.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";
import { isWholeComparison, type MetricAnswer } from "#lib/metrics/read.ts";
import { periodText } from "#lib/words/dates.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** Where the card stands, where it leads, and what to do where there is no data of its kind. */
export interface CardPlace {
  path: string;
  href: string;
  empty: { text: string; href: string; action: string };
}

/** `query` asked for `answer` and has a grain, so that its rows draw the shape. null: it could not be read. */
export function figureCard(id: MetricId, answer: MetricAnswer | null, counting: number, query: MetricQuery, reader: Reader, place: CardPlace): MetricCardProps {
  const t = translator(reader, "overview");
  const entry = metricWords(reader, id);
  const shown = cardState(answer, id, counting);
  const told = tell(shown, answer, reader, query, place);
  const base = {
    id, label: id === "aov" ? t("card.aov") : entry.label, state: shown.state, trust: { tone: told.tone, text: told.trust }, say: told.say,
    definition: { ask: t("card.definition", { metric: entry.label }), sentence: entry.sentence, formula: t("card.formula", { formula: entry.formula }) },
  };
  if (!answer || shown.state === "empty") return { ...base, figure: unknown, series: [], link: null };
  const compare = isWholeComparison(answer) ? answer.total.compare : null;
  return {
    ...base,
    figure: present(id, answer.total.values[id], { locale: reader.locale, currency: answer.currency, size: "whole", isBound: answer.total.bounds?.includes(id) }),
    delta: compare ? presentDelta(id, answer.total.values[id], compare[id], reader.locale, { new: t("card.new"), points: t("card.points") }) : undefined,
    versus: compare && answer.comparePeriod ? t("card.versus", { period: versusText(answer.comparePeriod, answer.period, reader.locale) }) : query.compare.kind === "none" ? t("card.compareOff") : t("card.noCompare"),
    series: answer.rows.map((row) => (row.values[id] === null || row.values[id] === undefined ? null : Number(row.values[id]))),
    link: { href: place.href, label: t("card.open", { metric: entry.label }) },
  };
}

/** The comparison's days; the year is said only where it is another one. */
function versusText(before: Period, period: Period, locale: string): string {
  const years = new Set([before.from, addDays(before.to, -1), period.from, addDays(period.to, -1)].map((day) => day.slice(0, 4)));
  return periodText(before, locale, years.size > 1);
}

/** A state in words: the text beside the dot, and for a state that asks for something, what to do. */
function tell(shown: CardState, answer: MetricAnswer | null, reader: Reader, query: MetricQuery, place: CardPlace): Pick<MetricCardProps, "say"> & { tone: MetricCardProps["trust"]["tone"]; trust: string } {
  const t = translator(reader, "overview");
  const way = (href: string, text: string) => <Link prefetch={false} href={href} className="relative z-[1] font-[550] text-accent underline-offset-2 hover:underline">{text}</Link>;
  switch (`${shown.state}.${shown.because}` as const) {
    case "empty.no_data": return { tone: "none", trust: t("card.empty"), say: <>{place.empty.text} {way(place.empty.href, place.empty.action)}</> };
    case "empty.period": return { tone: "none", trust: t("card.empty"), say: <>{t("card.emptyPeriod")} {way(addressOf(place.path, { ...scopeOnly(query), period: { preset: "all" } }), t("card.emptyPeriodAction"))}</> };
    case "failed.read": return { tone: "bad", trust: t("card.failed"), say: t("card.failedRead") };
    case "failed.gap": return { tone: "bad", trust: t("card.failed"), say: t("card.failedGapShort") };
    case "failed.checks": return { tone: "bad", trust: t("card.failed"), say: t("card.failedChecksShort") };
    case "late.days": return { tone: "warn", trust: t("card.late", { days: answer!.freshness.daysBehind }) };
    case "late.store": return { tone: "warn", trust: t("card.lateStore") };
    case "maturing.counting": case "maturing.future": case "maturing.settling": return { tone: "warn", trust: t("card.settling") };
    case "ready.unchecked": return { tone: "none", trust: t("card.unchecked") };
    default: return { tone: "good", trust: t("card.reconciled") };
  }
}
