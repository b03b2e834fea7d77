import Link from "next/link";
import type { ReactNode } from "react";
import type { Delta } from "#lib/metrics/present.ts";
import { classes } from "#app/ui/class-names.ts";
import { Panel } from "#app/ui/panel.tsx";
import { DeltaText } from "#app/ui/delta.tsx";
import { Popover } from "#app/ui/popover.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { Sparkline } from "#app/ui/sparkline.tsx";

const box = "relative flex h-[122px] flex-col px-4 py-3.5";
const dots = { good: "bg-good", warn: "bg-warn", bad: "bg-bad", none: "bg-past" };

export interface MetricCardProps {
  id: string;
  label: string;
  definition: { ask: string; sentence: string; formula: string };
  trust: { tone: keyof typeof dots; text: string };
  figure: string;
  /** What stands under the figure instead of a change: what to do in the states empty and failed. */
  say?: ReactNode;
  delta?: Delta;
  versus?: string;
  series: (number | null)[];
  link: { href: string; label: string } | null;
  state: "ready" | "empty" | "maturing" | "late" | "failed";
}

/** A figure: name and trust, the figure with its shape, the change. All five states are of one height; the whole card is a link. */
export function MetricCard({ id, label, definition, trust, figure, say, delta, versus, series, link, state }: MetricCardProps) {
  return (
    <Panel role="article" aria-label={label} data-metric={id} data-state={state} className={classes(box, link && "hover:border-line-strong")}>
      <div className="flex items-center justify-between gap-2">
        <Popover id={`definition-${id}`} label={definition.ask} className="w-72 p-4" buttonClass="relative z-[1] -mx-1 -my-0.5 min-h-6 min-w-0 truncate rounded px-1 text-left text-note font-[500] text-ink-soft decoration-dotted underline-offset-4 hover:underline" button={label}>
          <p className="text-body font-[620] text-ink">{label}</p>
          <p className="mt-1 text-note">{definition.sentence}</p>
          <p className="mt-2 text-note text-ink-faint">{definition.formula}</p>
        </Popover>
        <span className="relative flex shrink-0 items-center gap-1.5 text-[11.5px] whitespace-nowrap text-ink-faint">
          <span aria-hidden className={classes("size-1.5 shrink-0 rounded-full", dots[trust.tone])} />
          <span className={classes("truncate", trust.tone === "good" && "max-sm:sr-only")}>{trust.text}</span>
        </span>
      </div>
      <div className="mt-1.5 flex items-end justify-between gap-2">
        <p className="text-[22px] leading-[30px] font-[620] tracking-[-0.01em] whitespace-nowrap text-ink xl:text-[24px]" data-figure>{figure}</p>
        <div className="min-w-0 flex-1 pb-1"><Sparkline values={series} className="ml-auto hidden h-6 w-full max-w-18 min-[420px]:block" /></div>
      </div>
      <div className="mt-auto flex min-h-9 items-end gap-x-2 text-note leading-[18px] max-sm:flex-col max-sm:items-start max-sm:justify-end">
        {say ? <span className="line-clamp-2 text-ink-soft">{say}</span> : <>{delta ? <DeltaText delta={delta} /> : null}<span className="max-w-full truncate text-ink-faint">{versus}</span></>}
      </div>
      {link ? <Link prefetch={false} href={link.href} aria-label={link.label} className="absolute inset-0 rounded-xl" /> : null}
    </Panel>
  );
}

/** The same place while the figure is on its way. */
export function MetricCardSkeleton({ label }: { label: string }) {
  return (
    <Panel className={box} role="status" aria-label={label} data-state="loading">
      <Skeleton className="h-4 w-24" /><Skeleton className="mt-3 h-7 w-32" /><Skeleton className="mt-auto h-4 w-28" />
    </Panel>
  );
}
