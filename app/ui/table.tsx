import type { ComponentProps, ReactNode } from "react";
import { classes } from "#app/ui/class-names.ts";

/**
 * A table that scrolls inside its own box (a page never scrolls sideways) under a head that stays.
 * `label` names it for screen readers. Put <Th>, <Td>, <Row> in plain <thead>, <tbody>, <tfoot>.
 */
export function Table({ label, children, className, tall = false }: { label: string; children: ReactNode; className?: string; tall?: boolean }) {
  return (
    <div className={classes("relative overflow-x-auto", tall && "max-h-[max(420px,72vh)] overflow-y-auto print:max-h-none [&_tfoot_td]:sticky [&_tfoot_td]:bottom-0 [&_tfoot_td]:bg-panel [&_tfoot_td]:border-t", className)} role="region" aria-label={label} tabIndex={0}>
      <table className="w-full text-body">{children}</table>
    </div>
  );
}

type Cell = { numeric?: boolean };

export function Th({ numeric, className, ...rest }: ComponentProps<"th"> & Cell) {
  return <th scope="col" className={classes("sticky top-0 z-[1] h-9 border-b border-line bg-panel px-2 text-note font-[500] whitespace-nowrap text-ink-faint first:pl-4 last:pr-4 sm:first:pl-[18px] sm:last:pr-[18px]", numeric ? "text-right" : "text-left", className)} {...rest} />;
}

export function Td({ numeric, className, ...rest }: ComponentProps<"td"> & Cell) {
  return <td className={classes("h-[38px] border-b border-line px-2 py-1.5 first:pl-4 last:pr-4 sm:first:pl-[18px] sm:last:pr-[18px]", numeric ? "text-right whitespace-nowrap tabular-nums text-ink" : "text-left", className)} {...rest} />;
}

/** A row; `total` sets it apart, `link` lets it answer the pointer. */
export function Row({ total, link, className, ...rest }: ComponentProps<"tr"> & { total?: boolean; link?: boolean }) {
  return <tr className={classes("last:[&>td]:border-b-0", total && "font-[620] [&>td]:text-ink", link && "hover:bg-sunken", className)} {...rest} />;
}
