"use client";
import { useEffect, useRef, type ReactNode } from "react";

/** A modal on the browser's own <dialog>: focus stays inside, Escape and `onClose` close it. */
export function Dialog({ open, onClose, title, children, closeWord }: { open: boolean; onClose: () => void; title: string; children: ReactNode; closeWord: string }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !box.current?.open) {
      box.current?.showModal();
      // The browser would give the focus to the button that closes: a form begins at its first field.
      box.current?.querySelector<HTMLElement>("form input:not([type=hidden]), form select, form textarea")?.focus();
    }
    if (!open && box.current?.open) box.current.close();
  }, [open]);
  return (
    <dialog ref={box} onClose={onClose} aria-label={title} className="m-auto w-[min(520px,calc(100vw-24px))] rounded-xl border border-line bg-panel p-0 text-ink-soft shadow-lift">
      <div className="flex items-center justify-between border-b border-line px-5 py-3">
        <h2 className="text-heading text-ink">{title}</h2>
        <button type="button" onClick={onClose} className="rounded-md px-2 py-1 text-note text-ink-faint hover:bg-sunken">{closeWord}</button>
      </div>
      <div className="p-5">{children}</div>
    </dialog>
  );
}
