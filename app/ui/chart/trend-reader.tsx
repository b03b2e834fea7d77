"use client";
import { useReading } from "#app/ui/chart/use-reading.ts";

export interface TrendPoint { x: number; y: number | null; yBefore: number | null; long: string; beforeLong: string | null; value: string; before: string | null }

/** Reads one day of the chart: under the pointer, or with the arrow keys, Home and End; said aloud for those who listen. */
export function TrendReader({ points, label, words, dot = "bg-past" }: { points: TrendPoint[]; label: string; words: { actual: string; before: string | null; hint: string }; /** Colour of the second line's dot. */ dot?: string }) {
  const { at, handlers } = useReading(points.length);
  const point = at === null ? undefined : points[at];
  return (
    <div tabIndex={0} role="application" aria-label={`${label}. ${words.hint}`} className="absolute inset-0 touch-pan-y rounded-sm" data-chart {...handlers}>
      {point ? (
        <>
          <span className="pointer-events-none absolute inset-y-0 w-px bg-line-strong" style={{ left: `${point.x}%` }} />
          {point.yBefore === null ? null : <span className={`pointer-events-none absolute size-2 -translate-1/2 rounded-full border-2 border-panel ${dot}`} style={{ left: `${point.x}%`, top: `${point.yBefore}%` }} />}
          {point.y === null ? null : <span className="pointer-events-none absolute size-2.5 -translate-1/2 rounded-full border-2 border-panel bg-accent" style={{ left: `${point.x}%`, top: `${point.y}%` }} />}
        </>
      ) : null}
      <div role="status" className="pointer-events-none absolute top-1 z-10" style={point ? (point.x > 50 ? { right: `${100 - point.x}%` } : { left: `${point.x}%` }) : undefined}>
        {point ? (
          <div className="mx-2.5 rounded-lg border border-line bg-panel px-3 py-2 text-note whitespace-nowrap shadow-lift">
            <p className="flex justify-between gap-4"><span className="text-ink-faint">{point.long}</span><b className="tabular-nums">{point.value}</b></p>
            {point.before === null ? null : <p className="flex justify-between gap-4"><span className="text-ink-faint">{point.beforeLong ?? words.before}</span><span className="text-ink-soft tabular-nums">{point.before}</span></p>}
          </div>
        ) : null}
      </div>
    </div>
  );
}
