"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Button } from "#app/ui/button.tsx";
import { Field, Input } from "#app/ui/field.tsx";
import { useSend } from "#app/use-send.ts";

/** Changes one's own password; the other sessions end. */
export function PasswordForm({ email, words }: { email: string; words: Record<"current" | "next" | "hint" | "save" | "saved" | "noAnswer", string> }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(words.noAnswer, ["current", "next"]);
  const [isSaved, setSaved] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    setSaved(false);
    if ((await run("POST", "/api/v1/account/password", { current: given.get("current"), next: given.get("next") })) === null) return;
    form.reset();
    setSaved(true);
    router.refresh();
  };
  const described = (name: string, hint = "") => [hint, errorOf(name) ? `${name}-error` : ""].filter(Boolean).join(" ") || undefined;
  return (
    <form method="post" onSubmit={submit}>
      {/* Lets a password manager know whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label={words.current} name="current" error={errorOf("current")}><Input id="current" name="current" type="password" required maxLength={1000} autoComplete="current-password" aria-invalid={errorOf("current") ? true : undefined} aria-describedby={described("current")} /></Field>
        <Field label={words.next} name="next" hint={words.hint} error={errorOf("next")}><Input id="next" name="next" type="password" required maxLength={1000} autoComplete="new-password" aria-invalid={errorOf("next") ? true : undefined} aria-describedby={described("next", "next-hint")} /></Field>
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-3"><Button type="submit" disabled={busy}>{words.save}</Button><p role="status" className={errorOf() ? "text-note text-bad" : "text-note text-good"}>{errorOf() ?? (isSaved ? words.saved : "")}</p></div>
    </form>
  );
}
