import type { ReactNode } from "react";
import { Panel } from "#app/ui/panel.tsx";

/** A panel: heading, a note under it, actions at the end, then the content. `flush` lets a table reach the edges. */
export function Card({ title, note, actions, children, className, flush = false, id }: {
  title?: ReactNode; note?: ReactNode; actions?: ReactNode; children?: ReactNode; className?: string; flush?: boolean; id?: string;
}) {
  return (
    <Panel id={id} className={className}>
      {title || actions ? (
        <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3 sm:px-[18px]">
          <div className="min-w-0">
            {title ? <h2 className="text-body text-ink">{title}</h2> : null}
            {note ? <p className="text-note text-ink-faint">{note}</p> : null}
          </div>
          {actions ? <div className="no-print flex flex-wrap items-center gap-2">{actions}</div> : null}
        </div>
      ) : null}
      <div className={flush ? (title || actions ? "pt-1.5" : "")  : (title || actions ? "px-4 pt-2 pb-4 sm:px-[18px]" : "p-4 sm:px-[18px]")}>{children}</div>
    </Panel>
  );
}
