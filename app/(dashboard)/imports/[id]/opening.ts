import type { ImportRow } from "#lib/imports/list.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** The sentence under the title: where this file stands. */
export function opening(one: ImportRow, isLooking: boolean, reader: Reader): string {
  const t = translator(reader, "imports");
  const megabytes = one.bytes / 1_000_000;
  const size = new Intl.NumberFormat(reader.locale, { style: "unit", unit: megabytes >= 0.1 ? "megabyte" : "kilobyte", maximumFractionDigits: 1 }).format(megabytes >= 0.1 ? megabytes : Math.max(1, one.bytes / 1_000));
  const values = { store: one.storeName, size };
  if (isLooking) return t("one.lookingSentence", values);
  switch (one.state) {
    case "ready": return t("one.readySentence", values);
    case "loading": return t("one.loadingSentence", values);
    case "done": return t("one.doneSentence", { store: one.storeName, imported: one.summary?.imported ?? 0, unchanged: one.summary?.unchanged ?? 0 });
    case "undone": return t("one.undoneSentence");
    case "failed": return t("one.failedSentence");
    default: return t("one.waiting", values);
  }
}
