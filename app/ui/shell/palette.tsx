"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { scopeOf } from "#app/ui/shell/scope.ts";

interface Target { path: string; label: string; group: string; scoped: boolean }

/** Ctrl/⌘-K: type a few letters, Enter goes there. */
export function Palette({ targets, words }: { targets: Target[]; words: { open: string; placeholder: string; none: string } }) {
  const router = useRouter();
  const scope = scopeOf(useSearchParams());
  const box = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = targets.filter((target) => target.label.toLowerCase().includes(text.trim().toLowerCase()));
  const show = () => { setText(""); setAt(0); if (!box.current?.open) box.current?.showModal(); };
  const go = (target: Target | undefined) => {
    if (!target) return;
    box.current?.close();
    router.push(target.scoped ? target.path + scope : target.path);
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      show();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <button type="button" onClick={show} className="flex w-full items-center justify-between rounded-md px-2.5 py-1.5 text-note text-ink-faint hover:bg-sunken">
        {words.open}<kbd className="rounded border border-line px-1.5 font-sans text-[11px]">Ctrl K</kbd>
      </button>
      <dialog ref={box} aria-label={words.open} className="mx-auto mt-[12vh] w-[min(480px,calc(100vw-24px))] rounded-xl border border-line bg-panel p-0 text-ink-soft shadow-lift"
        onClick={(event) => { if (event.target === box.current) box.current.close(); }}>
        <input autoFocus role="combobox" aria-expanded aria-controls="palette-list" aria-activedescendant={found[at] ? `palette-${at}` : undefined} aria-label={words.placeholder}
          placeholder={words.placeholder} value={text} onChange={(event) => { setText(event.target.value); setAt(0); }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") { event.preventDefault(); setAt(Math.min(at + 1, found.length - 1)); }
            if (event.key === "ArrowUp") { event.preventDefault(); setAt(Math.max(at - 1, 0)); }
            if (event.key === "Enter") go(found[at]);
          }}
          className="w-full border-b border-line bg-transparent px-4 py-3 text-heading text-ink outline-none placeholder:text-ink-faint" />
        <ul id="palette-list" role="listbox" aria-label={words.open} className="max-h-80 overflow-auto p-1.5">
          {found.map((target, index) => (
            <li key={target.path} id={`palette-${index}`} role="option" aria-selected={index === at} onClick={() => go(target)} onMouseMove={() => setAt(index)}
              className="flex cursor-pointer justify-between rounded-md px-2.5 py-2 text-ink aria-selected:bg-accent-faint">
              <span>{target.label}</span><span className="text-note text-ink-faint">{target.group}</span>
            </li>
          ))}
        </ul>
        {found.length === 0 ? <p className="px-4 pb-4 text-note text-ink-faint">{words.none}</p> : null}
      </dialog>
    </>
  );
}
