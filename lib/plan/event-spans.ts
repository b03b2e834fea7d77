// Events as the forecaster takes them: spans whose effect is learned by type.
import type { EventSpan } from "#lib/forecast/series.ts";
import type { PlanEvent } from "#lib/plan/event.ts";

/**
 * What an event's effect is learned over: all promotions together, told apart by their depth, all mailings, and each
 * holiday by itself, since Christmas and Black Friday have nothing in common. EventEffect.type names the same.
 */
export function effectType(event: Pick<PlanEvent, "type" | "source" | "name" | "uid">): string {
  if (event.type !== "holiday") return event.type;
  return `holiday:${event.source === "holiday" && event.uid !== null ? event.uid : yearless(event.name)}`;
}

/** A name that comes again every year is one: "Black Friday 2026" is "black-friday". */
function yearless(name: string): string {
  return name.toLowerCase().replace(/\b(19|20)\d{2}\b|['’]\d{2}\b/g, " ").replace(/[^\p{L}\p{N}]+/gu, " ").trim().replaceAll(" ", "-");
}

/**
 * Spans for forecast(). A size counts beside the middle one of its type: of sales of 10, 20 and 40 % the second is 1 and
 * the third 2, so that what is learned speaks of the usual event, and one whose depth nobody said is taken for it. (The
 * bare share wouldn't do: the factor of a type is that of size 1, a sale of 100 %.) Days of several stores are joined
 * by the caller: give the events of the stores whose sum is forecast.
 */
export function eventSpans(events: readonly PlanEvent[]): EventSpan[] {
  const sizes = new Map<string, number[]>();
  for (const event of events) {
    if (event.size !== null) sizes.set(effectType(event), [...(sizes.get(effectType(event)) ?? []), event.size]);
  }
  return events.map((event) => {
    const type = effectType(event);
    const usual = middle(sizes.get(type));
    const size = usual === undefined ? undefined : (event.size ?? usual) / usual;
    return { type, from: event.from, to: event.to, ...(size === undefined ? {} : { size }), ...(event.isIgnored ? { ignore: true } : {}) };
  });
}

function middle(sizes: readonly number[] | undefined): number | undefined {
  if (sizes === undefined) return undefined;
  const sorted = [...sizes].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

