import { FanFlags, FlagLines, lanesOf, type FanFlag } from "#app/ui/chart/fan-flags.tsx";
import { FanReader, type FanPoint } from "#app/ui/chart/fan-reader.tsx";
import { bandPath, fromLeft, fromTop, labelled, linePath, stepPath, ticks } from "#app/ui/chart/scale.ts";

type Value = number | null;
export interface FanRow {
  /** On the axis: "3 Aug". */
  short: string;
  /** For the reader: "Wed 3 Aug 2026". */
  long: string;
  actual: Value;
  /** Middle and ranges of what is to come; null on days that are over. */
  mid: Value;
  range80: readonly [number, number] | null;
  range95: readonly [number, number] | null;
  plan: Value;
  past: Value;
  /** What the reader says of the day, most important first. */
  said: FanPoint["said"];
}

export interface FanWords { actual: string; projected: string; wide: string; plan: string; past: string; today: string; hint: string }

/** End labels closer than this, in percent of the height, would lie on each other. */
const labelRoom = 8;

/**
 * Actual solid, the rest dashed in its 80 % and 95 % ranges, plan as grey steps, last year dotted, today and events as lines. Drawn
 * on the server, so that it stands on paper and without scripts. `free`: a level (a rate) whose axis need not begin at zero.
 * `today` is the place among the rows, null when it lies outside.
 */
