// The rows of the structural regression: which columns each step touches, in groups that share a prior.
import { YEAR } from "#lib/forecast/series.ts";
import { toNumber } from "#lib/core/day.ts";
import type { Task } from "#lib/forecast/model.ts";
import { datesOf } from "#lib/forecast/structural/dates.ts";
import { knotsOf, type Knots } from "#lib/forecast/structural/knots.ts";
import { cover, shapes } from "#lib/forecast/structural/occasions.ts";
import { retailYear } from "#lib/forecast/structural/retail-year.ts";
import { spanColumns, type SpanColumn } from "#lib/forecast/structural/spans.ts";

/** Columns [from, to) whose coefficients are drawn from N(0, (spread × share)²); the spread is learned around `expected`. */
export interface Group { name: string; from: number; to: number; shares: Float64Array; expected: number; certainty: number }

export interface Design {
  columns: number;
  /** Rows of all steps, history and horizon, as compressed sparse rows. */
  start: Int32Array;
  column: Int32Array;
  value: Float64Array;
  groups: Group[];
  level: { from: number; knots: Knots };
  trend: { from: number; knots: Knots };
  /** Expected before looking, log scale, by step: part of the retail year. */
  offset: Float64Array;
  spans: { type: string; columns: (SpanColumn & { index: number })[] }[];
}

/** Half of the retail year is expected of any series, give or take half: shops have it, cash machines and page views have less. The series decides. */
const RETAIL = 0.5, RETAIL_SPREAD = 0.5;
/** History of this many years before a yearly curve is believed: less, and one summer can't be told from growth. */
export const YEARS_FOR_SEASON = 1.3;

/** @param length steps of history; rows of the horizon follow */
export function designOf(task: Task, length: number): Design {
  const { series, horizon, season } = task;
  const total = length + horizon;
  const cells: [number, number][][] = Array.from({ length: total }, () => []);
  const groups: Group[] = [];
  let columns = 0;
  const group = (name: string, expected: number, certainty: number, shares: number[]) => {
    groups.push({ name, from: columns, to: columns + shares.length, shares: Float64Array.from(shares), expected, certainty });
    columns += shares.length;
    return columns - shares.length;
  };
  const put = (step: number, column: number, value: number) => { if (value !== 0) cells[step]!.push([column, value]); };

  const dates = series.grain === "day" ? datesOf(series.start, total) : [];
  const intercept = group("intercept", 100, 1e6, [1]);
  for (let step = 0; step < total; step++) put(step, intercept, 1);
  if (season > 1 && series.grain === "day") {
    const week = group("week", 0.3, 2, Array.from({ length: season }, () => 1));
    for (let step = 0; step < total; step++) put(step, week + (step % season), 1);
  }
  const year = YEAR[series.grain];
  if (length >= YEARS_FOR_SEASON * year) {
    const pairs = series.grain === "month" ? 6 : 8;
    const at = group("year", 0.3, 2, Array.from({ length: 2 * pairs }, (_, index) => 1 / (1 + Math.floor(index / 2))));
    waves(put, at, pairs, total, (step) => step / year);
  }
  if (series.grain === "day" && length >= 84) {
    const at = group("month", 0.05, 2, Array.from({ length: 8 }, (_, index) => 1 / (1 + Math.floor(index / 2))));
    waves(put, at, 4, total, (step) => (dates[step]!.day - 1) / dates[step]!.days);
  }
  if (series.grain === "day") {
    const first = toNumber(series.start);
    const known = shapes.map((shape) => ({ shape, steps: cover(shape, first, total) }))
      .filter(({ steps }) => steps.some((step) => step < length && series.values[step] !== null));
    for (const occasion of new Set(known.map(({ shape }) => shape.occasion))) {
      const parts = known.filter(({ shape }) => shape.occasion === occasion);
      const at = group(`occasion ${occasion}`, 1, 3, parts.map(({ shape }) => shape.prior));
      parts.forEach(({ steps }, index) => { for (const step of steps) put(step, at + index, 1); });
    }
  }
  const offset = new Float64Array(total);
  if (series.grain === "day") {
    const first = toNumber(series.start), at = group("retail-year", RETAIL_SPREAD, 1e6, [1]);
    for (let step = 0; step < total; step++) {
      const log = retailYear(first + step, dates[step]!.year);
      offset[step] = RETAIL * log;
      put(step, at, log);
    }
  }
  const spans: Design["spans"] = [];
  for (const [type, found] of spanColumns(task, length)) {
    const at = group(`event ${type}`, 1, 2, found.map((column) => column.prior));
    found.forEach((column, index) => column.cells.forEach(([step, value]) => put(step, at + index, value)));
    spans.push({ type, columns: found.map((column, index) => ({ ...column, index: at + index })) });
  }
  const level = { from: columns, knots: knotsOf(length, "level", series.grain) };
  columns += level.knots.at.length;
  const trend = { from: columns, knots: knotsOf(length, "trend", series.grain) };
  columns += trend.knots.at.length;
  for (const part of [level, trend]) {
    for (let step = 0; step < length; step++) {
      const [left, share] = part.knots.place(step);
      put(step, part.from + left, 1 - share);
      put(step, part.from + left + 1, share);
    }
    // The future starts where history ended; what is added after that is simulated, not regressed.
    for (let step = length; step < total; step++) put(step, part.from + part.knots.at.length - 1, 1);
  }
  const start = new Int32Array(total + 1);
  cells.forEach((row, step) => { start[step + 1] = start[step]! + row.length; });
  const column = new Int32Array(start[total]!), value = new Float64Array(start[total]!);
  cells.forEach((row, step) => row.forEach(([at, what], index) => { column[start[step]! + index] = at; value[start[step]! + index] = what; }));
  return { columns, start, column, value, groups, level, trend, offset, spans };
}

function waves(put: (step: number, column: number, value: number) => void, from: number, pairs: number, total: number, phase: (step: number) => number): void {
  for (let step = 0; step < total; step++) {
    const angle = 2 * Math.PI * phase(step);
    for (let pair = 0; pair < pairs; pair++) {
      put(step, from + 2 * pair, Math.sin(angle * (pair + 1)));
      put(step, from + 2 * pair + 1, Math.cos(angle * (pair + 1)));
    }
  }
}
