import Link from "next/link";
import type { ComponentProps } from "react";
import { classes } from "#app/ui/class-names.ts";

type Kind = "primary" | "plain" | "quiet" | "danger";
const kinds: Record<Kind, string> = {
  primary: "border-transparent bg-accent-solid text-white hover:bg-accent-hover",
  plain: "border-line bg-panel text-ink shadow-breath hover:border-line-strong",
  quiet: "border-transparent text-accent hover:bg-accent-faint",
  danger: "border-line bg-panel text-bad shadow-breath hover:bg-bad-faint hover:border-bad",
};

/** The look of a button, for what must be another element (a label, a popover's button). */
export function buttonClass(kind: Kind = "plain", className?: string): string {
  return classes("inline-flex min-h-9 max-w-full items-center justify-center gap-1.5 rounded-lg border px-3 py-1.5 text-note font-[550] transition-colors duration-100 disabled:opacity-50", kinds[kind], className);
}

export function Button({ kind = "plain", className, type = "button", ...rest }: ComponentProps<"button"> & { kind?: Kind }) {
  return <button type={type} className={buttonClass(kind, className)} {...rest} />;
}

/** A link that looks like a button. Prefetch is off: a page is read from the database when it is asked for. */
export function LinkButton({ kind = "plain", className, ...rest }: ComponentProps<typeof Link> & { kind?: Kind }) {
  return <Link prefetch={false} className={buttonClass(kind, className)} {...rest} />;
}
