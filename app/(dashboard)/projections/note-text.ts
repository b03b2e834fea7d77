import { messages, translator, type Reader } from "#lib/words/words.ts";
import type { Note } from "#lib/forecast/forecast.ts";

type Code = keyof ReturnType<typeof messages>["projections"]["notes"];

/** Whether a note of the forecaster is meant for readers of the page. */
export function hasWords(reader: Reader, note: Note): boolean {
  return note.code in messages(reader).projections.notes;
}

/** The note in a shop owner's words. */
export function noteText(reader: Reader, note: Note): string {
  return translator(reader, "projections")(`notes.${note.code as Code}` as "notes.nothing", note.values);
}
