import { currentReader } from "#app/reader.ts";
import { tryFigures } from "#app/figures.ts";
import type { SearchView } from "#app/(dashboard)/search/read.ts";
import { addDays } from "#lib/core/day.ts";
import { present, presentDelta } from "#lib/metrics/present.ts";
import { isWholeComparison } from "#lib/metrics/read.ts";
import { dayText, periodText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** The page's sentence, from the same answer as its cards. */
export async function SearchSentence({ view }: { view: SearchView }) {
  const reader = await currentReader();
  const [t, o] = [translator(reader, "search"), translator(reader, "overview")];
  if (!view.hasSearch) return <>{t("sentence.speed")}</>;
  const answer = await tryFigures(view.series);
  if (!answer) return <>{o("card.failedRead")}</>;
  const { values, compare } = answer.total;
  const look = { locale: reader.locale, currency: answer.currency };
  const period = periodText(answer.period, reader.locale);
  const clicks = values.search_clicks ?? null;
  const delta = isWholeComparison(answer) ? presentDelta("search_clicks", clicks, compare?.search_clicks, reader.locale, { new: o("card.new"), points: o("card.points") }) : null;
  const said = {
    clicks: present("search_clicks", clicks, look), count: Number(clicks ?? 0), period, impressions: present("search_impressions", values.search_impressions, look), position: present("search_position", values.search_position, look),
    b: (text: unknown) => <b>{text as string}</b>,
  };
  const text = clicks === null ? t("sentence.unknown") : Number(values.search_impressions ?? 0) === 0 ? t("sentence.none", { period })
    : delta && delta.direction !== "unknown" ? t.rich("sentence.change", { ...said, change: delta.text }) : t.rich("sentence.plain", said);
  const { completeThrough, roles } = answer.freshness;
  const settled = roles.map(({ settledThrough }) => settledThrough).find((day) => day !== null && addDays(day, 1) < answer.period.to) ?? null;
  return <>{text} <span className="text-ink-faint">{completeThrough ? t("sentence.through", { last: dayText(completeThrough, reader.locale) }) : null}{settled ? ` ${t("sentence.settling", { day: dayText(settled, reader.locale) })}` : null}</span></>;
}
