"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DataPreview } from "./data-preview.tsx";
import { DropZone } from "./drop-zone.tsx";
import type { DataWords } from "./words.ts";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field, Select } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { ProgressBar } from "#app/ui/progress-bar.tsx";
import type { DataSummary } from "#lib/ingest/files/summary.ts";

type Step = "choose" | "looking" | "seen" | "importing" | "done";
/** What a file may leave open, by the refusal that says so. */
const openBy: Record<string, "dateOrder" | "mark"> = { "files.dates_unclear": "dateOrder", "files.mark_unclear": "mark" };

/** A file of spend, visits, searches or costs: looked at, shown, imported. The browser keeps the file between the two. */
export function BringData({ stores, locale, words }: { stores: { id: number; name: string }[]; locale: string; words: DataWords }) {
  const router = useRouter();
  const [store, setStore] = useState(String(stores[0]!.id));
  const [file, setFile] = useState<File | null>(null);
  const [step, setStep] = useState<Step>("choose");
  const [summary, setSummary] = useState<DataSummary | null>(null);
  const [problem, setProblem] = useState({ code: "", message: "" });
  const [said, setSaid] = useState<{ dateOrder?: string; mark?: string }>({});

  const ask = async (chosen: File, look: boolean, more: typeof said): Promise<void> => {
    setFile(chosen);
    setSaid(more);
    setProblem({ code: "", message: "" });
    setStep(look ? "looking" : "importing");
    const query = new URLSearchParams({ store, name: chosen.name.slice(0, 200), ...(look ? { look: "1" } : {}), ...more });
    try {
      const response = await fetch(`/api/v1/imports/data?${query}`, { method: "POST", cache: "no-store", headers: { "content-type": "application/octet-stream" }, body: chosen });
      const answer = (await response.json()) as DataSummary & { error?: { code: string; message: string } };
      if (response.ok) {
        setSummary(answer);
        setStep(look ? "seen" : "done");
        if (!look) router.refresh();
        return;
      }
      setProblem({ code: answer.error?.code ?? "", message: answer.error?.message || words.noAnswer });
    } catch {
      setProblem({ code: "", message: words.noAnswer });
    }
    setStep("choose");
  };
  const again = (): void => { setStep("choose"); setFile(null); setSaid({}); setProblem({ code: "", message: "" }); };
  const open = openBy[problem.code];
  const kind = summary ? words.kinds[summary.kind].name : "";
  return (
    <Card title={words.title} note={words.note} className="mb-4" id="data">
      <div className="flex flex-col gap-4">
        {step === "choose" && stores.length > 1 ? (
          <Field label={words.store} name="data-store" className="max-w-md">
            <Select id="data-store" value={store} onChange={(event) => setStore(event.target.value)}>{stores.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>
          </Field>
        ) : null}
        {problem.message ? <Notice tone="red">{problem.message}</Notice> : null}
        {open && file ? (
          <Field label={open === "mark" ? words.mark : words.dateOrder} name="data-open" className="max-w-md">
            <Select id="data-open" value="" onChange={(event) => void ask(file, true, { ...said, [open]: event.target.value })}>
              <option value="" disabled>{words.choosePlease}</option>
              {open === "mark" ? <><option value=".">{words.point}</option><option value=",">{words.comma}</option></> : <><option value="dmy">{words.dmy}</option><option value="mdy">{words.mdy}</option></>}
            </Select>
          </Field>
        ) : null}
        {step === "choose" ? <DropZone id="data-file" accept=".csv,.tsv,.txt,.xlsx,.gz,.zip" onFile={(chosen) => void ask(chosen, true, {})} onDrop={(event) => { const chosen = event.dataTransfer.files[0]; if (chosen) void ask(chosen, true, {}); }} words={words} /> : null}
        {step === "looking" || step === "importing" ? <div className="rounded-xl border border-line p-5"><ProgressBar value={null} label={(step === "looking" ? words.looking : words.importing).replace("{name}", file?.name ?? "")} /></div> : null}
        {step === "done" && summary ? <Notice tone="green" action={<LinkButton href={`/sources/${summary.connectionId}`}>{words.see}</LinkButton>}>{(summary.written === 0 ? words.same : summary.figuresPending ? words.pending : words.done).replace("{kind}", kind)}</Notice> : null}
        {(step === "seen" || step === "done") && summary && file ? (
          <>
            <p>{words.sentence.replace("{name}", file.name).replace("{kind}", kind).replace("{store}", stores.find((one) => String(one.id) === store)?.name ?? "")}</p>
            <DataPreview summary={summary} locale={locale} words={words} />
            <div className="flex flex-wrap gap-2">
              {step === "seen" ? <Button kind="primary" onClick={() => void ask(file, false, said)}>{words.start}</Button> : null}
              <Button onClick={again}>{words.other}</Button>
            </div>
          </>
        ) : null}
        <details>
          <summary className="cursor-pointer text-note font-[550] text-accent">{words.how}</summary>
          <dl className="mt-3 grid gap-3 text-note">
            {Object.entries(words.kinds).map(([id, one]) => <div key={id}><dt className="font-[550] text-ink">{one.name}</dt><dd className="max-w-3xl text-ink-soft">{one.help}</dd></div>)}
          </dl>
        </details>
      </div>
    </Card>
  );
}
