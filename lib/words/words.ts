// The interface's text and formats. Words come from message files (English now); numbers, money and
// dates follow the reader's own locale even where the words don't exist in their language yet.
import { createFormatter, createTranslator } from "use-intl/core";
import { en, type Messages } from "#lib/words/en/index.ts";

/** What a reader's browser asks for: words we have, formats they know. */
export interface Reader {
  /** Language of the message files. */
  language: "en";
  /** BCP 47 tag for numbers and dates ("de-DE"). */
  locale: string;
}

const languages: Record<Reader["language"], Messages> = { en };

export function messages(reader: Reader): Messages {
  return languages[reader.language];
}

/** First supported tag of an Accept-Language header; "en-GB" when it names none that Intl knows. */
export function readerFrom(acceptLanguage: string | null | undefined): Reader {
  const tags = (acceptLanguage ?? "").split(",").map((part) => part.split(";")[0]!.trim()).filter((tag) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag));
  for (const tag of tags) {
    try {
      const [known] = Intl.NumberFormat.supportedLocalesOf(tag);
      if (known) return { language: "en", locale: known };
    } catch { /* a malformed tag is skipped like an unknown one */ }
  }
  return { language: "en", locale: "en-GB" };
}

/** `const t = translator(reader, "overview"); t("title")`. ICU messages: plurals, {name}, rich text by t.rich. */
export function translator<N extends keyof Messages & string>(reader: Reader, namespace: N) {
  return createTranslator({ locale: reader.locale, messages: messages(reader), namespace, onError: (error) => { throw error; } });
}

export function formatter(reader: Reader) {
  return createFormatter({ locale: reader.locale, timeZone: "UTC" });
}
