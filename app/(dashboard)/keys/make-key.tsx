"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Button } from "#app/ui/button.tsx";
import { CopyText } from "#app/ui/copy-text.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, Input, Select } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useSend } from "#app/use-send.ts";

type Words = Record<"make" | "title" | "name" | "nameHint" | "scopes" | "scopeMissing" | "lifetime" | "submit" | "once" | "key" | "try" | "done" | "copy" | "copied" | "close" | "noAnswer", string>;
interface Made { key: string; first: string }
/** A call that a new key can make, by its scope. */
const tryPaths: Record<string, string> = { metrics: "/api/v1/metrics?metrics=net_sales", orders: "/api/v1/orders", imports: "/api/v1/imports" };

/** Makes a key and shows it, once. */
export function MakeKey({ scopes, lifetimes, words }: { scopes: { scope: string; name: string; text: string }[]; lifetimes: { days: number | null; name: string }[]; words: Words }) {
  const router = useRouter();
  const { busy, errorOf, run, clear } = useSend(words.noAnswer, ["name"]);
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const [chosen, setChosen] = useState<string[]>(["metrics"]);
  // The list is read again only when the key was put away: the first key changes the page around this button.
  const close = () => {
    setOpen(false);
    clear();
    if (made) router.refresh();
    setMade(null);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const days = form.get("days");
    const answer = await run<{ key: string }>("POST", "/api/v1/keys", { name: form.get("name"), scopes: chosen, days: days === "" ? null : Number(days) });
    if (answer) setMade({ key: answer.key, first: chosen[0]! });
  };
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>{words.make}</Button>
      <Dialog open={isOpen} onClose={close} title={words.title} closeWord={words.close}>
        {made ? (
          <>
            <Notice tone="amber" className="mb-3">{words.once}</Notice>
            <CopyText value={made.key} name="new-key" label={words.key} copyWord={words.copy} copiedWord={words.copied} />
            <p className="mt-4 mb-1 text-note font-[550] text-ink">{words.try}</p>
            <pre tabIndex={0} className="overflow-x-auto rounded-lg bg-sunken p-3 font-mono text-note text-ink">{`curl -H "Authorization: Bearer ${made.key}" \\\n  "${window.location.origin}${tryPaths[made.first] ?? "/api/v1/health/database"}"`}</pre>
            <div className="mt-5 flex justify-end"><Button kind="primary" onClick={close}>{words.done}</Button></div>
          </>
        ) : isOpen ? (
          <form method="post" onSubmit={submit} className="flex flex-col gap-4">
            {errorOf() ? <Notice tone="red">{errorOf()}</Notice> : null}
            <Field label={words.name} name="name" hint={words.nameHint} error={errorOf("name")}><Input id="name" name="name" required maxLength={100} autoComplete="off" autoFocus aria-describedby="name-hint" /></Field>
            <fieldset>
              <legend className="mb-1 text-note font-[550] text-ink">{words.scopes}</legend>
              {scopes.map(({ scope, name, text }) => (
                <label key={scope} className="flex gap-2.5 py-1.5">
                  <input type="checkbox" checked={chosen.includes(scope)} onChange={(event) => setChosen(event.target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))} className="form-checkbox mt-0.5 size-4 rounded border-line-strong bg-panel text-accent-solid" />
                  <span><span className="block text-body font-[550] text-ink">{name}</span><span className="block text-note text-ink-soft">{text}</span></span>
                </label>
              ))}
              {chosen.length === 0 ? <p role="alert" className="text-note text-bad">{words.scopeMissing}</p> : null}
            </fieldset>
            <Field label={words.lifetime} name="days"><Select id="days" name="days" defaultValue="90">{lifetimes.map(({ days, name }) => <option key={name} value={days ?? ""}>{name}</option>)}</Select></Field>
            <div className="flex justify-end"><Button type="submit" kind="primary" disabled={busy || chosen.length === 0}>{words.submit}</Button></div>
          </form>
        ) : null}
      </Dialog>
    </>
  );
}
