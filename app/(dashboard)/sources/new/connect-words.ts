import { messages, translator, type Reader } from "#lib/words/words.ts";

export type ConnectWords = ReturnType<typeof connectWords>;

/** The words of the form; {account} of `tested` is filled in where it is said. */
export function connectWords(reader: Reader) {
  const t = translator(reader, "sources");
  const { new: own, one, settings } = messages(reader).sources;
  const { store, newStore, storeName, currency, zone, zoneHint, createFirst, name, nameHint, test, connect, connecting } = own;
  return { store, newStore, storeName, currency, zone, zoneHint, createFirst, name, nameHint, test, connect, connecting, tested: one.tested, optional: settings.optional, secretSet: settings.secretKept, true: settings.true, false: settings.false, noAnswer: t("noAnswer") };
}
