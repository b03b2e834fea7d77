// What has to be said beside a projection: why little can be known, or what was assumed.
import type { Origin } from "#lib/forecast/backtest.ts";
import type { Note } from "#lib/forecast/forecast.ts";
import type { Task } from "#lib/forecast/model.ts";
import { dayAt } from "#lib/forecast/series.ts";
import type { Prepared } from "#lib/forecast/prepare.ts";

/** Known steps below which a projection rests on habit alone: eight weeks of days, half a year of weeks, two years of months. */
const SHORT = { day: 56, week: 26, month: 24 };
/** A third of days without a sale, or a fifth missing, is worth a word. */
const SPARSE = 1 / 3, GAPS = 0.2;
/** The last four seasons against the eight before them: half as much or twice as much is another shop. */
const LATE = 4, EARLIER = 8, SHIFT = 2;

/** @param task as asked; `prepared` is what was learned from */
export function notesOf(task: Task, prepared: Prepared, origins: readonly Origin[]): Note[] {
  const notes = [...prepared.notes], { values } = prepared.task.series;
  const known = values.filter((value): value is number => value !== null), zeros = known.filter((value) => value === 0).length;
  if (known.length < SHORT[task.series.grain]) notes.push({ code: "short", values: { known: known.length } });
  if (origins.length === 0) notes.push({ code: "untested", values: {} });
  if (zeros > SPARSE * known.length) notes.push({ code: "sparse", values: { share: zeros / known.length } });
  const missing = task.series.values.filter((value) => value === null || !Number.isFinite(value)).length;
  if (missing > GAPS * task.series.values.length) notes.push({ code: "gaps", values: { share: missing / task.series.values.length } });
  const times = moved(values, task.season);
  if (times !== null && zeros <= SPARSE * known.length && (times > SHIFT || times < 1 / SHIFT)) notes.push({ code: "shifted", values: { times } });
  for (const type of unseen(task)) notes.push({ code: "unseen", values: { type } });
  return notes;
}

/** Median of the last seasons over that of those before; null where either holds fewer than half its values. Days and weeks, whose season isn't the year. */
function moved(values: readonly (number | null)[], season: number): number | null {
  const steps = season > 1 && season < 12 ? season : 1;
  if (season >= 12) return null;
  const [late, earlier] = [values.slice(-LATE * steps), values.slice(-(LATE + EARLIER) * steps, -LATE * steps)].map((part) => part.filter((value): value is number => value !== null).sort((a, b) => a - b));
  if (late!.length < (LATE * steps) / 2 || earlier!.length < (EARLIER * steps) / 2) return null;
  const [now, before] = [late!, earlier!].map((part) => part[part.length >> 1]!);
  return before! > 0 ? now! / before! : null;
}

/** Types that happen within the horizon and never did before it. */
function unseen({ series, horizon, events }: Task): string[] {
  const begins = dayAt(series, series.values.length), ends = dayAt(series, series.values.length + horizon);
  const spans = events.filter((span) => !span.ignore);
  const coming = new Set(spans.filter((span) => span.to > begins && span.from < ends).map((span) => span.type));
  return [...coming].filter((type) => !spans.some((span) => span.type === type && span.from < begins && span.to > series.start)).sort();
}
