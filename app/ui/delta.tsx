import type { Delta } from "#lib/metrics/present.ts";
import { classes } from "#app/ui/class-names.ts";
import { Arrow } from "#app/ui/marks.tsx";

const colour = { better: "text-good", worse: "text-bad", neutral: "text-ink-faint" };

/** A change: sign, arrow and colour say the same, so that colour is never alone. */
export function DeltaText({ delta, className }: { delta: Delta; className?: string }) {
  return (
    <span className={classes("inline-flex items-center gap-1 font-[550] whitespace-nowrap tabular-nums", colour[delta.verdict], className)}>
      {delta.direction === "up" || delta.direction === "down" ? <Arrow up={delta.direction === "up"} /> : null}
      {delta.text}
    </span>
  );
}
