import { currentReader } from "#app/reader.ts";
import { figureText, percentText, windowText } from "#app/(dashboard)/projections/figure-text.ts";
import { readFigureOf, type ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { Card } from "#app/ui/card.tsx";
import { SmallFan } from "#app/ui/chart/small-fan.tsx";
import { requireActor } from "#lib/access/page.ts";
import { addDays, now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { driverMetrics, readDrivers } from "#lib/projections/drivers.ts";
import { outlineOf } from "#lib/projections/outline.ts";
import { translator } from "#lib/words/words.ts";

/** Weeks drawn before the projection begins, and the fewest after it. */
const weeksBack = 12;
const fewestAhead = 4;

/** Visits, conversion and order value: where each goes, and what it brings of the change against a year before. */
export async function Drivers({ view }: { view: ProjectionsView }) {
  if (view.metric !== "net_sales") return null;
  const [reader, actor, whole] = [await currentReader(), await requireActor("projections"), await readFigureOf(view)];
  const [t, m] = [translator(reader, "projections"), translator(reader, "metrics")];
  if (typeof whole === "string") return null;
  const answer = await readDrivers(database(), actor.stores, { store: view.store, period: view.period }, now());
  if (!answer || answer.drivers.length === 0) return null;
  const { netSales, contributions } = answer;
  const money = (value: number) => figureText("net_sales", value, whole.found, reader);
  const change = netSales.lastYear === null ? null : netSales.total.p50 - netSales.lastYear;
  const span = { from: addDays(view.next, -7 * weeksBack), to: [view.period.to, addDays(view.next, 7 * fewestAhead)].sort().at(-1)! };
  const fans = new Map(await Promise.all(driverMetrics.map(async (id) => {
    const read = await readFigureOf(view, id);
    return [id as string, typeof read === "string" ? [] : outlineOf(read.found.figure, span, "weeks", [], true)] as const;
  })));
  return (
    <Card className="mb-4" title={t("drivers.title")} note={netSales.lastYear === null ? windowText(view.period, reader) : t("drivers.note", { period: windowText(view.period, reader), before: windowText(answer.lastYearPeriod, reader) })}>
      {change === null || contributions === null ? null : <p className="mb-3">{t.rich("drivers.total", { change: change >= 0 ? "more" : "less", money: money(Math.abs(change)), percent: percentText(Math.abs(change / netSales.lastYear!), reader), b: (words) => <b>{words}</b> })}</p>}
      <div className="grid gap-5 sm:grid-cols-3">
        {answer.drivers.map(({ metric, total, lastYear }) => {
          const outline = fans.get(metric) ?? [];
          const done = outline.filter((row) => row.actual !== null);
          const ahead = outline.filter((row) => row.actual === null && row.total !== null);
          const part = contributions?.[metric as keyof typeof contributions] ?? null;
          const text = (value: number | null) => figureText(metric, value, whole.found, reader);
          return (
            <section key={metric} data-driver={metric} className="min-w-0">
              <h3 className="text-note font-[500] text-ink-soft">{m(`labels.${metric}`)}</h3>
              <p className="flex flex-wrap items-baseline gap-x-2"><span className="text-[20px] leading-7 font-[620] text-ink">{text(total.p50)}</span><span className="text-note text-ink-faint">{t("drivers.range", { low: text(total.p10), high: text(total.p90) })}</span></p>
              <SmallFan actual={done.map((row) => row.actual)} mid={ahead.map((row) => row.total!.p50)} range80={ahead.map((row) => [row.total!.p10, row.total!.p90] as const)} />
              <p className="mt-1 text-note">{lastYear === null ? null : t("drivers.was", { was: text(lastYear) })}{part === null ? null : <> · <b className={part >= 0 ? "text-good!" : "text-bad!"}>{t("drivers.brings", { direction: part >= 0 ? "up" : "down", money: money(Math.abs(part)) })}</b></>}</p>
            </section>
          );
        })}
      </div>
      {answer.drivers.length < driverMetrics.length ? <p className="mt-3 text-note text-ink-faint">{t("drivers.missing")}</p> : null}
    </Card>
  );
}
