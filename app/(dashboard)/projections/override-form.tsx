"use client";
import { useRouter } from "next/navigation";
import { useId, useState, type FormEvent } from "react";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, Input, Textarea } from "#app/ui/field.tsx";
import { useSend } from "#app/use-send.ts";

export interface OverrideWords { set: string; title: string; intro: string; value: string; reason: string; reasonHint: string; save: string; saving: string; close: string; noAnswer: string }

/** A person's own figure for a period, with the reason why. Shares are typed in per cent and sent as shares. */
export function OverrideForm({ body, isShare, isWhole, words }: { body: { store: number; metric: string; from: string; through: string }; isShare: boolean; isWhole: boolean; words: OverrideWords }) {
  const router = useRouter();
  const id = useId();
  const [open, setOpen] = useState(false);
  const { busy, errorOf, run, clear } = useSend(words.noAnswer, ["value", "reason"]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = String(form.get("value") ?? "");
    const saved = await run("POST", "/api/v1/projections/overrides", { ...body, value: isShare ? String(Number((Number(typed) / 100).toFixed(6))) : typed, reason: String(form.get("reason") ?? "") });
    if (!saved) return;
    setOpen(false);
    router.refresh();
  };
  const close = () => { setOpen(false); clear(); };
  return (
    <>
      <Button kind="quiet" className="-ml-3" aria-label={words.title} onClick={() => setOpen(true)}>{words.set}</Button>
      <Dialog open={open} onClose={close} title={words.title} closeWord={words.close}>
        <form method="post" onSubmit={submit} className="flex flex-col gap-4">
          <p>{words.intro}</p>
          <Field label={words.value} name={`${id}value`} error={errorOf("value")}><Input id={`${id}value`} name="value" type="number" step={isWhole ? "0.01" : "any"} required autoComplete="off" aria-invalid={Boolean(errorOf("value"))} /></Field>
          <Field label={words.reason} name={`${id}reason`} hint={words.reasonHint} error={errorOf("reason")}><Textarea id={`${id}reason`} name="reason" rows={3} maxLength={500} required aria-describedby={`${id}reason-hint`} /></Field>
          {errorOf() ? <p role="alert" className="text-note text-bad">{errorOf()}</p> : null}
          <Button type="submit" kind="primary" disabled={busy} className="w-fit">{busy ? words.saving : words.save}</Button>
        </form>
      </Dialog>
    </>
  );
}

export function WithdrawOverride({ id, storeId, words, label }: { id: number; storeId: number; words: { do: string; busy: string; noAnswer: string }; label: string }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(words.noAnswer);
  const withdraw = async () => { if (await run("DELETE", `/api/v1/projections/overrides/${id}?store=${storeId}`)) router.refresh(); };
  return (
    <>
      <Button kind="quiet" className="-ml-3" disabled={busy} aria-label={label} onClick={withdraw}>{busy ? words.busy : words.do}</Button>
      {errorOf() ? <p role="alert" className="text-bad">{errorOf()}</p> : null}
    </>
  );
}
