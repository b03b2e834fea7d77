// The Overview's first sentence, made from the same answer as its cards: true, or it says why nothing can be said.
import { change } from "#lib/core/money.ts";
import { addDays, addMonths, monthStart } from "#lib/core/day.ts";
import { present } from "#lib/metrics/present.ts";
import { isWholeComparison, type MetricAnswer } from "#lib/metrics/read.ts";
import { dayText, monthText, periodText } from "#lib/words/dates.ts";
import type { Reader } from "#lib/words/words.ts";

/** A key under overview.sentence, and its values as text. */
export interface Sentence {
  key: "nothing" | "outside" | "gap" | "closed" | "open";
  values: Record<string, string | number>;
}

/** True when the answer's window is one calendar month from its first to its last day. */
function isMonth(answer: MetricAnswer): boolean {
  return answer.period.from === monthStart(answer.period.from) && answer.period.to === addMonths(answer.period.from, 1);
}

/**
 * What to say. "August closed at £704,805, 3 % above July": a whole month that is over is named and
 * closed; any other window "came to". A comparison that the data doesn't wholly cover is left out.
 */
export function overviewSentence(answer: MetricAnswer, reader: Reader): Sentence {
  const { locale } = reader;
  const { freshness, period, currency } = answer;
  if (freshness.firstDay === null || freshness.completeThrough === null) return { key: "nothing", values: {} };
  if (period.to <= freshness.firstDay || period.from > freshness.completeThrough) {
    return { key: "outside", values: { first: dayText(freshness.firstDay, locale), last: dayText(freshness.completeThrough, locale) } };
  }
  const net = answer.total.values.net_sales ?? null;
  const gap = answer.gaps[0];
  if (net === null) return gap ? { key: "gap", values: { period: periodText(period, locale), currency: gap.currency, from: dayText(gap.from, locale), through: dayText(gap.through, locale) } } : { key: "nothing", values: {} };
  const orders = Number(answer.total.values.orders ?? "0");
  const over = isMonth(answer) && addDays(freshness.completeThrough, 1) >= period.to;
  const look = { locale, currency };
  return {
    key: over ? "closed" : "open",
    values: {
      month: monthText(period.from, locale), period: periodText(period, locale),
      net: present("net_sales", net, { ...look, size: "whole" }),
      count: orders, aov: present("aov", answer.total.values.aov, look),
      ...comparison(answer, locale),
    },
  };
}

/** How net sales stand to the comparison, in the words that the message selects on. */
function comparison(answer: MetricAnswer, locale: string): { change: string; percent: string; than: string } {
  const before = answer.total.compare?.net_sales ?? null;
  const window = answer.comparePeriod;
  if (before === null || window === null || !isWholeComparison(answer)) return { change: "none", percent: "", than: "" };
  const sameYear = window.from.slice(0, 4) === answer.period.from.slice(0, 4);
  const than = isMonth(answer) && window.from === monthStart(window.from) && window.to === addMonths(window.from, 1) ? monthText(window.from, locale, !sameYear) : periodText(window, locale);
  const relative = change(answer.total.values.net_sales ?? null, before);
  if (relative === null) return { change: Number(before) === 0 && Number(answer.total.values.net_sales) !== 0 ? "fresh" : "level", percent: "", than };
  const digits = Math.abs(relative) >= 0.0995 ? 0 : 1;
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(Math.abs(relative));
  const isLevel = Math.abs(relative) < 0.0005;
  return { change: isLevel ? "level" : relative > 0 ? "above" : "below", percent, than };
}
