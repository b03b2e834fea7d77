import type { ReactNode } from "react";

/** Nothing here yet: what would stand here, and the next step. */
export function EmptyState({ title, children, action }: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-xl border border-dashed border-line-strong bg-panel p-6 sm:p-10">
      <h2 className="text-heading text-ink">{title}</h2>
      {children ? <div className="max-w-prose text-body text-ink-soft">{children}</div> : null}
      {action}
    </div>
  );
}
