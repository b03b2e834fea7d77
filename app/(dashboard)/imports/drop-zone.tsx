"use client";
import { useRef, useState, type DragEvent } from "react";
import { Button } from "#app/ui/button.tsx";
import { classes } from "#app/ui/class-names.ts";

/** A place to drop a file on, with a button for those who don't drag. */
export function DropZone({ id = "file", accept = ".csv,.tsv,.txt,.xlsx,.gz", onDrop, onFile, words }: { id?: string; accept?: string; onDrop: (event: DragEvent) => void; onFile: (file: File) => void; words: Record<"drop" | "choose" | "over", string> }) {
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  return (
    <div
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => { event.preventDefault(); setOver(false); onDrop(event); }}
      className={classes("flex flex-col items-center justify-center gap-3 rounded-xl border border-dashed px-4 py-10 text-center", isOver ? "border-accent bg-accent-faint" : "border-line-strong bg-sunken")}
    >
      <p className="text-body text-ink-soft">{isOver ? words.over : words.drop}</p>
      <input ref={picker} id={id} name={id} type="file" className="sr-only" tabIndex={-1} aria-label={words.choose} accept={accept} onChange={(event) => { const file = event.target.files?.[0]; event.target.value = ""; if (file) onFile(file); }} />
      <Button kind="primary" onClick={() => picker.current?.click()}>{words.choose}</Button>
    </div>
  );
}
