"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Button } from "#app/ui/button.tsx";
import { Field, Input } from "#app/ui/field.tsx";
import { useSend } from "#app/use-send.ts";

/** Asks for the history from a day on. `words.asked` holds the place of the day, {day}. */
export function BackfillForm({ id, oldest, locale, words }: { id: number; oldest: string; locale: string; words: Record<"day" | "go" | "note" | "asked" | "noAnswer", string> }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(words.noAnswer);
  const [said, setSaid] = useState("");
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSaid("");
    const answer = await run<{ from: string | null }>("POST", `/api/v1/sources/${id}/run`, { from: new FormData(event.currentTarget).get("from") });
    if (answer === null) return;
    setSaid(words.asked.replace("{day}", answer.from ? new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${answer.from}T00:00:00Z`)) : "–"));
    router.refresh();
  };
  return (
    <form method="post" onSubmit={submit}>
      <Field label={words.day} name="from" hint={words.note} error={errorOf()}>
        <div className="flex gap-2"><Input id="from" name="from" type="date" required max={oldest} aria-describedby="from-hint" className="max-w-48" /><Button type="submit" disabled={busy} className="shrink-0">{words.go}</Button></div>
      </Field>
      <p role="status" className="mt-1 text-note text-good">{said}</p>
    </form>
  );
}
