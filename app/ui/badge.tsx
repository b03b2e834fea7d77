import type { ReactNode } from "react";
import { classes } from "#app/ui/class-names.ts";

const tones = {
  grey: "bg-sunken text-ink-soft",
  blue: "bg-accent-faint text-accent",
  green: "bg-good-faint text-good",
  amber: "bg-warn-faint text-warn",
  red: "bg-bad-faint text-bad",
};

export function Badge({ tone = "grey", children, className }: { tone?: keyof typeof tones; children: ReactNode; className?: string }) {
  return <span className={classes("inline-flex items-center rounded-md px-2 py-0.5 text-note font-[550] whitespace-nowrap", tones[tone], className)}>{children}</span>;
}
