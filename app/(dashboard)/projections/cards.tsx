import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { chanceText, figureText, kindText } from "#app/(dashboard)/projections/figure-text.ts";
import { OutlookCard, OutlookSkeleton, type OutlookRow } from "#app/(dashboard)/projections/outlook-card.tsx";
import { OverrideLine } from "#app/(dashboard)/projections/override-line.tsx";
import { isLevel, oneStore, readFigureOf, type ProjectionsView, type Read } from "#app/(dashboard)/projections/read.ts";
import { resolveWindow } from "#app/(dashboard)/projections/window.ts";
import { requireActor } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import { addMonths, daysBetween } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { database } from "#lib/database.ts";
import { presentDelta } from "#lib/metrics/present.ts";
import { wholeOf } from "#lib/projections/outline.ts";
import { goalOf } from "#lib/projections/plan-line.ts";
import { oddsOf } from "#lib/projections/odds.ts";
import { translator } from "#lib/words/words.ts";

const grid = "mb-4 grid gap-4 lg:grid-cols-3";
const kinds = ["month", "quarter", "year"] as const;

/** The ends of this month, quarter and fiscal year. */
export async function OutlookCards({ view }: { view: ProjectionsView }) {
  const read = await readFigureOf(view);
  if (typeof read === "string") return null;
  return <div className={grid}>{await Promise.all(kinds.map((kind) => Outlook({ view, read, kind })))}</div>;
}

async function Outlook({ view, read, kind }: { view: ProjectionsView; read: Read; kind: (typeof kinds)[number] }) {
  const [reader, actor] = [await currentReader(), await requireActor("projections")];
  const t = translator(reader, "projections");
  const { metric } = view;
  const { found } = read;
  const period = resolveWindow({ id: kind }, view.next, view.scope.fiscal);
  const total = read.total(period);
  const days = daysBetween(period.from, period.to);
  const title = kindText(kind, period, view.scope.fiscal, reader);
  if (!total || !total.isWhole) return <OutlookCard key={kind} id={kind} title={title} note="" figure="–" interval={null} rows={[]} say={t("card.none")} />;
  const goal = await goalOf(database(), found.runs, found.money, metric, period);
  const odds = oddsOf(found.figure, period, total, goal);
  const text = (value: number | null) => figureText(metric, value, found, reader);
  const short = (value: number) => figureText(metric, value, found, reader, "short");
  const before = wholeOf(read.total(yearBefore(period)));
  const rows: OutlookRow[] = [];
  const isLess = metric === "spend";
  if (goal === null || odds.chance === null) rows.push({ label: t("card.goal"), text: may(actor, "goals", "write") ? <Link prefetch={false} href={goalHref(view, period)} className="text-accent underline-offset-2 hover:underline">{t("card.setGoal")}</Link> : t("card.noGoal") });
  else rows.push({ label: t(isLess ? "card.chanceBelow" : "card.chance", { goal: short(goal) }), text: chanceText(isLess ? 1 - odds.chance : odds.chance, reader), tone: (isLess ? 1 - odds.chance : odds.chance) >= 0.5 ? "good" : "bad" });
  if (odds.requiredPerDay !== null) rows.push({ label: t("card.needed"), text: odds.requiredPerDay === 0 ? t("card.reached") : text(odds.requiredPerDay) });
  if (odds.expectedPerDay !== null) rows.push({ label: t("card.expected"), text: text(odds.expectedPerDay) });
  rows.push({ label: t(isLevel(metric) ? "card.actualLevel" : "card.actual"), text: text(total.known) });
  rows.push({ label: t("card.before"), text: before === null ? "–" : <>{text(before)} <span className="font-[450] text-ink-faint">({deltaText(metric, total.p50, before, reader.locale, t("points"))})</span></> });
  return (
    <OutlookCard key={kind} id={kind} title={title} figure={text(total.p50)} rows={rows}
      note={total.daysLeft === 0 ? t("card.over", { days }) : total.daysLeft === days ? t("card.whole", { days }) : t("card.so", { done: days - total.daysLeft, days })}
      interval={{ low95: total.lo95, low: total.p10, mid: total.p50, high: total.p90, high95: total.hi95, goal, words: {
        low: short(total.p10), high: short(total.p90), goal: goal === null ? null : t("card.goalTick", { goal: short(goal) }),
        label: t("card.range", { low: text(total.p10), mid: text(total.p50), high: text(total.p90), goal: goal === null ? "none" : text(goal) }),
      } }}
      foot={<OverrideLine view={view} period={period} title={title} total={total} found={found} />} />
  );
}

export function OutlookCardsSkeleton({ label }: { label: string }) {
  return <div className={grid}>{kinds.map((kind) => <OutlookSkeleton key={kind} label={label} />)}</div>;
}

/** The same dates a year before. */
export function yearBefore(period: Period): Period {
  return { from: addMonths(period.from, -12), to: addMonths(period.to, -12) };
}

function goalHref(view: ProjectionsView, period: Period): string {
  const store = oneStore(view);
  return `/goals?${new URLSearchParams({ ...(store === null ? {} : { store: String(store) }), ...(view.metric === "net_sales" ? {} : { metric: view.metric }), year: period.from.slice(0, 4) })}`;
}

function deltaText(metric: ProjectionsView["metric"], value: number, before: number, locale: string, points: string): string {
  // Returns are told below zero, and more of them is more.
  const size = (amount: number) => String(metric === "returns" ? Math.abs(amount) : amount);
  return presentDelta(metric, size(value), size(before), locale, { new: "–", points }).text;
}
