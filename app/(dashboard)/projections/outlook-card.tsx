import type { ReactNode } from "react";
import { Card } from "#app/ui/card.tsx";
import { Interval, type IntervalProps } from "#app/ui/interval.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";

export interface OutlookRow { label: ReactNode; text: ReactNode; tone?: "good" | "bad" | undefined }

/** One period's end: the middle large, its range as a picture, then chance, pace and what was. All states are of one height. */
export function OutlookCard({ id, title, note, figure, interval, rows, foot, say }: {
  id: string; title: string; note: string; figure: string; interval: IntervalProps | null; rows: readonly OutlookRow[]; foot?: ReactNode;
  /** Instead of figures: why there are none. */
  say?: ReactNode;
}) {
  return (
    <Card title={title} note={note} className="flex flex-col" id={`outlook-${id}`}>
      <div data-outlook={id} className="flex min-h-60 flex-col">
        <p className="text-figure font-[620] tracking-[-0.01em] text-ink" data-figure>{figure}</p>
        {say ? <p className="mt-1 text-note text-ink-soft">{say}</p> : null}
        {interval ? <div className="mt-1"><Interval {...interval} /></div> : null}
        {rows.length > 0 ? (
          <dl className="mt-2 text-note">
            {rows.map(({ label, text, tone }, index) => (
              <div key={index} className="flex items-baseline justify-between gap-3 border-t border-line py-1.5 first:border-t-0">
                <dt className="min-w-0 text-ink-soft">{label}</dt>
                <dd className={`text-right font-[580] whitespace-nowrap tabular-nums ${tone === "good" ? "text-good" : tone === "bad" ? "text-bad" : "text-ink"}`}>{text}</dd>
              </div>
            ))}
          </dl>
        ) : null}
        {foot ? <div className="no-print mt-auto pt-2">{foot}</div> : null}
      </div>
    </Card>
  );
}

export function OutlookSkeleton({ label }: { label: string }) {
  return (
    <Panel role="status" aria-label={label} className="p-4">
      <Skeleton className="h-4 w-28" /><Skeleton className="mt-3 h-8 w-36" /><Skeleton className="mt-4 h-5 w-full" />
      <Skeleton className="mt-6 h-40 w-full" />
    </Panel>
  );
}
