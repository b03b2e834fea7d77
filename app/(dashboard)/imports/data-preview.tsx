import type { DataWords } from "./words.ts";
import type { DataSummary, DataSum } from "#lib/ingest/files/summary.ts";
import { addDays } from "#lib/core/day.ts";
import { periodText } from "#lib/words/dates.ts";

/** What a file holds: days, sums, what was left out and why. */
export function DataPreview({ summary, locale, words }: { summary: DataSummary; locale: string; words: DataWords }) {
  const count = new Intl.NumberFormat(locale);
  const dayCount = new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" });
  // Decimal text is formatted as it stands, not as a float.
  const amount = (text: string, currency: string | null) => new Intl.NumberFormat(locale, currency ? { style: "currency", currency } : { maximumFractionDigits: 2 }).format(text as unknown as number);
  const days = (from: string, through: string) => periodText({ from, to: addDays(through, 1) }, locale);
  const sum = (one: DataSum): [string, string] => [words[one.measure], amount(one.sum, one.currency)];
  const rows: [string, string][] = [
    ...(summary.firstDay && summary.lastDay ? [[words.span, `${days(summary.firstDay, summary.lastDay)} (${dayCount.format(summary.days)})`] as [string, string]] : []),
    ...summary.sums.map(sum),
    ...(summary.toldOtherwise === null ? [] : [[words.told, amount(summary.toldOtherwise, summary.sums[0]?.currency ?? null)] as [string, string]]),
    [words.lines, count.format(summary.read)],
    ...(summary.rejected > 0 ? [[words.rejected, count.format(summary.rejected)] as [string, string]] : []),
    ...(summary.daysReplaced > 0 ? [[words.replaced, count.format(summary.daysReplaced)] as [string, string]] : []),
    ...(summary.leftOut.length > 0 ? [[words.leftOut, summary.leftOut.map(({ from, through }) => days(from, through)).join(", ")] as [string, string]] : []),
  ];
  const first = summary.rejects[0];
  return (
    <div className="max-w-2xl">
      <dl className="divide-y divide-line border-y border-line">
        {rows.map(([name, value], at) => <div key={at} className="flex flex-wrap justify-between gap-x-6 py-2"><dt className="text-ink-soft">{name}</dt><dd className="font-[550] tabular-nums text-ink">{value}</dd></div>)}
      </dl>
      {first ? <p className="mt-2 text-note text-ink-faint">{words.first.replace("{path}", first.path).replace("{reason}", first.reason)}</p> : null}
    </div>
  );
}
