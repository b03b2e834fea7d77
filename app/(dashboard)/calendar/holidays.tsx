"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field, Select } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useSend } from "#app/use-send.ts";

export type HolidayWords = Record<"open" | "title" | "text" | "store" | "country" | "chooseCountry" | "region" | "wholeCountry" | "public" | "retail" | "observance" | "save" | "all" | "noneOf" | "close" | "noAnswer" | "locale", string>;
interface Answer { country: string | null; region: string; regions: { code: string; name: string }[]; holidays: { id: string; name: string; kind: "public" | "retail" | "observance"; from: string; to: string }[]; chosen: string[] }

/** Which holidays a store goes by: country, region, and a tick for each day. */
export function Holidays({ stores, countries, words }: { stores: { id: number; name: string }[]; countries: { code: string; name: string }[]; words: HolidayWords }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(words.noAnswer);
  const [isOpen, setOpen] = useState(false);
  const [store, setStore] = useState(stores[0]!.id);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const load = async (id: number, place?: { country: string; region?: string }) => {
    setProblem("");
    const search = new URLSearchParams({ store: String(id), ...(place ? { country: place.country, ...(place.region === undefined ? {} : { region: place.region }) } : {}) });
    try {
      const response = await fetch(`/api/v1/holidays?${search}`, { cache: "no-store" });
      const told = (await response.json()) as Answer & { error?: { message: string } };
      if (!response.ok) return setProblem(told.error?.message || words.noAnswer);
      setAnswer(told);
      setChosen(new Set(told.chosen));
    } catch {
      setProblem(words.noAnswer);
    }
  };
  const open = () => { setOpen(true); void load(store); };
  const save = async () => {
    if (!answer?.country || !(await run("POST", "/api/v1/holidays", { storeId: store, country: answer.country, region: answer.region, chosen: [...chosen] }))) return;
    setOpen(false);
    router.refresh();
  };
  const tick = (id: string, isOn: boolean) => setChosen((before) => { const next = new Set(before); if (isOn) next.add(id); else next.delete(id); return next; });
  const day = (text: string) => new Intl.DateTimeFormat(words.locale, { day: "numeric", month: "short", weekday: "short", timeZone: "UTC" }).format(new Date(`${text}T00:00:00Z`));
  return (
    <>
      <Button onClick={open}>{words.open}</Button>
      <Dialog open={isOpen} onClose={() => setOpen(false)} title={words.title} closeWord={words.close}>
        <p className="mb-4">{words.text}</p>
        {problem || errorOf() ? <Notice tone="red" className="mb-4">{problem || errorOf()}</Notice> : null}
        <div className="mb-4 grid gap-4 sm:grid-cols-2">
          {stores.length > 1 ? <Field label={words.store} name="holiday-store" className="sm:col-span-2"><Select id="holiday-store" value={store} onChange={(change) => { setStore(Number(change.target.value)); void load(Number(change.target.value)); }}>{stores.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</Select></Field> : null}
          <Field label={words.country} name="holiday-country"><Select id="holiday-country" value={answer?.country ?? ""} onChange={(change) => void load(store, { country: change.target.value, region: "" })}><option value="" disabled>{words.chooseCountry}</option>{countries.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}</Select></Field>
          {answer && answer.regions.length > 0 ? <Field label={words.region} name="holiday-region"><Select id="holiday-region" value={answer.region} onChange={(change) => void load(store, { country: answer.country!, region: change.target.value })}><option value="">{words.wholeCountry}</option>{answer.regions.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}</Select></Field> : null}
        </div>
        {answer ? (["retail", "public", "observance"] as const).map((kind) => {
          const list = answer.holidays.filter((holiday) => holiday.kind === kind);
          return list.length === 0 ? null : (
            <fieldset key={kind} className="mb-4">
              <legend className="mb-1 text-note font-[620] text-ink">{words[kind]}</legend>
              <ul className="grid gap-x-4 sm:grid-cols-2">
                {list.map((holiday) => (
                  <li key={holiday.id}>
                    <label className="flex min-h-8 items-start gap-2.5 py-1">
                      <input type="checkbox" checked={chosen.has(holiday.id)} onChange={(change) => tick(holiday.id, change.target.checked)} className="form-checkbox mt-0.5 size-4 rounded border-line-strong bg-panel text-accent-solid" />
                      <span className="min-w-0 flex-1 text-note text-ink">{holiday.name}</span><span className="text-note whitespace-nowrap text-ink-faint">{day(holiday.from)}</span>
                    </label>
                  </li>
                ))}
              </ul>
            </fieldset>
          );
        }) : null}
        <div className="flex flex-wrap justify-between gap-2">
          <span className="flex gap-2"><Button onClick={() => setChosen(new Set(answer?.holidays.map(({ id }) => id)))}>{words.all}</Button><Button onClick={() => setChosen(new Set())}>{words.noneOf}</Button></span>
          <Button kind="primary" disabled={busy || !answer?.country} onClick={() => void save()}>{words.save}</Button>
        </div>
      </Dialog>
    </>
  );
}
