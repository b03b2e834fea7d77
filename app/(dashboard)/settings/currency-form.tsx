"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Button } from "#app/ui/button.tsx";
import { Field, Select } from "#app/ui/field.tsx";
import { useSend } from "#app/use-send.ts";

/** The currency for several stores together; saving works all figures out again. */
export function CurrencyForm({ currency, choices, words }: { currency: string; choices: { code: string; name: string }[]; words: Record<"label" | "save" | "saved" | "working" | "failed", string> }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(words.failed);
  const [isSaved, setSaved] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSaved(false);
    if ((await run("PATCH", "/api/v1/settings", { currency: new FormData(event.currentTarget).get("currency") })) === null) return;
    setSaved(true);
    router.refresh();
  };
  return (
    <form method="post" onSubmit={submit}>
      <Field label={words.label} name="currency" error={errorOf()}>
        <div className="flex gap-2">
          <Select id="currency" name="currency" defaultValue={currency}>{choices.map((choice) => <option key={choice.code} value={choice.code}>{choice.code} · {choice.name}</option>)}</Select>
          <Button type="submit" disabled={busy} className="shrink-0">{words.save}</Button>
        </div>
      </Field>
      <p role="status" className="mt-1 text-note text-good">{busy ? words.working : isSaved ? words.saved : ""}</p>
    </form>
  );
}
