import { messages, type Reader } from "#lib/words/words.ts";

export type UploadWords = ReturnType<typeof uploadWords>;

/** The words of the upload, as they stand: it fills in its own values in the browser. */
export function uploadWords(reader: Reader) {
  const { sending, ...rest } = messages(reader).imports.upload;
  return { ...rest, sending };
}
