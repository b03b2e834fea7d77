// The pickers of a page about figures: period, comparison, and what it is filtered by.
import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { keyText } from "#app/key-text.ts";
import { addressOf } from "#app/view.ts";
import { buttonClass } from "#app/ui/button.tsx";
import { PeriodKeys } from "#app/ui/pickers/period-keys.tsx";
import { WindowMenu, type WindowOption } from "#app/ui/pickers/window-menu.tsx";
import { addDays } from "#lib/core/day.ts";
import { comparisons, periodPresets, resolveComparison, resolvePreset, type Period } from "#lib/core/period.ts";
import { stepPeriod } from "#lib/core/period-step.ts";
import { filterCuts, queryToSearch, type MetricQuery } from "#lib/metrics/query.ts";
import type { Scope } from "#lib/metrics/scope.ts";
import { viewDefaults } from "#app/view.ts";
import { periodText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** `own` are the page's other parameters, which a new period keeps. */
export async function Pickers({ path, query, scope, own = {}, compare = true }: { path: string; query: MetricQuery; scope: Scope; own?: Record<string, string | undefined>; compare?: boolean }) {
  const reader = await currentReader();
  const t = translator(reader, "ui");
  const { span, fiscal, period, comparePeriod } = scope;
  if (!span) return null;
  const to = (next: Partial<MetricQuery>) => addressOf(path, { ...query, ...next }, own);
  const preset = "preset" in query.period ? query.period.preset : null;
  const isFiscal = fiscal.kind !== "months" || fiscal.startMonth !== 1;
  const presets: WindowOption[] = periodPresets.filter((id) => isFiscal || !["fptd", "fqtd", "fytd"].includes(id)).map((id) => ({
    id, label: t(`period.${id}`), window: periodText(resolvePreset(id, span, fiscal), reader.locale), href: to({ period: { preset: id } }), chosen: id === preset,
  }));
  const choices: WindowOption[] = comparisons.map((kind) => {
    const window = resolveComparison(kind, period, preset, fiscal);
    return { id: kind, label: t(`compare.${kind}`), window: window ? periodText(window, reader.locale) : "", href: to({ compare: { kind } }), chosen: query.compare.kind === kind, note: window ? beyond(window, span.firstDay) : undefined };
  });
  function beyond(window: Period, firstDay: string): string | undefined {
    return window.to <= firstDay ? t("compare.beyond") : window.from < firstDay ? t("compare.partly") : undefined;
  }
  const rest = (drop: string[]): [string, string][] => [...queryToSearch(query, viewDefaults), ...Object.entries(own).filter((pair): pair is [string, string] => Boolean(pair[1]))].filter(([name]) => !drop.includes(name)) as [string, string][];
  const words = (title: string) => ({ title, from: t("period.from"), through: t("period.through"), apply: t("period.apply") });
  const ends = (window: Period): [string, string] => [window.from, addDays(window.to, -1)];
  const moved = (direction: -1 | 1) => { const window = stepPeriod(period, direction); return { period: { from: window.from, through: addDays(window.to, -1) } }; };
  const later = period.to < span.completeTo ? to(moved(1)) : null;
  const earlier = to(moved(-1));
  const arrow = buttonClass("plain", "w-9 px-0 text-heading leading-none");
  return (
    <>
      <div className="flex items-center gap-1">
        <Link prefetch={false} href={earlier} scroll={false} aria-label={t("period.earlier")} className={arrow}>‹</Link>
        <WindowMenu id="period" label={`${t("period.label")}: ${periodText(period, reader.locale)}`} button={periodText(period, reader.locale)} options={presets}
          custom={{ action: path, hidden: rest(["period", "from", "through"]), names: ["from", "through"], values: ends(period), words: words(t("period.custom")) }} />
        {later ? <Link prefetch={false} href={later} scroll={false} aria-label={t("period.later")} className={arrow}>›</Link> : null}
      </div>
      {compare ? (
        <WindowMenu id="compare" label={t("compare.label")} button={comparePeriod ? t("compare.versus", { period: periodText(comparePeriod, reader.locale) }) : t("compare.off")} options={choices}
          custom={{ action: path, hidden: [...rest(["compare", "compareFrom", "compareThrough"]), ["compare", "custom"]], names: ["compareFrom", "compareThrough"], values: ends(comparePeriod ?? period), words: words(t("compare.custom")) }} />
      ) : null}
      <PeriodKeys earlier={earlier} later={later} alone={to({ compare: { kind: "none" } })} />
    </>
  );
}

/** What the page is filtered by, each with a way to take it off. `names` are labels that the data has for keys. */
export async function FilterChips({ path, query, own = {}, names = {} }: { path: string; query: MetricQuery; own?: Record<string, string | undefined>; names?: Record<string, string> }) {
  const reader = await currentReader();
  const t = translator(reader, "ui");
  const m = translator(reader, "metrics");
  const chips = filterCuts.flatMap((cut) => (query.filters[cut] ?? []).map((key) => ({ cut, key })));
  if (chips.length === 0) return null;
  return (
    <ul className="mb-4 flex flex-wrap gap-2">
      {chips.map(({ cut, key }) => {
        const left = (query.filters[cut] ?? []).filter((other) => other !== key);
        const { [cut]: _, ...others } = query.filters;
        const name = `${m(`cuts.${cut}`)}: ${keyText(reader, cut, key, names[key])}`;
        return (
          <li key={`${cut}${key}`} className="flex max-w-full items-center rounded-full border border-line bg-panel py-1 pr-1 pl-3 text-note text-ink">
            <span className="truncate">{name}</span>
            <Link prefetch={false} aria-label={t("filter.remove", { name })} href={addressOf(path, { ...query, filters: left.length > 0 ? { ...others, [cut]: left } : others }, own)} className="ml-1 grid size-6 place-items-center rounded-full text-ink-faint hover:bg-sunken">×</Link>
          </li>
        );
      })}
    </ul>
  );
}
