"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import type { ShownEvent } from "./shown-event.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, Input, Select, Textarea } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useSend } from "#app/use-send.ts";

export type EventWords = Record<"new" | "edit" | "type" | "name" | "store" | "from" | "through" | "size" | "sizeHint" | "note" | "ignored" | "ignoredHint" | "save" | "remove" | "removeSure" | "keep" | "holidayNote" | "went" | "close" | "noAnswer", string>;
export interface EventChoices { stores: { id: number; name: string }[]; types: { id: string; name: string; isIgnored: boolean }[] }
/** A day to begin a new event on, or an event to look at. */
export type Opened = { day: string } | { event: ShownEvent };

/** One event: its fields for those who may change it, its words for others, and how it went. */
export function EventDialog({ opened, onClose, choices, mayWrite, words }: { opened: Opened | null; onClose: () => void; choices: EventChoices; mayWrite: boolean; words: EventWords }) {
  const event = opened && "event" in opened ? opened.event : null;
  return (
    <Dialog open={opened !== null} onClose={onClose} title={event ? (mayWrite && event.id !== null ? words.edit : event.name) : words.new} closeWord={words.close}>
      {opened === null ? null : mayWrite && event?.id !== null ? <EventForm key={event?.key ?? "new"} opened={opened} onClose={onClose} choices={choices} words={words} /> : event ? <Told event={event} words={words} /> : null}
      {event ? (
        <section className="mt-5 border-t border-line pt-4">
          <h3 className="mb-1 text-note">{words.went}</h3>
          {event.went.map((line) => <p key={line} className="text-body">{line}</p>)}
          <p className="mt-2 text-note text-ink-faint">{event.source}</p>
        </section>
      ) : null}
    </Dialog>
  );
}

function Told({ event, words }: { event: ShownEvent; words: EventWords }) {
  const facts = [[words.type, event.typeText], [words.from, event.days], [words.store, event.store], ...(event.sizeText ? [[words.size, event.sizeText]] : [])];
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">{facts.map(([name, value]) => <div key={name} className="contents"><dt className="text-ink-faint">{name}</dt><dd className="text-ink">{value}</dd></div>)}</dl>
      {event.note ? <p className="mt-3 [overflow-wrap:anywhere] whitespace-pre-line">{event.note}</p> : null}
      {event.id === null ? <p className="mt-3 text-note text-ink-faint">{words.holidayNote}</p> : null}
    </>
  );
}

function EventForm({ opened, onClose, choices, words }: { opened: Opened; onClose: () => void; choices: EventChoices; words: EventWords }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(words.noAnswer);
  const event = "event" in opened ? opened.event : null;
  const day = "day" in opened ? opened.day : "";
  const [isSure, setSure] = useState(false);
  const [type, setType] = useState<string>(event?.type ?? "promotion");
  const [isIgnored, setIgnored] = useState(event?.isIgnored ?? false);
  const done = () => { onClose(); router.refresh(); };
  const choose = (next: string) => { setType(next); setIgnored(choices.types.find(({ id }) => id === next)?.isIgnored ?? false); };
  const submit = async (sent: FormEvent<HTMLFormElement>) => {
    sent.preventDefault();
    const form = new FormData(sent.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const size = text("size").trim() === "" ? null : Number(text("size")) / 100;
    const body = { storeId: event?.storeId ?? Number(form.get("store")), type, name: text("name"), from: text("from"), through: text("through"), size, note: text("note"), isIgnored };
    if (await run(event ? "PATCH" : "POST", event ? `/api/v1/events/${event.id}` : "/api/v1/events", body)) done();
  };
  const remove = async () => { if (await run("DELETE", `/api/v1/events/${event!.id}?store=${event!.storeId}`)) done(); };
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      {errorOf() ? <Notice tone="red">{errorOf()}</Notice> : null}
      <Field label={words.name} name="event-name"><Input id="event-name" name="name" defaultValue={event?.name} required maxLength={120} autoComplete="off" /></Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={words.type} name="event-type"><Select id="event-type" value={type} onChange={(change) => choose(change.target.value)}>{choices.types.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</Select></Field>
        {event || choices.stores.length === 1 ? <>{event ? null : <input type="hidden" name="store" value={choices.stores[0]!.id} />}<Field label={words.store} name="event-store"><Input id="event-store" value={event?.store ?? choices.stores[0]!.name} readOnly className="text-ink-soft" /></Field></>
          : <Field label={words.store} name="event-store"><Select id="event-store" name="store" required defaultValue={choices.stores[0]!.id}>{choices.stores.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</Select></Field>}
        <Field label={words.from} name="event-from"><Input id="event-from" name="from" type="date" required defaultValue={event?.from ?? day} /></Field>
        <Field label={words.through} name="event-through"><Input id="event-through" name="through" type="date" required defaultValue={event?.through ?? day} /></Field>
      </div>
      {type === "promotion" || type === "price_change" || event?.size !== undefined && event.size !== null ? (
        <Field label={words.size} name="event-size" hint={words.sizeHint}><Input id="event-size" name="size" type="number" min="0.1" max="100" step="0.1" inputMode="decimal" defaultValue={event?.size ? Math.round(event.size * 1000) / 10 : undefined} aria-describedby="event-size-hint" className="max-w-32" /></Field>
      ) : null}
      <Field label={words.note} name="event-note"><Textarea id="event-note" name="note" rows={2} maxLength={2000} defaultValue={event?.note} /></Field>
      <label className="flex gap-2.5">
        <input type="checkbox" checked={isIgnored} onChange={(change) => setIgnored(change.target.checked)} className="form-checkbox mt-0.5 size-4 rounded border-line-strong bg-panel text-accent-solid" />
        <span><span className="block text-ink">{words.ignored}</span><span className="block text-note text-ink-faint">{words.ignoredHint}</span></span>
      </label>
      <div className="flex flex-wrap justify-between gap-2">
        {event ? (isSure
          ? <span className="flex flex-wrap items-center gap-2"><span className="text-note text-ink">{words.removeSure}</span><Button kind="danger" disabled={busy} onClick={() => void remove()}>{words.remove}</Button><Button onClick={() => setSure(false)}>{words.keep}</Button></span>
          : <Button kind="danger" onClick={() => setSure(true)}>{words.remove}</Button>) : <span />}
        <Button type="submit" kind="primary" disabled={busy}>{words.save}</Button>
      </div>
    </form>
  );
}
