import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { tryFigures } from "#app/figures.ts";
import { metricWords } from "#app/metric-words.ts";
import { addressOf, scopeOnly } from "#app/view.ts";
import { cardState, type CardState } from "#app/(dashboard)/overview/card-state.ts";
import { StateNote } from "#app/(dashboard)/overview/state-note.tsx";
import { MetricCard, MetricCardSkeleton, type MetricCardProps } from "#app/ui/metric-card.tsx";
import { addDays } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { database } from "#lib/database.ts";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { present, presentDelta, unknown } from "#lib/metrics/present.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";
import { isWholeComparison, type MetricAnswer } from "#lib/metrics/read.ts";
import { pendingDays } from "#lib/refresh/pending.ts";
import { periodText } from "#lib/words/dates.ts";
import { translator, type Reader } from "#lib/words/words.ts";

export const cardMetrics: MetricId[] = ["net_sales", "orders", "aov", "returns", "new_customers"];
const grid = "mb-4 grid grid-cols-2 gap-3 max-md:[&>*:first-child]:col-span-2 sm:gap-4 md:grid-cols-6 md:*:col-span-2 md:[&>*:nth-child(n+4)]:col-span-3 xl:grid-cols-5 xl:*:col-span-1 xl:[&>*:nth-child(n+4)]:col-span-1";

/** The five figures. `query` has a grain, so that the same answer draws their shapes. */
export async function Cards({ query }: { query: MetricQuery }) {
  const reader = await currentReader();
  const answer = await tryFigures(query);
  const counting = answer ? await pendingDays(database(), answer.stores.map((store) => store.id), answer.period) : 0;
  return (
    <>
      <StateNote answer={answer} shown={cardState(answer, "net_sales", counting)} counting={counting} />
      <div className={grid}>{cardMetrics.map((id) => <MetricCard key={id} {...card(id, answer, counting, query, reader)} />)}</div>
    </>
  );
}

export function CardsSkeleton({ label }: { label: string }) {
  return <div className={grid}>{cardMetrics.map((id) => <MetricCardSkeleton key={id} label={label} />)}</div>;
}

function card(id: MetricId, answer: MetricAnswer | null, counting: number, query: MetricQuery, reader: Reader): MetricCardProps {
  const t = translator(reader, "overview");
  const entry = metricWords(reader, id);
  const shown = cardState(answer, id, counting);
  const told = tell(shown, answer, reader, query);
  const base = {
    id, label: id === "aov" ? t("card.aov") : entry.label, state: shown.state, trust: { tone: told.tone, text: told.trust }, say: told.say,
    definition: { ask: t("card.definition", { metric: entry.label }), sentence: entry.sentence, formula: t("card.formula", { formula: entry.formula }) },
  };
  if (!answer || shown.state === "empty") return { ...base, figure: unknown, series: [], link: null };
  const compare = isWholeComparison(answer) ? answer.total.compare : null;
  return {
    ...base,
    figure: present(id, answer.total.values[id], { locale: reader.locale, currency: answer.currency, size: "whole" }),
    delta: compare ? presentDelta(id, answer.total.values[id], compare[id], reader.locale, { new: t("card.new"), points: t("card.points") }) : undefined,
    versus: compare && answer.comparePeriod ? t("card.versus", { period: versusText(answer.comparePeriod, answer.period, reader.locale) }) : query.compare.kind === "none" ? t("card.compareOff") : t("card.noCompare"),
    series: answer.rows.map((row) => (row.values[id] === null || row.values[id] === undefined ? null : Number(row.values[id]))),
    link: { href: addressOf("/breakdown", { ...scopeOnly(query), metrics: [id], by: ["country"] }), label: t("card.open", { metric: entry.label }) },
  };
}

/** The comparison's days; the year is said only where it is another one. */
function versusText(before: Period, period: Period, locale: string): string {
  const years = new Set([before.from, addDays(before.to, -1), period.from, addDays(period.to, -1)].map((day) => day.slice(0, 4)));
  return periodText(before, locale, years.size > 1);
}

/** A state in words: the text beside the dot, and for a state that asks for something, what to do. */
function tell(shown: CardState, answer: MetricAnswer | null, reader: Reader, query: MetricQuery): Pick<MetricCardProps, "say"> & { tone: MetricCardProps["trust"]["tone"]; trust: string } {
  const t = translator(reader, "overview");
  const way = (href: string, text: string) => <Link prefetch={false} href={href} className="relative z-[1] font-[550] text-accent underline-offset-2 hover:underline">{text}</Link>;
  switch (`${shown.state}.${shown.because}` as const) {
    case "empty.no_data": return { tone: "none", trust: t("card.empty"), say: <>{t("card.emptyText")} {way("/imports", t("card.emptyAction"))}</> };
    case "empty.period": return { tone: "none", trust: t("card.empty"), say: <>{t("card.emptyPeriod")} {way(addressOf("/", { ...scopeOnly(query), period: { preset: "all" } }), t("card.emptyPeriodAction"))}</> };
    case "failed.read": return { tone: "bad", trust: t("card.failed"), say: t("card.failedRead") };
    case "failed.gap": return { tone: "bad", trust: t("card.failed"), say: t("card.failedGapShort") };
    case "failed.checks": return { tone: "bad", trust: t("card.failed"), say: t("card.failedChecksShort") };
    case "late.days": return { tone: "warn", trust: t("card.late", { days: answer!.freshness.daysBehind }) };
    case "late.store": return { tone: "warn", trust: t("card.lateStore") };
    case "maturing.counting": case "maturing.future": return { tone: "warn", trust: t("card.settling") };
    case "ready.unchecked": return { tone: "none", trust: t("card.unchecked") };
    default: return { tone: "good", trust: t("card.reconciled") };
  }
}
