// The words that the client parts of this page need, made on the server.
import type { ActionWords } from "./actions.tsx";
import type { Preview } from "#lib/imports/inspect.ts";
import type { ImportRow } from "#lib/imports/list.ts";
import { messages, translator, type Reader } from "#lib/words/words.ts";

export function answerWords(reader: Reader) {
  const t = translator(reader, "imports");
  const actions: ActionWords = { undo: t("undo.button"), undoTitle: t("undo.title"), undoText: t("undo.text"), undoConfirm: t("undo.confirm"), keep: t("undo.cancel"), remove: t("remove.button"), another: t("remove.another"), close: t("close"), noAnswer: t("noAnswer") };
  const { lastDay: _, lastDayAsk: __, needed: ___, ...ask } = messages(reader).imports.ask;
  return {
    actions,
    ask: { ...ask, noAnswer: t("noAnswer"), presets: messages(reader).imports.preset },
    labelsOf: (preview: Preview) => ({
      fields: preview.fields.map(({ field, isRequired }) => {
        const name = t(`field.${field as "date"}`);
        return { field, label: isRequired ? t("ask.needed", { name }) : name };
      }),
      lastDay: preview.lastDay ? t("ask.lastDay", { day: dayText(preview.lastDay.day, reader) }) : "",
      lastDayAsk: preview.lastDay ? t("ask.lastDayAsk", { day: dayText(preview.lastDay.day, reader), lines: preview.lastDay.lines, usual: Math.round(preview.lastDay.usualLines ?? 0) }) : "",
    }),
  };
}

/** "31 Aug 2011" in the reader's manner. */
export function dayText(day: string, reader: Reader): string {
  return new Intl.DateTimeFormat(reader.locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

const steps = ["wait", "read", "compare", "replace", "write", "customers", "refresh"] as const;

/** How far an import is: reading is most of it where the rows are known. */
export function progressLabel(one: ImportRow & { preview: Preview | null }, reader: Reader): { value: number | null; label: string } {
  const t = translator(reader, "imports");
  const step = steps.find((name) => name === one.progress?.step);
  if (!step || !one.progress) return { value: null, label: t("running.start") };
  const total = one.preview?.rows ?? 0;
  const shares = { wait: null, read: total > 0 ? (50 * one.progress.rows) / total : 25, compare: 52, replace: 55, write: 60, customers: 68, refresh: 72 };
  return { value: shares[step], label: step === "read" ? t("running.read", { rows: one.progress.rows }) : t(`running.${step}`) };
}
