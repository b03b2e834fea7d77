"use client";
import { useReading } from "#app/ui/chart/use-reading.ts";

export interface FanPoint {
  x: number;
  long: string;
  /** Height of each line that has a value here. */
  marks: { y: number; line: "accent" | "plan" | "past" }[];
  /** What is said of the day, the first line darkest. */
  said: { label: string; text: string }[];
}

const dots = { accent: "z-[1] size-2.5 bg-accent", plan: "size-2 bg-ink-faint", past: "size-2 bg-past" };

/** Reads one day of a fan: all its lines, under the pointer or by keys; said aloud for those who listen. */
export function FanReader({ points, label, hint }: { points: FanPoint[]; label: string; hint: string }) {
  const { at, handlers } = useReading(points.length);
  const point = at === null ? undefined : points[at];
  return (
    <div tabIndex={0} role="application" aria-label={`${label}. ${hint}`} className="absolute inset-0 touch-pan-y rounded-sm" data-chart {...handlers}>
      {point ? <span className="pointer-events-none absolute inset-y-0 w-px bg-line-strong" style={{ left: `${point.x}%` }} /> : null}
      {point?.marks.map(({ y, line }) => <span key={line} className={`pointer-events-none absolute -translate-1/2 rounded-full border-2 border-panel ${dots[line]}`} style={{ left: `${point.x}%`, top: `${y}%` }} />)}
      <div role="status" className="pointer-events-none absolute top-1 z-10" style={point ? (point.x > 50 ? { right: `${100 - point.x}%` } : { left: `${point.x}%` }) : undefined}>
        {point ? (
          <div className="mx-2.5 rounded-lg border border-line bg-panel px-3 py-2 text-note whitespace-nowrap shadow-lift">
            <p className="text-ink-faint">{point.long}</p>
            {point.said.map(({ label: name, text }, index) => <p key={name} className="flex justify-between gap-4"><span className="text-ink-faint">{name}</span><span className={index === 0 ? "font-[620] text-ink tabular-nums" : "text-ink-soft tabular-nums"}>{text}</span></p>)}
          </div>
        ) : null}
      </div>
    </div>
  );
}
