"use client";
import { useState, type FormEvent } from "react";
import { Button } from "#app/ui/button.tsx";
import { Field, Input } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useSend } from "#app/use-send.ts";

export interface DoorField {
  name: string;
  label: string;
  type: "text" | "email" | "password";
  autoComplete: string;
  hint?: string;
  /** A value that can be seen and not changed (the invited e-mail); it isn't sent. */
  fixed?: string;
}
export interface DoorWords { submit: string; busy: string; show: string; hide: string; noAnswer: string }

/** The form of a door page: sends its fields as JSON and goes to `next` by a fresh load. */
export function DoorForm({ path, fields, next, words }: { path: string; fields: DoorField[]; next: string; words: DoorWords }) {
  const { busy, errorOf, run } = useSend(words.noAnswer, fields.map((field) => field.name));
  const [isShown, setShown] = useState(false);
  const [isIn, setIn] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const sent = fields.filter((field) => field.fixed === undefined).map((field) => [field.name, String(form.get(field.name) ?? "")]);
    if ((await run("POST", path, Object.fromEntries(sent))) === null) return;
    setIn(true);
    window.location.assign(next);
  };
  const general = errorOf();
  return (
    // POST, so that a page whose script didn't load never puts a password into an address.
    <form method="post" onSubmit={submit} className="mt-5 flex flex-col gap-4">
      {general ? <Notice tone="red">{general}</Notice> : null}
      {fields.map((field, at) => {
        const error = errorOf(field.name);
        const described = [field.hint ? `${field.name}-hint` : "", error ? `${field.name}-error` : ""].filter(Boolean).join(" ");
        const isPassword = field.type === "password";
        return (
          <Field key={field.name} label={field.label} name={field.name} hint={field.hint} error={error}>
            <div className="relative">
              <Input
                id={field.name} name={field.name} type={isPassword && isShown ? "text" : field.type} autoComplete={field.autoComplete} required
                defaultValue={field.fixed} readOnly={field.fixed !== undefined} autoFocus={at === 0 && field.fixed === undefined} maxLength={isPassword ? 1000 : 254}
                aria-invalid={error ? true : undefined} aria-describedby={described || undefined} autoCapitalize="none" spellCheck={false}
                className={isPassword ? "min-h-10 pr-16" : field.fixed === undefined ? "min-h-10" : "min-h-10 bg-sunken"}
              />
              {isPassword ? (
                <button type="button" onClick={() => setShown(!isShown)} aria-pressed={isShown} aria-controls={field.name} className="absolute inset-y-1 right-1 rounded-md px-2.5 text-note text-ink-faint hover:bg-sunken hover:text-ink">
                  {isShown ? words.hide : words.show}
                </button>
              ) : null}
            </div>
          </Field>
        );
      })}
      <Button type="submit" kind="primary" disabled={busy || isIn} className="mt-1 min-h-10 w-full">{busy || isIn ? words.busy : words.submit}</Button>
    </form>
  );
}
