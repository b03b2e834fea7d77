import { currentReader } from "#app/reader.ts";
import { yearBefore } from "#app/(dashboard)/projections/cards.tsx";
import { figureText, percentText, windowText } from "#app/(dashboard)/projections/figure-text.ts";
import { readFigureOf, type ProjectionsView, type Read } from "#app/(dashboard)/projections/read.ts";
import { Card } from "#app/ui/card.tsx";
import { SmallFan } from "#app/ui/chart/small-fan.tsx";
import { addDays, daysBetween } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { broughtBy, type Parts } from "#lib/projections/drivers.ts";
import { outlineOf, wholeOf } from "#lib/projections/outline.ts";
import { translator } from "#lib/words/words.ts";

const drivers = ["sessions", "conversion_rate", "aov"] as const;

/** Visits, conversion and order value: where each goes, and what it brings of the change against a year before. */
export async function Drivers({ view }: { view: ProjectionsView }) {
  if (view.metric !== "net_sales") return null;
  const reader = await currentReader();
  const [t, m] = [translator(reader, "projections"), translator(reader, "metrics")];
  const whole = await readFigureOf(view);
  if (typeof whole === "string") return null;
  const [sessions, orders, conversion, aov] = await Promise.all((["sessions", "orders", "conversion_rate", "aov"] as const).map((id) => readFigureOf(view, id)));
  if (!isRead(sessions) || !isRead(orders) || !isRead(conversion) || !isRead(aov)) return <Card className="mb-4" title={t("drivers.title")}><p className="pb-2 text-ink-faint">{t("drivers.missing")}</p></Card>;
  const reads = { sessions, conversion_rate: conversion, aov };
  const after = partsOf(sessions, orders, whole, view.period, (read, period) => read.total(period)?.mean ?? null);
  const [yearAgo, justBefore] = [yearBefore(view.period), { from: addDays(view.period.from, -daysBetween(view.period.from, view.period.to)), to: view.period.from }];
  const known = (period: Period) => partsOf(sessions, orders, whole, period, (read) => wholeOf(read.total(period)));
  const than = known(yearAgo) ? yearAgo : justBefore;
  const before = known(than);
  const brought = before && after && broughtBy(before, after);
  const money = (value: number) => figureText("net_sales", value, whole.found, reader);
  return (
    <Card className="mb-4" title={t("drivers.title")} note={brought ? t("drivers.note", { period: windowText(view.period, reader), before: windowText(than, reader) }) : windowText(view.period, reader)}>
      {brought ? <p className="mb-3">{t.rich("drivers.total", { change: brought.total >= 0 ? "more" : "less", money: money(Math.abs(brought.total)), percent: percentText(Math.abs(brought.total / before.netSales), reader), b: (words) => <b>{words}</b> })}</p> : null}
      <div className="grid gap-4 sm:grid-cols-3">
        {drivers.map((id) => {
          const read = reads[id];
          const total = read.total(view.period);
          const was = before && read.total(than)?.known;
          const part = brought?.[id] ?? null;
          const outline = outlineOf(read.found.figure, { from: addDays(view.next, -84), to: [view.period.to, addDays(view.next, 28)].sort().at(-1)! }, "weeks", [], true);
          const done = outline.filter((row) => row.actual !== null);
          const ahead = outline.filter((row) => row.actual === null && row.total !== null);
          return (
            <section key={id} data-driver={id} className="min-w-0">
              <h3 className="text-note font-[500] text-ink-soft">{m(`labels.${id}`)}</h3>
              <p className="text-[20px] leading-7 font-[620] text-ink">{figureText(id, total?.p50, read.found, reader)} <span className="text-note font-[450] text-ink-faint">{total ? t("drivers.range", { low: figureText(id, total.p10, read.found, reader), high: figureText(id, total.p90, read.found, reader) }) : ""}</span></p>
              <SmallFan actual={done.map((row) => row.actual)} mid={ahead.map((row) => row.total!.p50)} range80={ahead.map((row) => [row.total!.p10, row.total!.p90] as const)} />
              {part === null ? null : <p className="mt-1 text-note"><b className={part >= 0 ? "text-good" : "text-bad"}>{part >= 0 ? "+" : ""}{money(part)}</b> {t("drivers.was", { was: figureText(id, was, read.found, reader) })}</p>}
            </section>
          );
        })}
      </div>
    </Card>
  );
}

function isRead(read: Read | "none" | "failed" | undefined): read is Read {
  return typeof read === "object";
}

function partsOf(sessions: Read, orders: Read, netSales: Read, period: Period, of: (read: Read, period: Period) => number | null): Parts | null {
  const [visits, placed, net] = [of(sessions, period), of(orders, period), of(netSales, period)];
  return visits === null || placed === null || net === null ? null : { sessions: visits, orders: placed, netSales: net };
}
