import type { ReactNode } from "react";

/** A page's title with the one plain sentence that answers the reader's question; pickers and buttons at the end. */
export function PageHeader({ title, children, actions, crumbs }: { title: ReactNode; children?: ReactNode; actions?: ReactNode; crumbs?: ReactNode }) {
  return (
    <header className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 max-w-2xl flex-1 basis-80">
        {crumbs}
        <h1 className="text-title text-ink">{title}</h1>
        {children ? <div className="mt-0.5 text-body text-ink-soft">{children}</div> : null}
      </div>
      {actions ? <div className="no-print flex max-w-full flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
