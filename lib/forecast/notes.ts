// What has to be said beside a projection: why little can be known, or what was assumed.
import type { Origin } from "#lib/forecast/backtest.ts";
import type { Note } from "#lib/forecast/forecast.ts";
import type { Task } from "#lib/forecast/model.ts";
import type { Prepared } from "#lib/forecast/prepare.ts";

/** Below two seasons of eight weeks a day's projection rests on habit alone. */
const SHORT = { day: 56, week: 26, month: 24 };

export function notesOf(task: Task, prepared: Prepared, origins: readonly Origin[]): Note[] {
  const notes = [...prepared.notes];
  const known = prepared.task.series.values.filter((value) => value !== null).length;
  if (known < SHORT[task.series.grain]) notes.push({ code: "short", values: { known } });
  if (origins.length === 0) notes.push({ code: "untested", values: {} });
  return notes;
}
