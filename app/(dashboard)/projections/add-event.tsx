"use client";
import { useRouter } from "next/navigation";
import { useId, useState, useTransition, type FormEvent } from "react";
import type { AddEventWords } from "#app/(dashboard)/projections/add-event-words.ts";
import { projectAnew } from "#app/(dashboard)/projections/project-anew.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, Input, Select } from "#app/ui/field.tsx";
import { ProgressBar } from "#app/ui/progress-bar.tsx";
import { useSend } from "#app/use-send.ts";

type Step = { at: "form" } | { at: "projecting"; name: string } | { at: "done"; name: string; before: string } | { at: "failed" };

/** Adds an event, waits for the store's projection to be made anew with it and says what that changed. `figure` is the period's middle, as the page has it. */
export function AddEvent({ stores, today, figure, ignored, words }: { stores: { id: number; name: string }[]; today: string; figure: string; /** Kinds whose days projections don't learn from. */ ignored: readonly string[]; words: AddEventWords }) {
  const router = useRouter();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [step, setStep] = useState<Step>({ at: "form" });
  const [isFetching, fetchPage] = useTransition();
  const { busy, errorOf, run } = useSend(words.noAnswer, ["name", "from", "through", "size"]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const store = Number(text("store") || stores[0]!.id);
    const type = text("type");
    const size = Number(text("size"));
    const save = async (): Promise<boolean> => (await run("POST", "/api/v1/events", { storeId: store, type, name: text("name"), from: text("from"), through: text("through"), size: size > 0 ? size / 100 : null, note: "", isIgnored: ignored.includes(type) })) !== null;
    const before = figure;
    let isSaved = false;
    const isMade = await projectAnew(store, today, async () => {
      isSaved = await save();
      if (isSaved) setStep({ at: "projecting", name: text("name") });
      return isSaved;
    });
    if (!isSaved) return;
    setStep(isMade ? { at: "done", name: text("name"), before } : { at: "failed" });
    fetchPage(() => router.refresh());
  };
  const close = () => { setOpen(false); setStep({ at: "form" }); };
  const filled = (text: string, values: Record<string, string>) => Object.entries(values).reduce((all, [name, value]) => all.replaceAll(`{${name}}`, value), text);
  const field = (name: string, label: string, input: React.ReactNode, hint?: string) => <Field label={label} name={`${id}${name}`} hint={hint} error={errorOf(name)}>{input}</Field>;
  const isBusy = step.at === "projecting" || isFetching;
  return (
    <>
      <Button className="min-h-8! px-2.5 py-1" onClick={() => setOpen(true)}>{words.open}</Button>
      <Dialog open={open} onClose={close} title={words.title} closeWord={words.dismiss}>
        {step.at === "form" ? (
          <form method="post" onSubmit={submit} className="grid gap-4 sm:grid-cols-2">
            <div className="sm:col-span-2">{field("name", words.name, <Input id={`${id}name`} name="name" required maxLength={120} autoComplete="off" />)}</div>
            {field("type", words.type, <Select id={`${id}type`} name="type">{words.types.map((type) => <option key={type.id} value={type.id}>{type.label}</option>)}</Select>)}
            {stores.length > 1 ? field("store", words.store, <Select id={`${id}store`} name="store">{stores.map((store) => <option key={store.id} value={store.id}>{store.name}</option>)}</Select>) : <span className="max-sm:hidden" />}
            {field("from", words.from, <Input id={`${id}from`} name="from" type="date" required defaultValue={today} />)}
            {field("through", words.through, <Input id={`${id}through`} name="through" type="date" required defaultValue={today} />)}
            {field("size", words.size, <Input id={`${id}size`} name="size" type="number" min="1" max="100" step="0.1" aria-describedby={`${id}size-hint`} />, words.sizeHint)}
            {errorOf() ? <p role="alert" className="text-note text-bad sm:col-span-2">{errorOf()}</p> : null}
            <div className="sm:col-span-2"><Button type="submit" kind="primary" disabled={busy}>{busy ? words.saving : words.save}</Button></div>
          </form>
        ) : isBusy ? <ProgressBar value={null} label={words.projecting} /> : (
          <div role="status" className="flex flex-col items-start gap-4">
            <p className="text-ink" data-effect>{step.at === "failed" ? words.failed : step.at === "done" ? filled(step.before === figure ? words.same : words.done, { before: step.before, after: figure, name: step.name }) : null}</p>
            <Button onClick={close}>{words.close}</Button>
          </div>
        )}
      </Dialog>
    </>
  );
}
