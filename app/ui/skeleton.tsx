import { classes } from "#app/ui/class-names.ts";

/** A grey place of the size that will come; `label` is what a screen reader hears. */
export function Skeleton({ className, label }: { className?: string; label?: string }) {
  return <div className={classes("shimmer", className)} role={label ? "status" : undefined} aria-label={label} aria-hidden={label ? undefined : true} />;
}
