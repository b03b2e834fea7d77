"use client";
import { useRouter } from "next/navigation";
import type { FormEvent, ReactNode } from "react";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field, Input, Select } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useSend } from "#app/use-send.ts";
import type { Preview } from "#lib/imports/inspect.ts";
import type { ImportSettings } from "#lib/imports/settings.ts";

type Word = "title" | "note" | "questions" | "preset" | "dateOrder" | "mdy" | "dmy" | "dateOrderAsk" | "choosePlease" | "decimalMark" | "point" | "comma" | "amount" | "amountAsk" | "amountGoods" | "amountAfterDiscount" | "amountWithTax" | "amountTotal" | "vat" | "vatAsk" | "vatNo" | "vatYes" | "vatRate" | "lastDayWhole" | "lastDayCut" | "columns" | "columnsAsk" | "columnsNote" | "none" | "apply" | "noAnswer";
type Words = Record<Word, string> & { presets: Record<string, string> };
interface Labels { fields: { field: string; label: string }[]; lastDay: string; lastDayAsk: string }

/** How to read the file: what has to be answered first, then what was found and can be changed. */
export function Answers({ id, settings, preview, words, labels }: { id: string; settings: ImportSettings; preview: Preview; words: Words; labels: Labels }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(words.noAnswer);
  const asks = (question: Preview["questions"][number]): boolean => preview.questions.includes(question);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if ((await run("PATCH", `/api/v1/imports/${id}`, said(form, settings, preview))) !== null) router.refresh();
  };
  const isSlashed = preview.dateOrder !== null;
  const select = (name: string, label: string, value: string, options: [string, string][], isOpen: boolean): ReactNode => (
    <Field label={label} name={name}>
      <Select id={name} name={name} defaultValue={value} required={isOpen} aria-invalid={isOpen ? true : undefined}>
        {isOpen ? <option value="">{words.choosePlease}</option> : null}
        {options.map(([option, text]) => <option key={option} value={option}>{text}</option>)}
      </Select>
    </Field>
  );
  const hasBeside = preview.preset === "generic" && preview.columns["amount"] !== undefined && ["discount", "shipping", "tax"].some((field) => preview.columns[field] !== undefined);
  const vat = settings.pricesIncludeVat === undefined ? (asks("vat") ? "" : "no") : settings.pricesIncludeVat ? "yes" : "no";
  return (
    <Card title={preview.questions.length > 0 ? words.questions : words.title} note={words.note} className={preview.questions.length > 0 ? "mb-4 border-warn" : "mb-4"}>
      <form method="post" onSubmit={submit} className="flex flex-col gap-4">
        {asks("columns") ? <Notice tone="amber">{words.columnsAsk}</Notice> : null}
        {errorOf() ? <Notice tone="red">{errorOf()}</Notice> : null}
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {select("preset", words.preset, preview.preset, Object.entries(words.presets), false)}
          {isSlashed ? select("dateOrder", asks("date_order") ? words.dateOrderAsk : words.dateOrder, asks("date_order") ? "" : preview.dateOrder!, [["mdy", words.mdy], ["dmy", words.dmy]], asks("date_order")) : null}
          {preview.preset === "online-retail" ? null : select("decimalMark", words.decimalMark, preview.decimalMark, [[".", words.point], [",", words.comma]], false)}
          {hasBeside ? select("amountHolds", asks("amount") ? words.amountAsk : words.amount, preview.amountHolds ?? "", [["goods", words.amountGoods], ["after_discount", words.amountAfterDiscount], ["with_tax", words.amountWithTax], ["total", words.amountTotal]], asks("amount")) : null}
          {preview.preset === "online-retail" ? null : select("vat", asks("vat") ? words.vatAsk : words.vat, vat, [["no", words.vatNo], ["yes", words.vatYes]], asks("vat"))}
          {preview.preset === "online-retail" ? null : <Field label={words.vatRate} name="vatRate"><Input id="vatRate" name="vatRate" inputMode="decimal" pattern="\d{1,2}(\.\d{1,4})?" defaultValue={settings.vatRate ?? ""} placeholder="20" /></Field>}
          {preview.lastDay && (preview.lastDay.looksCut || settings.lastDayCut !== undefined)
            ? select("lastDay", asks("last_day") ? labels.lastDayAsk : labels.lastDay, settings.lastDayCut === undefined ? "" : settings.lastDayCut ? "cut" : "whole", [["whole", words.lastDayWhole], ["cut", words.lastDayCut]], asks("last_day")) : null}
        </div>
        <details open={asks("columns")}>
          <summary className="cursor-pointer text-body font-[550] text-ink">{words.columns}</summary>
          <p className="mt-1 mb-3 text-note text-ink-faint">{words.columnsNote}</p>
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
            {labels.fields.map(({ field, label }) => (
              <Field key={field} label={label} name={`column-${field}`}>
                <Select id={`column-${field}`} name={`column-${field}`} defaultValue={preview.columns[field] ?? ""}>
                  <option value="">{words.none}</option>
                  {preview.captions.filter((caption) => caption !== "").map((caption) => <option key={caption} value={caption}>{caption}</option>)}
                </Select>
              </Field>
            ))}
          </div>
        </details>
        <div><Button type="submit" kind={preview.questions.length > 0 ? "primary" : "plain"} disabled={busy}>{words.apply}</Button></div>
      </form>
    </Card>
  );
}

/** The settings that the form says; what equals the file's own is left to be found again. */
function said(form: FormData, before: ImportSettings, preview: Preview): ImportSettings {
  const text = (name: string): string => String(form.get(name) ?? "");
  const next: ImportSettings = { ...before };
  const preset = text("preset") as NonNullable<ImportSettings["preset"]>;
  const isOtherPreset = preset !== preview.preset;
  if (isOtherPreset || before.preset) next.preset = preset;
  const dateOrder = text("dateOrder");
  if (dateOrder === "mdy" || dateOrder === "dmy") next.dateOrder = dateOrder;
  const mark = text("decimalMark");
  if ((mark === "." || mark === ",") && (mark !== preview.decimalMark || before.decimalMark)) next.decimalMark = mark;
  const holds = text("amountHolds") as NonNullable<ImportSettings["amountHolds"]> | "";
  if (holds !== "" && (holds !== preview.amountHolds || before.amountHolds)) next.amountHolds = holds;
  if (text("vat") !== "") next.pricesIncludeVat = text("vat") === "yes";
  if (text("vatRate") !== "") next.vatRate = text("vatRate");
  if (text("lastDay") !== "") next.lastDayCut = text("lastDay") === "cut";
  const columns = Object.fromEntries(preview.fields.map(({ field }) => [field, text(`column-${field}`)]).filter(([field, caption]) => caption !== (preview.columns[field!] ?? "") || before.columns?.[field!] !== undefined));
  if (isOtherPreset) delete next.columns;
  else if (Object.keys(columns).length > 0) next.columns = { ...before.columns, ...columns };
  return next;
}
