"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ImportPreview, type Preview, type PreviewWords } from "./import-preview.tsx";
import { DropZone } from "#app/(dashboard)/imports/drop-zone.tsx";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, Input, Select } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";

export type ImportWords = PreviewWords & Record<"open" | "title" | "text" | "drop" | "choose" | "over" | "store" | "as" | "asFile" | "looking" | "calendar" | "calendarHint" | "apply" | "again" | "done" | "nothing" | "close" | "noAnswer", string>;

/** A calendar file looked at first, then put in: the same file is sent again, so that what was seen is what is done. */
export function ImportCalendar({ stores, types, words }: { stores: { id: number; name: string }[]; types: { id: string; name: string }[]; words: ImportWords }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [store, setStore] = useState(stores[0]!.id);
  const [type, setType] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [calendar, setCalendar] = useState<string | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [isDone, setDone] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const begin = () => { setFile(null); setPreview(null); setCalendar(null); setDone(false); setProblem(""); };

  const ask = async (sent: File, given: { store: number; type: string; calendar: string | null; look: boolean }) => {
    if (isBusy) return;
    setBusy(true);
    setProblem("");
    const search = new URLSearchParams({ store: String(given.store), name: sent.name.slice(0, 200), ...(given.look ? { look: "1" } : {}), ...(given.type ? { type: given.type } : {}), ...(given.calendar ? { calendar: given.calendar } : {}) });
    try {
      const response = await fetch(`/api/v1/events/import?${search}`, { method: "POST", cache: "no-store", headers: { "content-type": "application/octet-stream" }, body: sent });
      const told = (await response.json()) as Preview & { error?: { message: string } };
      if (!response.ok) {
        setProblem(told.error?.message || words.noAnswer);
      } else {
        setFile(sent);
        setPreview(told);
        if (given.calendar === null) setCalendar(told.calendar);
        if (!given.look) { setDone(true); router.refresh(); }
      }
    } catch {
      setProblem(words.noAnswer);
    }
    setBusy(false);
  };
  const look = (sent: File, change: Partial<{ store: number; type: string; calendar: string | null }> = {}) => ask(sent, { store, type, calendar, look: true, ...change });
  const isStock = file !== null && /\.csv$/i.test(file.name);
  const counts = preview?.counts;
  const isNothing = counts !== undefined && counts.added + counts.changed + counts.removed === 0;
  return (
    <>
      <Button onClick={() => { begin(); setOpen(true); }}>{words.open}</Button>
      <Dialog open={isOpen} onClose={() => setOpen(false)} title={words.title} closeWord={words.close}>
        {problem ? <Notice tone="red" className="mb-4">{problem}</Notice> : null}
        {isDone && counts ? (
          <div role="status"><p className="mb-4 text-ink">{words.done.replace("{added}", String(counts.added)).replace("{changed}", String(counts.changed)).replace("{removed}", String(counts.removed))}</p><div className="flex justify-between"><Button onClick={begin}>{words.again}</Button><Button kind="primary" onClick={() => setOpen(false)}>{words.close}</Button></div></div>
        ) : (
          <>
            {preview ? null : <p className="mb-4">{words.text}</p>}
            <div className="mb-4 grid gap-4 sm:grid-cols-2">
              {stores.length > 1 ? <Field label={words.store} name="import-store"><Select id="import-store" value={store} disabled={isBusy} onChange={(change) => { setStore(Number(change.target.value)); if (file) void look(file, { store: Number(change.target.value) }); }}>{stores.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</Select></Field> : null}
              {isStock ? null : <Field label={words.as} name="import-type"><Select id="import-type" value={type} disabled={isBusy} onChange={(change) => { setType(change.target.value); if (file) void look(file, { type: change.target.value }); }}><option value="">{words.asFile}</option>{types.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</Select></Field>}
              {preview && !isStock ? <Field label={words.calendar} name="import-calendar" hint={words.calendarHint} className="sm:col-span-2"><Input id="import-calendar" value={calendar ?? ""} maxLength={80} aria-describedby="import-calendar-hint" onChange={(change) => setCalendar(change.target.value)} onBlur={() => { if (file && calendar && calendar !== preview.calendar) void look(file); }} /></Field> : null}
            </div>
            {preview ? <ImportPreview preview={preview} words={words} />
              : isBusy ? <p role="status" className="py-8 text-center text-ink-faint">{words.looking.replace("{name}", "…")}</p>
                : <DropZone id="calendar-file" accept=".ics,.csv,text/calendar" onDrop={(event) => { const dropped = event.dataTransfer.files[0]; if (dropped) void look(dropped); }} onFile={(chosen) => void look(chosen)} words={words} />}
            {preview && file ? (
              <div className="mt-5 flex flex-wrap items-center justify-between gap-2">
                <Button disabled={isBusy} onClick={begin}>{words.again}</Button>
                {isNothing ? <span className="text-note text-ink-faint">{words.nothing}</span> : <Button kind="primary" disabled={isBusy} onClick={() => void ask(file, { store, type, calendar, look: false })}>{words.apply}</Button>}
              </div>
            ) : null}
          </>
        )}
      </Dialog>
    </>
  );
}
