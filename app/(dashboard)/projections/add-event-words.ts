import { windowText } from "#app/(dashboard)/projections/figure-text.ts";
import type { ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { eventTypes } from "#lib/plan/event.ts";
import { translator, type Reader } from "#lib/words/words.ts";

const keys = ["title", "name", "type", "from", "through", "size", "sizeHint", "store", "save", "saving", "projecting", "failed", "close"] as const;
export type AddEventWords = Record<(typeof keys)[number], string> & { open: string; noAnswer: string; types: { id: string; label: string }[]; /** With {before}, {after} and {name} left open. */ done: string; same: string; dismiss: string };

/** The form's words; what is filled in when the figure is known stays open. */
export function addEventWords(reader: Reader, view: ProjectionsView): AddEventWords {
  const t = translator(reader, "projections");
  const open = { period: windowText(view.period, reader), before: "{before}", after: "{after}", name: "{name}" };
  return {
    ...(Object.fromEntries(keys.map((key) => [key, t(`add.${key}`)])) as Record<(typeof keys)[number], string>),
    open: t("events.add"), noAnswer: translator(reader, "access")("noAnswer"), types: eventTypes.map((id) => ({ id, label: t(`type.${id}`) })), done: t("add.done", open), same: t("add.same", open), dismiss: t("add.close"),
  };
}
