import { currentReader } from "#app/reader.ts";
import { AddEvent } from "#app/(dashboard)/projections/add-event.tsx";
import { addEventWords } from "#app/(dashboard)/projections/add-event-words.ts";
import { effectLine, EventEffectText } from "#app/(dashboard)/projections/event-effect.tsx";
import { figureText } from "#app/(dashboard)/projections/figure-text.ts";
import { isLevel, oneStore, readFigureOf, type ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import type { FanFlag } from "#app/ui/chart/fan-flags.tsx";
import { fromLeft } from "#app/ui/chart/scale.ts";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { requireActor } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import { dayAt, now } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { database } from "#lib/database.ts";
import type { EventEffect } from "#lib/forecast/model.ts";
import { effectType } from "#lib/plan/event-spans.ts";
import { ignoredByNature, type PlanEvent } from "#lib/plan/event.ts";
import { listEvents } from "#lib/plan/events.ts";
import { effectDays, effectSum, asTaken, type EffectDay, type EffectSum } from "#lib/projections/event-effect.ts";
import type { Found } from "#lib/projections/read.ts";
import type { ProjectedMetric } from "#lib/projections/targets.ts";
import { periodText } from "#lib/words/dates.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** An event and what the projection learned of its kind in its store. */
export interface KnownEvent {
  event: PlanEvent;
  effect: EventEffect | null;
  /** The learned factors on its days and around them; none when nothing was learned. */
  days: readonly EffectDay[];
  /** Named where several stores are shown. */
  store: string | null;
  /** Of what is projected, its share of the days ahead; null when unknown or for a level. */
  sum: EffectSum | null;
}

/** Events of the projected stores that touch these days. */
export async function eventsIn(view: ProjectionsView, { runs, money, figure }: Found, { from, to }: Period): Promise<KnownEvent[]> {
  const events = await listEvents(database(), runs.map(({ store }) => store.id), from, to);
  return events.map((event) => {
    const kept = figure.kept.find((one) => one.storeId === event.storeId);
    const effect = kept?.effects.find((one) => one.type === effectType(event)) ?? null;
    const days = kept && effect && effect.seen > 0 && !event.isIgnored ? effectDays(effect, asTaken(event, effectType(event), kept)) : [];
    const sum = kept && days.length > 0 && !isLevel(view.metric) ? effectSum(days, kept) : null;
    const rate = view.metric === "orders" || view.metric === "sessions" ? 1 : (money.rates.get(event.storeId) ?? Number.NaN);
    return { event, effect, days, store: runs.length > 1 ? runs.find(({ store }) => store.id === event.storeId)!.store.name : null, sum: sum && { on: sum.on === null ? null : sum.on * rate, around: sum.around === null ? null : sum.around * rate } };
  });
}

/** Where an event stands among the cuts of a chart; null when it touches none. */
export function flagOf(known: KnownEvent, cuts: readonly Period[], found: Found, reader: Reader, metric: ProjectedMetric): FanFlag | null {
  const { event } = known;
  const touched = cuts.flatMap((cut, index) => (event.from < cut.to && event.to > cut.from ? [index] : []));
  if (touched.length === 0) return null;
  const id = `${event.storeId}-${event.id ?? `${event.uid}-${event.from}`}`;
  return {
    id: id.replaceAll(/[^\w-]/g, "-"), name: event.name, ask: translator(reader, "projections")("events.ask", { name: event.name }),
    left: fromLeft(touched[0]!, cuts.length), right: fromLeft(touched.at(-1)!, cuts.length),
    about: <EventEffectText known={known} found={found} reader={reader} metric={metric} />,
  };
}

/** The events of the days shown, each with what it does, and the way to add one. */
export async function Events({ view }: { view: ProjectionsView }) {
  const [reader, actor, read] = [await currentReader(), await requireActor("projections"), await readFigureOf(view)];
  if (typeof read === "string") return null;
  const t = translator(reader, "projections");
  const known = await eventsIn(view, read.found, view.period);
  const store = oneStore(view);
  const today = dayAt(now(), view.scope.stores[0]?.zone ?? "UTC");
  const [ahead, over] = [known.filter(({ event }) => event.to > today), known.filter(({ event }) => event.to <= today)];
  const stores = (store === null ? view.scope.stores : view.scope.stores.filter((one) => one.id === store)).map(({ id, name }) => ({ id, name }));
  return (
    <Card className="mb-4" flush title={t("events.title")} note={t("events.note")} id="events" actions={
      <>
        {may(actor, "calendar", "write") ? <AddEvent stores={stores} today={today} figure={figureText(view.metric, read.total(view.period)?.p50, read.found, reader)} ignored={ignoredByNature} words={addEventWords(reader, view)} /> : null}
        {may(actor, "calendar") ? <LinkButton href="/calendar" className="min-h-8! px-2.5 py-1">{t("events.all")}</LinkButton> : null}
      </>
    }>
      {known.length === 0 ? <p className="px-4 pb-5 text-ink-faint sm:px-[18px]">{t("events.none")}</p> : null}
      <EventTable label={t("events.title")} known={ahead} view={view} found={read.found} reader={reader} />
      {over.length > 0 ? (
        <details>
          <summary className="cursor-pointer px-4 py-2.5 text-note text-ink-soft sm:px-[18px]">{t("events.over", { count: over.length })}</summary>
          <EventTable label={t("events.over", { count: over.length })} known={over} view={view} found={read.found} reader={reader} />
        </details>
      ) : null}
    </Card>
  );
}

function EventTable({ label, known, view, found, reader }: { label: string; known: readonly KnownEvent[]; view: ProjectionsView; found: Found; reader: Reader }) {
  const t = translator(reader, "projections");
  if (known.length === 0) return null;
  const isSum = !isLevel(view.metric);
  const money = (sum: number | null | undefined, label: string) => <Td numeric data-label={sum === null || sum === undefined ? undefined : label}>{figureText(view.metric, sum ?? null, found, reader)}</Td>;
  return (
    <Table label={label} className="stacked">
      <thead><tr><Th>{t("add.name")}</Th><Th>{t("add.type")}</Th><Th>{t("chart.day")}</Th><Th>{t("events.factor")}</Th>{isSum ? <><Th numeric>{t("events.brings")}</Th><Th numeric>{t("events.around")}</Th></> : null}</tr></thead>
      <tbody>
        {known.map((one) => (
          <Row key={`${one.event.storeId}${one.event.id ?? one.event.uid}${one.event.from}`}>
            <Td className="text-ink">{one.event.name}{one.store ? <span className="text-ink-faint"> · {one.store}</span> : null}</Td><Td className="max-sm:hidden!">{t(`type.${one.event.type}`)}</Td><Td className="whitespace-nowrap">{periodText(one.event, reader.locale)}</Td>
            <Td>{effectLine(one, reader)}</Td>{isSum ? <>{money(one.sum?.on, t("events.brings"))}{money(one.sum?.around, t("events.around"))}</> : null}
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
