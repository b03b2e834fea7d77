import { currentReader } from "#app/reader.ts";
import { keyText } from "#app/key-text.ts";
import { tryFigures } from "#app/figures.ts";
import type { ChannelsView } from "#app/(dashboard)/channels/read.ts";
import { addDays } from "#lib/core/day.ts";
import { present } from "#lib/metrics/present.ts";
import { dayText, periodText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** The page's sentence, from the same answers as its cards and table; what may still change stands behind it. */
export async function ChannelsSentence({ view }: { view: ChannelsView }) {
  const reader = await currentReader();
  const [t, m, o] = [translator(reader, "channels"), translator(reader, "metrics"), translator(reader, "overview")];
  const [series, table] = await Promise.all([tryFigures(view.series), tryFigures(view.table)]);
  if (!series || !table) return <>{o("card.failedRead")}</>;
  const { values } = series.total;
  const look = { locale: reader.locale, currency: series.currency, size: "whole" as const };
  const said = (id: Parameters<typeof present>[0]) => present(id, values[id], look);
  const period = periodText(view.scope.period, reader.locale);
  const b = (text: unknown) => <b>{text as string}</b>;
  const hasSpend = (values.spend ?? null) !== null && Number(values.spend) > 0;
  const isWhole = Object.keys(view.asked.filters).length === 0;
  const lead = table.rows.filter((row) => !row.isOther && (row.keys[view.level] ?? "") !== "").sort((one, other) => Number(other.values.net_sales ?? 0) - Number(one.values.net_sales ?? 0))[0];
  const share = lead && Number(table.total.values.net_sales) > 0 ? Number(lead.values.net_sales) / Number(table.total.values.net_sales) : 0;
  const roas = said("roas");
  const gap = series.gaps[0];
  const text = hasSpend && isWhole && (values.mer ?? null) !== null ? t.rich("sentence.ads", { spend: said("spend"), net: said("net_sales"), mer: said("mer"), roas, claimed: said("claimed_roas"), b })
    : hasSpend && (values.roas ?? null) !== null ? t.rich("sentence.part", { spend: said("spend"), paid: said("paid_net_sales"), roas, claimed: said("claimed_roas"), b })
    : (values.net_sales ?? null) === null && gap ? t("sentence.gap", { currency: gap.currency, from: dayText(gap.from, reader.locale), through: dayText(gap.through, reader.locale) })
    : (values.net_sales ?? null) === null ? t("sentence.unknown")
    : lead && share > 0 && share <= 1 ? t.rich("sentence.sales", { net: said("net_sales"), period, name: keyText(reader, view.level, lead.keys[view.level]!, lead.labels[view.level]), share: new Intl.NumberFormat(reader.locale, { style: "percent", maximumFractionDigits: 0 }).format(share), b })
    : t.rich("sentence.plain", { net: said("net_sales"), period, b });
  const last = view.scope.freshness.completeThrough;
  const moving = view.scope.freshness.roles.filter(({ settledThrough }) => settledThrough !== null && addDays(settledThrough, 1) < view.scope.period.to);
  const first = moving.map(({ settledThrough }) => settledThrough!).sort()[0];
  const kinds = new Intl.ListFormat(reader.locale).format(moving.map(({ role }) => m(`roles.${role}`)));
  return (
    <>
      {text} <span className="text-ink-faint">{last ? t("sentence.through", { last: dayText(last, reader.locale) }) : null}{first ? ` ${t("sentence.settling", { kinds, day: dayText(first, reader.locale) })}` : null}</span>
    </>
  );
}
