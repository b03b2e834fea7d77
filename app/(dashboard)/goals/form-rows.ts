// The rows of the goals form in the reader's words and figures.
import type { FormRow } from "#app/(dashboard)/goals/goal-form.tsx";
import { chanceText } from "#app/(dashboard)/projections/figure-text.ts";
import type { GoalRow, GoalsView } from "#app/(dashboard)/goals/read.ts";
import { addDays } from "#lib/core/day.ts";
import { divide, multiply } from "#lib/core/money.ts";
import { metric as entryOf } from "#lib/metrics/catalogue.ts";
import { present } from "#lib/metrics/present.ts";
import { monthText, periodText } from "#lib/words/dates.ts";
import { translator, type Reader } from "#lib/words/words.ts";

export function formRows(view: GoalsView, reader: Reader): FormRow[] {
  const t = translator(reader, "goals");
  const { metric, store } = view;
  const look = { locale: reader.locale, currency: store.currency, size: "whole" as const };
  const figure = (value: string | null) => present(metric, value, look);
  const isPercent = entryOf(metric).unit === "percent";
  return view.rows.map((row): FormRow => {
    const goal = row.own?.amount ?? row.parts?.amount ?? null;
    const reached = goal !== null && row.soFar !== null && entryOf(metric).kind === "measure" ? divide(row.soFar, goal) : null;
    return {
      kind: row.kind, name: nameOf(row, view, reader), from: row.period.from, through: addDays(row.period.to, -1),
      amount: row.own ? typed(isPercent ? multiply(row.own.amount, "100") : row.own.amount, reader.locale) : "",
      hint: row.own === null && row.parts ? figure(row.parts.amount) : "",
      note: row.own ? t("by", { name: row.own.madeBy }) : row.parts ? t("parts", { amount: figure(row.parts.amount) }) : "",
      lastYear: figure(row.lastYear), lastYearValue: row.lastYear === null ? null : Number(row.lastYear), soFar: figure(row.soFar),
      projected: row.outlook ? figure(String(row.outlook.projected)) : t("empty"),
      chance: row.outlook?.chance === null || row.outlook === null ? t("empty") : chanceText(row.outlook.chance, reader),
      reached: reached === null ? t("empty") : new Intl.NumberFormat(reader.locale, { style: "percent", maximumFractionDigits: 0 }).format(Number(reached)),
    };
  });
}

/** As the reader would type it: their decimal sign and thousands, all its places. */
function typed(amount: string, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(Number(amount));
}

function nameOf({ kind, number, period }: GoalRow, { fiscal }: GoalsView, reader: Reader): string {
  const t = translator(reader, "goals");
  const days = periodText(period, reader.locale, false);
  if (kind === "year") return t("year", { year: String(number) });
  if (kind === "quarter") return t("quarter", { number, days });
  return fiscal.kind === "months" ? monthText(period.from, reader.locale) : t("periodOf", { number, days });
}
