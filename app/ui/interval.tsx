export interface IntervalProps { low95: number; low: number; mid: number; high: number; high95: number; goal: number | null; words: { low: string; high: string; goal: string | null; label: string } }

/** A range to be read before the number: 95 % thin, 80 % thick, a dot for the middle, a tick for the goal; the ends in words under it. */
export function Interval({ low95, low, mid, high, high95, goal, words }: IntervalProps) {
  const left = Math.min(low95, goal ?? low95);
  const right = Math.max(high95, goal ?? high95);
  const pad = (right - left) * 0.04 || 1;
  const at = (value: number) => Math.round(((value - left + pad) / (right - left + 2 * pad)) * 1000) / 10;
  const goalAt = goal === null ? null : at(goal);
  return (
    <div role="img" aria-label={words.label}>
      <svg className="h-5 w-full overflow-visible" aria-hidden>
        <rect x="0" width="100%" y="9" height="2" rx="1" className="fill-line" />
        <rect x={`${at(low95)}%`} width={`${at(high95) - at(low95)}%`} y="7" height="6" rx="3" className="fill-accent" opacity="0.25" />
        <rect x={`${at(low)}%`} width={`${at(high) - at(low)}%`} y="7" height="6" rx="3" className="fill-accent" opacity="0.5" />
        {goalAt === null ? null : <rect x={`${goalAt}%`} width="2" y="0" height="20" className="fill-ink-faint" />}
        <circle cx={`${at(mid)}%`} cy="10" r="5" className="fill-accent stroke-panel" strokeWidth="2" />
      </svg>
      <div aria-hidden className="relative mt-0.5 h-[18px] text-note text-ink-faint">
        <span className="absolute -translate-x-1/2 whitespace-nowrap" style={{ left: `${Math.max(9, at(low))}%` }}>{words.low}</span>
        {words.goal && goalAt !== null && goalAt > at(low) + 24 && goalAt < at(high) - 24 ? <span className="absolute -translate-x-1/2 whitespace-nowrap" style={{ left: `${goalAt}%` }}>{words.goal}</span> : null}
        <span className="absolute -translate-x-1/2 whitespace-nowrap" style={{ left: `${Math.min(91, at(high))}%` }}>{words.high}</span>
      </div>
    </div>
  );
}
