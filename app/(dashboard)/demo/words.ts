import { messages, type Reader } from "#lib/words/words.ts";

export type DemoWords = ReturnType<typeof demoWords>;

/** The banner's words as they stand; `isRemover` tells whether this reader may take the demo away. */
export function demoWords(reader: Reader, isRemover: boolean) {
  const { demo, noAnswer } = messages(reader).sources;
  const { banner, bannerText, remove, removeTitle, removeText, removeConfirm, removing, keep, close, kept } = demo;
  return { banner, bannerText, remove, removeTitle, removeText, removeConfirm, removing, keep, close, kept, noAnswer, isRemover };
}
