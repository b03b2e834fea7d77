import { FanFlags, FlagLines, lanesOf, type FanFlag } from "#app/ui/chart/fan-flags.tsx";
import { fromLeft, fromTop, labelled, linePath, ticks } from "#app/ui/chart/scale.ts";
import { TrendReader, type TrendPoint } from "#app/ui/chart/trend-reader.tsx";

export interface TrendRow {
  /** On the axis: "3 Aug". */
  short: string;
  /** For the reader: "Wed 3 Aug 2011". */
  long: string;
  /** The day it is compared with. */
  beforeLong: string | null;
  value: number | null;
  before: number | null;
  valueText: string;
  beforeText: string;
}

/** The second line: what the first is compared with (dotted, grey), or another figure of the same unit beside it. */
const looks = {
  compare: { stroke: "stroke-past", dot: "bg-past", width: "1.5", dashes: "2 3" },
  beside: { stroke: "stroke-beside", dot: "bg-beside", width: "2", dashes: undefined },
};
/** Labels closer than this, in percent of the height, would lie on each other. */
const labelRoom = 8;

/**
 * Actual solid, comparison dotted, drawn on the server as SVG that stretches: it stands on paper and
 * without scripts, and costs the first load nothing. Only the reader of days is a script.
 */
export function TrendChart({ rows, label, words, tick, end, second = "compare", flags = [] }: {
  rows: TrendRow[]; label: string; words: { actual: string; before: string | null; hint: string };
  /** Text of an axis value. */
  tick: (value: number) => string;
  /** What is printed at the line's end. */
  end: (value: number) => string;
  second?: keyof typeof looks;
  /** Events of these days. */
  flags?: readonly FanFlag[];
}) {
  const lanes = lanesOf(flags);
  const other = looks[second];
  const values = rows.map((row) => row.value);
  const before = rows.map((row) => row.before);
  const known = [...values, ...before].filter((value): value is number => value !== null);
  const scale = ticks(Math.min(0, ...known), Math.max(0, ...known));
  const hasBefore = words.before !== null && before.some((value) => value !== null);
  const last = values.findLastIndex((value) => value !== null);
  const lastBefore = before.findLastIndex((value) => value !== null);
  const points: TrendPoint[] = rows.map((row, index) => ({
    x: fromLeft(index, rows.length), y: row.value === null ? null : fromTop(row.value, scale), yBefore: row.before === null || !hasBefore ? null : fromTop(row.before, scale),
    long: row.long, beforeLong: hasBefore ? row.beforeLong : null, value: row.valueText, before: hasBefore ? row.beforeText : null,
  }));
  const wide = labelled(rows.length, 7);
  const narrow = new Set(labelled(rows.length, 4));
  return (
    <figure className="min-w-0">
      <figcaption className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-note text-ink-soft">
        <span className="flex items-center gap-2"><svg width="18" height="4" aria-hidden><path d="M1 2h16" className="stroke-accent" strokeWidth="2" strokeLinecap="round" /></svg>{words.actual}</span>
        {hasBefore ? <span className="flex items-center gap-2"><svg width="18" height="4" aria-hidden><path d="M1 2h16" className={other.stroke} strokeWidth={other.width} strokeDasharray={other.dashes} /></svg>{words.before}</span> : null}
      </figcaption>
      <div className="grid grid-cols-[auto_minmax(0,1fr)_3rem] gap-x-2">
        {flags.length > 0 ? <><div /><FanFlags flags={flags} lanes={lanes} /><div /></> : null}
        <div aria-hidden className="relative h-56 w-11 text-right text-[11.5px] leading-4 text-ink-faint sm:h-64">
          {scale.map((value) => <span key={value} className="absolute right-0 -translate-y-1/2 whitespace-nowrap" style={{ top: `${fromTop(value, scale)}%` }}>{tick(value)}</span>)}
        </div>
        <div className="relative h-56 min-w-0 sm:h-64">
          <svg className="absolute inset-0 size-full overflow-visible" aria-hidden>
            <FlagLines flags={flags.filter((_, at) => lanes[at] !== null)} />
            {scale.map((value) => <line key={value} x1="0" x2="100%" y1={`${fromTop(value, scale)}%`} y2={`${fromTop(value, scale)}%`} className={value === 0 ? "stroke-line-strong" : "stroke-line"} strokeWidth="1" />)}
          </svg>
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="trend-plot absolute inset-0 size-full overflow-visible" aria-hidden>
            {hasBefore ? <path d={linePath(before, scale)} fill="none" className={other.stroke} strokeWidth={other.width} strokeDasharray={other.dashes} strokeLinejoin="round" vectorEffect="non-scaling-stroke" /> : null}
            <path d={linePath(values, scale)} fill="none" className="stroke-accent" strokeWidth="2" strokeLinejoin="round" strokeLinecap="round" vectorEffect="non-scaling-stroke" />
          </svg>
          {last >= 0 ? (
            <>
              <span aria-hidden className="absolute size-2.5 -translate-1/2 rounded-full border-2 border-panel bg-accent" style={{ left: `${points[last]!.x}%`, top: `${points[last]!.y}%` }} />
              <span aria-hidden className="absolute ml-2 -translate-y-1/2 text-[11.5px] font-[620] whitespace-nowrap text-ink" style={{ left: `${points[last]!.x}%`, top: `${points[last]!.y}%` }}>{end(values[last]!)}</span>
            </>
          ) : null}
          {second === "beside" && hasBefore && lastBefore >= 0 && (last < 0 || Math.abs(points[last]!.y! - points[lastBefore]!.yBefore!) > labelRoom) ? (
            <span aria-hidden className="absolute ml-2 -translate-y-1/2 text-[11.5px] font-[620] whitespace-nowrap text-beside" style={{ left: `${points[lastBefore]!.x}%`, top: `${points[lastBefore]!.yBefore}%` }}>{end(before[lastBefore]!)}</span>
          ) : null}
          <TrendReader points={points} label={label} words={words} dot={other.dot} />
        </div>
        <div />
        <div />
        <div aria-hidden className="relative h-5 text-[11.5px] text-ink-faint">
          {wide.map((index) => <AxisLabel key={index} left={points[index]!.x} text={rows[index]!.short} className={rows.length > 4 ? "hidden sm:block" : ""} />)}
          {rows.length > 4 ? [...narrow].map((index) => <AxisLabel key={`n${index}`} left={points[index]!.x} text={rows[index]!.short} className="sm:hidden" />) : null}
        </div>
      </div>
    </figure>
  );
}

function AxisLabel({ left, text, className }: { left: number; text: string; className: string }) {
  return <span className={`absolute top-1.5 -translate-x-1/2 whitespace-nowrap ${className}`} style={{ left: `${left}%` }}>{text}</span>;
}
