// The few signs we draw ourselves.
import { classes } from "#app/ui/class-names.ts";

export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" className={classes("size-6", className)} aria-hidden>
      <rect width="24" height="24" rx="6" className="fill-accent-solid" />
      <path d="M5 15.5 9.2 11l3.3 2.8L19 8" fill="none" stroke="#fff" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

export function Chevron({ className }: { className?: string }) {
  return <svg viewBox="0 0 10 10" className={classes("size-2.5 shrink-0 text-ink-faint", className)} aria-hidden><path d="M1.5 3.2 5 6.8l3.5-3.6" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" /></svg>;
}

/** ▲ or ▼ as a shape, so that it looks the same everywhere. */
export function Arrow({ up, className }: { up: boolean; className?: string }) {
  return <svg viewBox="0 0 10 9" className={classes("size-2.5 shrink-0", className)} aria-hidden><path d={up ? "M5 0 10 9H0z" : "M5 9 0 0h10z"} fill="currentColor" /></svg>;
}
