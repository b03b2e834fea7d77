import type { ComponentProps, ReactNode } from "react";
import { classes } from "#app/ui/class-names.ts";

const box = "block w-full min-h-9 rounded-lg border border-line-strong bg-panel px-3 py-1.5 text-body text-ink placeholder:text-ink-faint focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent disabled:opacity-60 aria-invalid:border-bad";

/** A labelled control with its hint and its error. Give the control `id={name}`; the hint's id is `${name}-hint`, the error's `${name}-error`. */
export function Field({ label, name, hint, error, children, className }: { label: ReactNode; name: string; hint?: ReactNode; error?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <div className={classes("min-w-0", className)}>
      <label htmlFor={name} className="mb-1 block text-note font-[550] text-ink">{label}</label>
      {children}
      {hint ? <p id={`${name}-hint`} className="mt-1 text-note text-ink-faint">{hint}</p> : null}
      {error ? <p id={`${name}-error`} role="alert" className="mt-1 text-note text-bad">{error}</p> : null}
    </div>
  );
}

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={classes(box, className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={classes(box, className)} {...rest} />;
}

/** A native select: the phone's own picker, keyboard and screen reader for nothing. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select className={classes("form-select", box, "pr-9", className)} {...rest} />;
}
