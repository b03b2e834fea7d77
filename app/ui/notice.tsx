import type { ReactNode } from "react";
import { classes } from "#app/ui/class-names.ts";

const tones = {
  info: "border-line bg-accent-faint text-ink",
  amber: "border-line bg-warn-faint text-ink",
  red: "border-line bg-bad-faint text-ink",
  green: "border-line bg-good-faint text-ink",
};
const marks = { info: "bg-accent", amber: "bg-warn", red: "bg-bad", green: "bg-good" };

/** Something to know before reading on. Red ones are read out at once. */
export function Notice({ tone = "info", title, children, action, className }: { tone?: keyof typeof tones; title?: ReactNode; children?: ReactNode; action?: ReactNode; className?: string }) {
  return (
    <div role={tone === "red" ? "alert" : "status"} className={classes("flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border px-4 py-2.5 text-body", tones[tone], className)}>
      <div className="flex min-w-0 flex-1 basis-64 gap-3">
        <span aria-hidden className={classes("mt-1.5 size-2 shrink-0 rounded-full", marks[tone])} />
        <div className="min-w-0">
          {title ? <p className="font-[620]">{title}</p> : null}
          {children ? <div className="[overflow-wrap:anywhere]">{children}</div> : null}
        </div>
      </div>
      {action}
    </div>
  );
}
