"use client";
import { useState, type FormEvent } from "react";
import { fill, type EditorWords } from "./draft.ts";
import { Button } from "#app/ui/button.tsx";
import { Field, Input, Select } from "#app/ui/field.tsx";
import { useSend } from "#app/use-send.ts";
import type { RuleSet } from "#lib/channels/own-rules.ts";

const names = ["source", "medium", "campaign", "campaignId", "toldChannel", "landingPage", "referrer", "coupon"] as const;

/** Which channel an origin would get under the rules as they stand in the editor. */
export function TryOrigin({ set, toldChannels, words }: { set: RuleSet; toldChannels: readonly string[]; words: EditorWords }) {
  const { busy, errorOf, run } = useSend(words.noAnswer);
  const [said, setSaid] = useState("");
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setSaid("");
    const answer = await run<{ channel: string; rule: string; name: string | null }>("POST", "/api/v1/channel-rules/try", { set, origin: Object.fromEntries(names.map((name) => [name, String(form.get(name) ?? "")])) });
    if (!answer) return;
    const rule = answer.name !== null ? fill(words.byOwn, { name: answer.name }) : answer.rule === "told" ? words.byTold : answer.rule === "unassigned" ? words.byUnassigned : fill(words.byDefault, { name: answer.channel });
    setSaid(fill(words.result, { channel: answer.channel, rule }));
  };
  const text = (name: (typeof names)[number], label: string) => (
    <Field label={label} name={`try-${name}`}><Input id={`try-${name}`} name={name} maxLength={500} spellCheck={false} autoCapitalize="none" autoComplete="off" /></Field>
  );
  return (
    <form method="post" onSubmit={submit}>
      <div className="grid gap-3 sm:grid-cols-2">
        {text("source", words.fields.source)}
        {text("medium", words.medium)}
        {text("campaign", words.campaign)}
        <Field label={words.told} name="try-toldChannel"><Select id="try-toldChannel" name="toldChannel"><option value="">–</option>{toldChannels.map((channel) => <option key={channel} value={channel}>{channel}</option>)}</Select></Field>
      </div>
      <details className="mt-3">
        <summary className="cursor-pointer text-note font-[550] text-accent">{words.visit}</summary>
        <div className="mt-2 grid gap-3 sm:grid-cols-3">{text("landingPage", words.landing)}{text("referrer", words.referrer)}{text("coupon", words.coupon)}</div>
      </details>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button type="submit" disabled={busy}>{words.tryButton}</Button>
        <p role="status" className="font-[550] text-ink">{said}</p>
      </div>
      {errorOf() ? <p role="alert" className="mt-2 text-note text-bad">{errorOf()}</p> : null}
    </form>
  );
}