export function FanChart({ rows, flags, today, label, words, tick, end, free = false }: {
  rows: readonly FanRow[]; flags: readonly FanFlag[]; today: number | null; label: string; words: FanWords; tick: (value: number) => string; end: (value: number) => string; free?: boolean;
}) {
  const pick = (choose: (row: FanRow) => Value | undefined) => rows.map((row) => choose(row) ?? null);
  const last = rows.findLastIndex((row) => row.actual !== null);
  // The dashed line and its ranges set out from the last day that is known.
  const joined = (choose: (row: FanRow) => Value | undefined) => pick(choose).map((value, index) => (index === last && rows[index + 1]?.mid !== null && value === null ? rows[index]!.actual : value));
  const [actual, plan, past, mid] = [pick((row) => row.actual), pick((row) => row.plan), pick((row) => row.past), joined((row) => row.mid)];
  const bands = (["range95", "range80"] as const).map((name) => [joined((row) => row[name]?.[0]), joined((row) => row[name]?.[1])] as const);
  const known = [...actual, ...mid, ...plan, ...past, ...bands.flat(2)].filter((value): value is number => value !== null);
  const scale = ticks(Math.min(...known, free ? Infinity : 0), Math.max(...known, free ? -Infinity : 0), 4, free);
  const has = (values: readonly Value[]) => values.some((value) => value !== null);
  const points: FanPoint[] = rows.map((row, index) => ({
    x: fromLeft(index, rows.length), long: row.long, said: row.said,
    marks: ([["past", row.past], ["plan", row.plan], ["accent", row.actual ?? row.mid]] as const).flatMap(([line, value]) => (value === null ? [] : [{ line, y: fromTop(value, scale) }])),
  }));
  const lanes = lanesOf(flags);
  const endOf = (values: readonly Value[]) => { const index = values.findLastIndex((value) => value !== null); return index < 0 ? null : { x: points[index]!.x, y: fromTop(values[index]!, scale), text: end(values[index]!) }; };
  const main = endOf(has(mid) ? mid : actual);
  const planEnd = endOf(plan);
  const key = "flex items-center gap-2";
  return (
    <figure className="min-w-0">
      <figcaption className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-note text-ink-soft">
        {has(actual) ? <span className={key}><Dash className="stroke-accent" width="2" />{words.actual}</span> : null}
        {has(mid) ? <span className={key}><Dash className="stroke-accent" width="2" dashes="4 3" />{words.projected}</span> : null}
        {has(bands[0]![0]) ? <span className={key}><svg width="18" height="10" aria-hidden><rect width="18" height="10" rx="2" className="fill-accent" opacity="0.12" /><rect y="2.5" width="18" height="5" className="fill-accent" opacity="0.2" /></svg>{words.wide}</span> : null}
        {has(plan) ? <span className={key}><Dash className="stroke-ink-faint" width="1.5" />{words.plan}</span> : null}
        {has(past) ? <span className={key}><Dash className="stroke-past" width="1.5" dashes="2 3" />{words.past}</span> : null}
      </figcaption>
      <div className="grid grid-cols-[auto_minmax(0,1fr)_3rem] gap-x-2">
        <div /><div className="min-w-0"><FanFlags flags={flags} lanes={lanes} /></div><div />
        <div aria-hidden className="relative h-56 w-11 text-right text-[11.5px] leading-4 text-ink-faint sm:h-72">
          {scale.map((value) => <span key={value} className="absolute right-0 -translate-y-1/2 whitespace-nowrap" style={{ top: `${fromTop(value, scale)}%` }}>{tick(value)}</span>)}
        </div>
        <div className="relative h-56 min-w-0 sm:h-72">
          <svg className="absolute inset-0 size-full overflow-visible" aria-hidden>
            {scale.map((value) => <line key={value} x1="0" x2="100%" y1={`${fromTop(value, scale)}%`} y2={`${fromTop(value, scale)}%`} className={value === 0 ? "stroke-line-strong" : "stroke-line"} strokeWidth="1" />)}
            <FlagLines flags={flags} />
            {today === null ? null : <line x1={`${fromLeft(today, rows.length)}%`} x2={`${fromLeft(today, rows.length)}%`} y1="-4" y2="100%" className="stroke-past" strokeWidth="1" />}
          </svg>
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full overflow-visible" aria-hidden>
            {bands.map(([low, high], index) => <path key={index} d={bandPath(low, high, scale)} className="fill-accent" opacity={index === 0 ? 0.12 : 0.2} />)}
            <path d={linePath(past, scale)} fill="none" className="stroke-past" strokeWidth="1.2" strokeDasharray="2 3" strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
            <path d={stepPath(plan, scale)} fill="none" className="stroke-ink-faint" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
            <path d={linePath(mid, scale)} fill="none" className="stroke-accent" strokeWidth="2" strokeDasharray="5 4" strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
            <path d={linePath(actual, scale)} fill="none" className="stroke-accent" strokeWidth="2" strokeLinejoin="round" strokeLinecap="round" vectorEffect="non-scaling-stroke" />
          </svg>
          {today === null ? null : <span aria-hidden className="absolute -top-1 -translate-y-full px-1 text-[11.5px] leading-4 text-ink-faint" style={fromLeft(today, rows.length) > 85 ? { right: `${100 - fromLeft(today, rows.length)}%` } : { left: `${fromLeft(today, rows.length)}%` }}>{words.today}</span>}
          {last >= 0 ? <span aria-hidden className="absolute size-2.5 -translate-1/2 rounded-full border-2 border-panel bg-accent" style={{ left: `${points[last]!.x}%`, top: `${fromTop(actual[last]!, scale)}%` }} /> : null}
          {main ? <span aria-hidden className="absolute ml-2 -translate-y-1/2 text-[11.5px] font-[620] whitespace-nowrap text-ink" style={{ left: `${main.x}%`, top: `${main.y}%` }}>{main.text}</span> : null}
          {planEnd && (!main || Math.abs(main.y - planEnd.y) > labelRoom) ? <span aria-hidden className="absolute ml-2 -translate-y-1/2 text-[11.5px] whitespace-nowrap text-ink-faint" style={{ left: `${planEnd.x}%`, top: `${planEnd.y}%` }}>{planEnd.text}</span> : null}
          <FanReader points={points} label={label} hint={words.hint} />
        </div>
        <div />
        <div />
        <div aria-hidden className="relative h-5 text-[11.5px] text-ink-faint">
          {([[7, "hidden sm:block"], [4, "sm:hidden"]] as const).map(([most, when]) => labelled(rows.length, most).map((index) => <span key={`${most}${index}`} className={`absolute top-1.5 -translate-x-1/2 whitespace-nowrap ${when}`} style={{ left: `${points[index]!.x}%` }}>{rows[index]!.short}</span>))}
        </div>
      </div>
    </figure>
  );
}

function Dash({ className, width, dashes }: { className: string; width: string; dashes?: string }) {
  return <svg width="18" height="4" aria-hidden><path d="M1 2h16" className={className} strokeWidth={width} strokeDasharray={dashes} strokeLinecap={dashes ? "butt" : "round"} /></svg>;
}
