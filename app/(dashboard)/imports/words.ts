import { messages, type Reader } from "#lib/words/words.ts";

export type UploadWords = ReturnType<typeof uploadWords>;

/** The words of the upload, as they stand: it fills in its own values in the browser. */
export function uploadWords(reader: Reader) {
  const { imports: { upload }, ui: { storeFields } } = messages(reader);
  return { ...storeFields, ...upload };
}

export type DataWords = ReturnType<typeof dataWords>;

/** The words of the card for spend, visits and costs, as they stand. */
export function dataWords(reader: Reader) {
  return messages(reader).imports.data;
}
