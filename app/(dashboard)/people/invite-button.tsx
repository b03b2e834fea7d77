"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Button } from "#app/ui/button.tsx";
import { CopyText } from "#app/ui/copy-text.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, Input } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useSend } from "#app/use-send.ts";

type Words = Record<"invite" | "title" | "email" | "role" | "submit" | "linkText" | "done" | "copy" | "copied" | "close" | "link" | "noAnswer", string>;

/** Invites somebody: e-mail and role, then the link to pass on. */
export function InviteButton({ roles, words }: { roles: { role: string; name: string; text: string }[]; words: Words }) {
  const router = useRouter();
  const { busy, errorOf, run, clear } = useSend(words.noAnswer, ["email"]);
  const [isOpen, setOpen] = useState(false);
  const [link, setLink] = useState("");
  const close = () => { setOpen(false); setLink(""); clear(); };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const made = await run<{ path: string }>("POST", "/api/v1/invitations", { email: form.get("email"), role: form.get("role") });
    if (!made) return;
    setLink(window.location.origin + made.path);
    router.refresh();
  };
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>{words.invite}</Button>
      <Dialog open={isOpen} onClose={close} title={words.title} closeWord={words.close}>
        {link ? (
          <>
            <p className="mb-3">{words.linkText}</p>
            <CopyText value={link} name="invitation-link" label={words.link} copyWord={words.copy} copiedWord={words.copied} />
            <div className="mt-5 flex justify-end"><Button kind="primary" onClick={close}>{words.done}</Button></div>
          </>
        ) : isOpen ? (
          <form method="post" onSubmit={submit} className="flex flex-col gap-4">
            {errorOf() ? <Notice tone="red">{errorOf()}</Notice> : null}
            <Field label={words.email} name="email" error={errorOf("email")}>
              <Input id="email" name="email" type="email" required maxLength={254} autoComplete="off" autoFocus aria-invalid={errorOf("email") ? true : undefined} aria-describedby={errorOf("email") ? "email-error" : undefined} />
            </Field>
            <fieldset>
              <legend className="mb-1 text-note font-[550] text-ink">{words.role}</legend>
              <div className="flex flex-col gap-1.5">
                {roles.map(({ role, name, text }) => (
                  <label key={role} className="flex gap-2.5 rounded-lg border border-line p-2.5 has-checked:border-accent has-checked:bg-accent-faint">
                    <input type="radio" name="role" value={role} required defaultChecked={role === "marketer"} className="form-radio mt-0.5 size-4 border-line-strong bg-panel text-accent-solid" />
                    <span><span className="block text-body font-[550] text-ink">{name}</span><span className="block text-note text-ink-soft">{text}</span></span>
                  </label>
                ))}
              </div>
            </fieldset>
            <div className="flex justify-end"><Button type="submit" kind="primary" disabled={busy}>{words.submit}</Button></div>
          </form>
        ) : null}
      </Dialog>
    </>
  );
}
