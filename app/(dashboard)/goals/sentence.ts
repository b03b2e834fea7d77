// The sentence that the goals open with: what the year shall come to.
import type { GoalsView } from "#app/(dashboard)/goals/read.ts";
import { isLevel } from "#lib/plan/goal.ts";
import { change } from "#lib/core/money.ts";
import { present } from "#lib/metrics/present.ts";
import { translator, type Reader } from "#lib/words/words.ts";

export function goalsSentence({ rows, metric, year, store, stores }: GoalsView, reader: Reader): string {
  const [t, m] = [translator(reader, "goals"), translator(reader, "metrics")];
  const name = stores.length > 1 ? t("sentence.of", { metric: m(`labels.${metric}`), store: store.name }) : m(`labels.${metric}`);
  const whole = rows.at(-1)!;
  const amount = whole.own?.amount ?? whole.parts?.amount ?? null;
  const look = { locale: reader.locale, currency: whole.own?.currency ?? store.currency, size: "whole" as const };
  if (amount !== null) {
    const said = { metric: name, year: String(year), amount: present(metric, amount, look) };
    if (isLevel({ metric })) return t("sentence.level", said);
    const growth = change(amount, whole.lastYear);
    return growth === null ? t("sentence.yearPlain", said) : t("sentence.year", { ...said, change: new Intl.NumberFormat(reader.locale, { style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(growth) });
  }
  const count = rows.filter((row) => row.own !== null).length;
  return count === 0 ? t("sentence.none", { metric: name, year: String(year) }) : t("sentence.some", { count, metric: name, year: String(year) });
}
