import type { DoorWords } from "./door-form.tsx";
import { currentReader } from "#app/reader.ts";
import { translator } from "#lib/words/words.ts";

/** The words that every door form has, with those of its button. */
export async function doorWords(submit: "signIn" | "setup" | "recover" | "invitation"): Promise<DoorWords> {
  const t = translator(await currentReader(), "access");
  return { submit: t(`door.${submit}.submit`), busy: t("door.busy"), show: t("door.show"), hide: t("door.hide"), noAnswer: t("noAnswer") };
}
