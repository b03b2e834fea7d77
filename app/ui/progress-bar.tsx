"use client";
import { ProgressBar as TremorProgressBar } from "@tremor/react";

/** How far something is, 0 to 100; null while it is not known. `label` says it in words beside the bar. */
export function ProgressBar({ value, label }: { value: number | null; label: string }) {
  const known = value === null ? undefined : Math.min(100, Math.max(0, value));
  return (
    <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={known}>
      <TremorProgressBar value={known ?? 0} className={known === undefined ? "shimmer" : undefined} />
      <p className="mt-1.5 text-note text-ink-faint">{label}</p>
    </div>
  );
}
