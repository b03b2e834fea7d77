import type { Found } from "#lib/projections/read.ts";
import type { ProjectedMetric } from "#lib/projections/targets.ts";
import { present, type Look } from "#lib/metrics/present.ts";
import type { Period } from "#lib/core/period.ts";
import type { FiscalCalendar } from "#lib/core/calendar.ts";
import { addDays, addMonths, monthStart } from "#lib/core/day.ts";
import { monthText, periodText } from "#lib/words/dates.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** A figure's value as text; "–" for null. */
export function figureText(metric: ProjectedMetric, value: number | null | undefined, found: Found, reader: Reader, size: Look["size"] = "whole"): string {
  return present(metric, value === null || value === undefined || Number.isNaN(value) ? null : String(value), { locale: reader.locale, currency: found.money.currency, size });
}

/** "78 %", and at the ends what 400 futures can say. */
export function chanceText(chance: number, reader: Reader): string {
  const t = translator(reader, "projections");
  if (chance < 0.01) return t("chance.under");
  if (chance > 0.99) return t("chance.over");
  return new Intl.NumberFormat(reader.locale, { style: "percent" }).format(chance);
}

export function percentText(share: number, reader: Reader, digits = Math.abs(share) < 0.0995 ? 1 : 0): string {
  return new Intl.NumberFormat(reader.locale, { style: "percent", maximumFractionDigits: digits }).format(share);
}

/** "November 2026" for a month, "2026" for a plain year, the days for others. */
export function windowText(period: Period, reader: Reader): string {
  if (period.from === monthStart(period.from) && period.to === addMonths(period.from, 1)) return monthText(period.from, reader.locale);
  if (period.from.endsWith("-01-01") && period.to === addMonths(period.from, 12)) return period.from.slice(0, 4);
  return periodText(period, reader.locale);
}

/** A card's title: which kind of period ends there. */
export function kindText(kind: "month" | "quarter" | "year", period: Period, fiscal: FiscalCalendar, reader: Reader): string {
  const t = translator(reader, "projections");
  if (kind === "month" && fiscal.kind === "months") return monthText(period.from, reader.locale);
  return t(`kinds.${kind}`, { last: periodText({ from: addDays(period.to, -1), to: period.to }, reader.locale), days: periodText(period, reader.locale) });
}
