"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Button } from "#app/ui/button.tsx";
import { Field, Input } from "#app/ui/field.tsx";
import { useSend } from "#app/use-send.ts";

/** Renames one store. */
export function StoreForm({ id, name, words }: { id: number; name: string; words: Record<"label" | "save" | "saved" | "failed", string> }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(words.failed);
  const [isSaved, setSaved] = useState(false);
  const field = `store-${id}`;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSaved(false);
    if ((await run("PATCH", `/api/v1/stores/${id}`, { name: new FormData(event.currentTarget).get("name") })) === null) return;
    setSaved(true);
    router.refresh();
  };
  return (
    <form method="post" onSubmit={submit}>
      <Field label={words.label} name={field} error={errorOf()}><div className="flex gap-2"><Input id={field} name="name" defaultValue={name} required maxLength={80} aria-describedby={errorOf() ? `${field}-error` : undefined} /><Button type="submit" disabled={busy} className="shrink-0">{words.save}</Button></div></Field>
      <p role="status" className="mt-1 text-note text-good">{isSaved ? words.saved : ""}</p>
    </form>
  );
}
