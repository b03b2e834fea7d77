"use client";
import { useRef, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Input } from "#app/ui/field.tsx";

/** A secret or a link that can be read once, with a button that copies it. Where the browser forbids copying, it is selected instead. */
export function CopyText({ value, name, label, copyWord, copiedWord }: { value: string; name: string; label: string; copyWord: string; copiedWord: string }) {
  const [copied, setCopied] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const copy = async () => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch { /* the text stays selected, Ctrl-C copies it */ }
  };
  return (
    <div className="flex gap-2">
      <Input ref={input} id={name} name={name} aria-label={label} readOnly value={value} onFocus={(event) => event.target.select()} className="font-mono text-note" />
      <Button onClick={copy} className="shrink-0" aria-live="polite">{copied ? copiedWord : copyWord}</Button>
    </div>
  );
}
