// Names and amounts of sources in the reader's words.
import type { Day } from "#lib/core/day.ts";
import { isProblemKind } from "#lib/ingest/problem-kinds.ts";
import { dayText } from "#lib/words/dates.ts";
import { messages, translator, type Reader } from "#lib/words/words.ts";

export type SourceWords = ReturnType<typeof translator<"sources">>;

/** What a stream brings: "Visits by source"; of a source whose words aren't written yet, the stream's own name. */
export function streamName(reader: Reader, source: string, stream: string): string {
  const known = messages(reader).sources.stream as Record<string, Record<string, string>>;
  return known[source]?.[stream] ?? stream.replaceAll(/[-_]/g, " ").replace(/^./, (letter) => letter.toUpperCase());
}

/** "21 Nov"; with its year where that isn't the reader's present one. */
export function shortDay(day: Day, today: Day, reader: Reader): string {
  return dayText(day, reader.locale, day.slice(0, 4) !== today.slice(0, 4));
}

const money = new Set(["spend", "revenue", "conversions_value", "net_sales"]);

/** A sum of a stream's measure, exact: "€1,234.50" or "440 sessions"; null is "–". */
export function amountText(reader: Reader, value: string | null, { measure, currency, sign = false }: { measure: string | null; currency: string; sign?: boolean }): string {
  if (value === null) return "–";
  const isMoney = measure !== null && money.has(measure);
  const signs = sign ? ({ signDisplay: "exceptZero" } as const) : {};
  const format = new Intl.NumberFormat(reader.locale, isMoney ? { style: "currency", currency, ...signs } : { maximumFractionDigits: 2, ...signs });
  // Decimal text is formatted as it stands, not as a float.
  return format.format(value as unknown as number);
}

export function measureName(t: SourceWords, measure: string | null): string {
  return t.has(`measure.${measure}` as never) ? t(`measure.${measure}` as "measure.sessions") : t("measure.other");
}

/** What is wrong, and what to do about it, by a problem's kind. */
export function problemWords(t: SourceWords, kind: string): { what: string; todo: string } {
  const known = isProblemKind(kind) ? kind : "broken";
  return { what: t(`problem.${known}`), todo: t(`todo.${known}`) };
}
