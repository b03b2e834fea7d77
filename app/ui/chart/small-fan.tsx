import { bandPath, linePath, ticks } from "#app/ui/chart/scale.ts";

/** What was and what is to come of one driver, as a shape beside its words: screen readers skip it. */
export function SmallFan({ actual, mid, range80, className = "h-16 w-full" }: { actual: readonly (number | null)[]; mid: readonly (number | null)[]; range80: readonly (readonly [number, number] | null)[]; className?: string }) {
  const join = (values: readonly (number | null)[]) => [...actual.map((value, index) => (index === actual.length - 1 ? value : null)), ...values];
  const [low, high] = [join(range80.map((range) => range?.[0] ?? null)), join(range80.map((range) => range?.[1] ?? null))];
  const known = [...actual, ...mid, ...low, ...high].filter((value): value is number => value !== null);
  if (known.length < 2) return null;
  const scale = ticks(Math.min(...known), Math.max(...known), 2, true);
  const line = (values: readonly (number | null)[], dashes?: string) => <path d={linePath(values, scale)} fill="none" className="stroke-accent" strokeWidth="1.5" strokeDasharray={dashes} strokeLinejoin="round" vectorEffect="non-scaling-stroke" />;
  return (
    <svg viewBox="0 -4 100 108" preserveAspectRatio="none" className={className} aria-hidden>
      <path d={bandPath(low, high, scale)} className="fill-accent" opacity="0.18" />
      {line([...actual, ...mid.map(() => null)])}
      {line(join(mid), "4 3")}
    </svg>
  );
}
