import { messages, translator, type Reader } from "#lib/words/words.ts";

export type ConnectWords = ReturnType<typeof connectWords>;

/** The words of the form; {account} of `tested` is filled in where it is said. */
export function connectWords(reader: Reader) {
  const t = translator(reader, "sources");
  const { sources: { new: own, one, settings }, ui: { storeFields } } = messages(reader);
  const { store, name, nameHint, test, connect, connecting } = own;
  return { ...storeFields, store, name, nameHint, test, connect, connecting, tested: one.tested, optional: settings.optional, secretSet: settings.secretKept, true: settings.true, false: settings.false, noAnswer: t("noAnswer") };
}
