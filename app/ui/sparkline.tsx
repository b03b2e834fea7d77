import { linePath } from "#app/ui/chart/scale.ts";

/** The shape of a series beside its figure, unknown values left out: decoration, so that screen readers skip it. */
export function Sparkline({ values, className = "h-7 w-20" }: { values: (number | null)[]; className?: string }) {
  const known = values.filter((value): value is number => value !== null);
  if (known.length < 2) return null;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const scale = low === high ? [low - 1, high + 1] : [low, high];
  return (
    <svg viewBox="0 -6 100 112" preserveAspectRatio="none" className={className} aria-hidden>
      <path d={linePath(known, scale)} fill="none" className="stroke-accent" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
