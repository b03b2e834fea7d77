import type { ReactNode } from "react";
import { shortDay } from "#app/(dashboard)/sources/source-words.ts";
import type { Day } from "#lib/core/day.ts";
import type { ConnectionStatus } from "#lib/ingest/status.ts";
import { messages, translator, type Reader } from "#lib/words/words.ts";

/** The sentence under the title, then whose account it is, its API's version, and what the account's test noted. */
export function openingOf(one: ConnectionStatus, today: Day, reader: Reader): ReactNode {
  const t = translator(reader, "sources");
  const notes = (one.account?.notes ?? []).filter((note) => t.has(`accountNote.${note.id}` as never));
  const api = one.api && (one.api.endsOn ? t("api.until", { version: one.api.version, day: shortDay(one.api.endsOn, today, reader) }) : t("api.open", { version: one.api.version }));
  const account = one.account && t("one.account", { account: one.account.name, currency: one.account.currency ?? "none", zone: one.account.zone ?? "none" });
  const about = [one.isDemo ? t("one.demo") : null, one.name !== one.label ? one.name : null, account, api && `${t("api.version")} ${api}`].filter(Boolean).join(" · ");
  return (
    <>
      <p>{one.isFile ? t("one.fileSentence", { day: one.completeThrough ? shortDay(one.completeThrough, today, reader) : "none" }) : t.rich("one.sentence", { look: one.look, day: one.completeThrough ? shortDay(one.completeThrough, today, reader) : "none", b: (words) => <b>{words}</b> })}</p>
      <p className="text-note text-ink-faint">{about}</p>
      {notes.map((note) => <p key={note.id} className="text-note text-warn">{t(`accountNote.${note.id}` as "accountNote.otherZone", note.values as { zone: string; store: string })}</p>)}
    </>
  );
}

/** Words of the buttons; {account} of `tested` is filled in where it is said. */
export function actionWords(one: ConnectionStatus, reader: Reader) {
  const t = translator(reader, "sources");
  const raw = messages(reader).sources.one;
  return {
    now: one.look === "failing" || one.look === "stopped" ? t("one.retry") : t("one.now"), asked: t("one.asked"), pause: t("one.pause"), resume: t("one.resume"), test: t("one.test"), testing: t("one.testing"), tested: raw.tested,
    remove: one.isFile ? t("one.removeFile") : t("one.remove"), removeTitle: one.isFile ? t("one.removeFileTitle") : t("one.removeTitle"), removeText: one.isFile ? t("one.removeFileText", { source: one.label, store: one.storeName }) : t("one.removeText", { source: one.label, store: one.storeName }), removeConfirm: t("one.removeConfirm"), removing: t("one.removing"), keep: t("one.keep"), close: t("one.close"), noAnswer: t("noAnswer"),
  };
}
