"use client";
import { useRouter } from "next/navigation";
import { useRef, useState, type FormEvent } from "react";
import { SettingsFields, settingsOf, type FieldWords } from "#app/(dashboard)/sources/settings-fields.tsx";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useSend } from "#app/use-send.ts";
import type { FormField } from "#lib/ingest/form.ts";

/** Changes a connection: tested with the vendor before anything is stored. */
export function SettingsForm({ id, fields, values, filled, words }: { id: number; fields: FormField[]; values: Record<string, unknown>; filled: string[]; words: FieldWords & Record<"save" | "saved" | "testing" | "noAnswer", string> }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const { busy, errorOf, run } = useSend(words.noAnswer, fields.map((field) => field.name));
  const [isSaved, setSaved] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSaved(false);
    if ((await run("PATCH", `/api/v1/sources/${id}`, { settings: settingsOf(event.currentTarget, fields) })) === null) return;
    // What was entered as a secret doesn't stay on the screen.
    for (const field of fields) if (field.isSecret) (form.current!.elements.namedItem(field.name) as HTMLInputElement).value = "";
    setSaved(true);
    router.refresh();
  };
  return (
    <form ref={form} method="post" onSubmit={submit} className="flex flex-col gap-4">
      <SettingsFields fields={fields} values={values} filled={filled} errorOf={errorOf} words={words} />
      {errorOf() ? <Notice tone="red">{errorOf()}</Notice> : null}
      <div className="flex items-center gap-3"><Button type="submit" kind="primary" disabled={busy}>{words.save}</Button><span role="status" className="text-note text-ink-soft">{busy ? words.testing : isSaved ? words.saved : ""}</span></div>
    </form>
  );
}
