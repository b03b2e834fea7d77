import { translator, type Reader } from "#lib/words/words.ts";

/** What the reader of a file should know about how it was read. */
export function Notes({ notes, reader }: { notes: Partial<Record<string, number>>; reader: Reader }) {
  const t = translator(reader, "imports");
  const told = Object.entries(notes).filter(([, count]) => count);
  if (told.length === 0) return null;
  return <ul className="mb-4 flex list-disc flex-col gap-1 pl-5 text-ink-soft">{told.map(([note, count]) => <li key={note}>{t(`note.${note as "voided"}`, { count: count! })}</li>)}</ul>;
}
