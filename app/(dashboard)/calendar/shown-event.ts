// An event as the page's parts show it: in words, and with what it may be asked.
import type { Store } from "#lib/stores/stores.ts";
import type { Day } from "#lib/core/day.ts";
import { addDays } from "#lib/core/day.ts";
import type { EventType, PlanEvent } from "#lib/plan/event.ts";
import { effectType } from "#lib/plan/event-spans.ts";
import type { Learned } from "#app/(dashboard)/calendar/effects.ts";
import { keyOf } from "#app/(dashboard)/calendar/read.ts";
import { effectDays, asTaken } from "#lib/projections/event-effect.ts";
import { periodText } from "#lib/words/dates.ts";
import { translator, type Reader } from "#lib/words/words.ts";

export interface ShownEvent {
  key: string;
  /** Null: a holiday, which can't be edited. */
  id: number | null;
  storeId: number;
  store: string;
  type: EventType;
  typeText: string;
  name: string;
  from: Day;
  /** The last day. */
  through: Day;
  to: Day;
  days: string;
  size: number | null;
  sizeText: string;
  note: string;
  isIgnored: boolean;
  source: string;
  /** What projections learned of events of its type, or why nothing. */
  went: string[];
}

export function shownEvent(event: PlanEvent, { stores, effects, today, reader }: { stores: readonly Store[]; effects: ReadonlyMap<number, Learned>; today: Day; reader: Reader }): ShownEvent {
  const t = translator(reader, "calendar");
  return {
    key: keyOf(event), id: event.id, storeId: event.storeId, store: stores.find(({ id }) => id === event.storeId)?.name ?? "", type: event.type, typeText: t(`types.${event.type}`),
    name: event.name, from: event.from, through: addDays(event.to, -1), to: event.to, days: periodText(event, reader.locale), size: event.size,
    sizeText: event.size === null ? "" : percent(event.size, reader.locale), note: event.note, isIgnored: event.isIgnored,
    source: t(`source.${event.source}`, { name: event.madeBy, calendar: event.calendar }), went: howItWent(event, effects.get(event.storeId), today, reader),
  };
}

/** A holiday that several stores keep is shown once, with all their names. */
export function withoutRepeats(events: readonly ShownEvent[]): ShownEvent[] {
  const holidays = new Map<string, ShownEvent>();
  for (const event of events.filter(({ id }) => id === null)) {
    const key = `${event.name} ${event.from}`;
    const first = holidays.get(key);
    holidays.set(key, first ? { ...first, store: `${first.store}, ${event.store}` } : event);
  }
  return events.flatMap((event) => {
    if (event.id !== null) return [event];
    const merged = holidays.get(`${event.name} ${event.from}`)!;
    return merged.key === event.key ? [merged] : [];
  });
}

/** What is known of its effect: the mean of the factors on its own days, as a change against an ordinary day. */
export function howItWent(event: PlanEvent, learned: Learned | undefined, today: Day, reader: Reader): string[] {
  const t = translator(reader, "calendar");
  if (event.isIgnored) return [t("event.left")];
  const type = effectType(event);
  const effect = learned?.effects.find((each) => each.type === type);
  const own = learned && effect ? effectDays(effect, asTaken(event, type, learned)).filter(({ part }) => part === "on") : [];
  if (!effect || effect.seen === 0 || own.length === 0) return [event.from > today ? `${t("event.notYet")} ${t("event.unknown")}` : t("event.unknown")];
  const mean = (of: "factor" | "low" | "high") => signed(own.reduce((sum, each) => sum + each[of], 0) / own.length - 1, reader.locale);
  return [
    ...(event.from > today ? [t("event.notYet")] : []),
    t("event.learned", { share: mean("factor"), low: mean("low"), high: mean("high"), seen: effect.seen }),
    ...(effect.pulledForward !== null && effect.pulledForward >= 0.005 ? [t("event.pulled", { share: percent(effect.pulledForward, reader.locale) })] : []),
  ];
}

function percent(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(value);
}

function signed(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" }).format(value);
}
