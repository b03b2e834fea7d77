"use client";
import { useEffect, useRef, type ReactNode } from "react";
import { classes } from "#app/ui/class-names.ts";

/**
 * A button with a panel, on the browser's own popover: Escape and a click outside close it, no script
 * opens it. The only script closes it when a link inside is followed, because the page stays alive.
 */
export function Popover({ id, label, button, buttonClass, children, end = false, className }: {
  id: string; label?: string; button: ReactNode; buttonClass: string; children: ReactNode; end?: boolean; className?: string;
}) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = panel.current;
    const follow = (event: Event) => { if ((event.target as Element).closest("a[href]")) box?.hidePopover(); };
    box?.addEventListener("click", follow);
    return () => box?.removeEventListener("click", follow);
  }, []);
  return (
    <>
      <button type="button" popoverTarget={id} aria-label={label} className={buttonClass}>{button}</button>
      <div ref={panel} id={id} popover="auto" className={classes("popover", end && "popover-end", className)}>{children}</div>
    </>
  );
}
