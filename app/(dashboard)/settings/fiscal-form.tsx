"use client";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Button } from "#app/ui/button.tsx";
import { Field, Select } from "#app/ui/field.tsx";
import { useSend } from "#app/use-send.ts";
import type { FiscalCalendar } from "#lib/core/calendar.ts";

type Words = Record<"kind" | "months" | "iso" | "weeks" | "startMonth" | "label" | "labelStart" | "labelEnd" | "pattern" | "endMonth" | "endWeekday" | "rule" | "ruleLast" | "ruleNearest" | "save" | "saved" | "failed", string>;

/** The business year: months, ISO weeks, or whole weeks with the retailer's patterns. */
export function FiscalForm({ fiscal, months, weekdays, words }: { fiscal: FiscalCalendar; months: string[]; weekdays: string[]; words: Words }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(words.failed);
  const [isSaved, setSaved] = useState(false);
  const [kind, setKind] = useState(fiscal.kind);
  const held = fiscal as Partial<Record<string, string | number>>;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSaved(false);
    const given = Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, /^(startMonth|endMonth|endWeekday)$/.test(name) ? Number(value) : String(value)]));
    if ((await run("PATCH", "/api/v1/settings", { fiscal: given })) === null) return;
    setSaved(true);
    router.refresh();
  };
  const choice = (name: string, label: string, options: [string | number, string][]) => (
    <Field label={label} name={name}><Select id={name} name={name} defaultValue={held[name] ?? options[0]![0]}>{options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}</Select></Field>
  );
  const named = months.map((month, index): [number, string] => [index + 1, month]);
  const patterns = ["4-4-5", "4-5-4", "5-4-4"].map((one): [string, string] => [one, one]);
  const labels: [string, string][] = [["start", words.labelStart], ["end", words.labelEnd]];
  return (
    <form method="post" onSubmit={submit} onChange={() => setSaved(false)}>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={words.kind} name="kind" className="sm:col-span-2">
          <Select id="kind" name="kind" value={kind} onChange={(event) => setKind(event.target.value as FiscalCalendar["kind"])}>
            <option value="months">{words.months}</option><option value="iso">{words.iso}</option><option value="weeks">{words.weeks}</option>
          </Select>
        </Field>
        {kind === "months" ? choice("startMonth", words.startMonth, named) : choice("pattern", words.pattern, patterns)}
        {kind === "weeks" ? <>{choice("endMonth", words.endMonth, named)}{choice("endWeekday", words.endWeekday, weekdays.map((day, index): [number, string] => [index + 1, day]))}{choice("rule", words.rule, [["nearest", words.ruleNearest], ["last", words.ruleLast]])}</> : null}
        {kind === "iso" ? null : choice("label", words.label, labels)}
      </div>
      <div className="mt-4 flex items-center gap-3"><Button type="submit" disabled={busy}>{words.save}</Button><p role="status" className="text-note text-good">{isSaved ? words.saved : ""}</p></div>
      {errorOf() ? <p role="alert" className="mt-2 text-note text-bad">{errorOf()}</p> : null}
    </form>
  );
}
