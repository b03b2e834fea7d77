import { currentReader } from "#app/reader.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { translator } from "#lib/words/words.ts";

/** Used, run out, taken back or made up: all look the same. */
export default async function LinkGone() {
  const t = translator(await currentReader(), "access");
  return (
    <>
      <h1 className="text-title text-ink">{t("door.linkGone.title")}</h1>
      <p className="mt-1 mb-5 text-body text-ink-soft">{t("door.linkGone.setup")}</p>
      <LinkButton kind="primary" href="/sign-in" className="min-h-10 w-full">{t("door.signIn.title")}</LinkButton>
    </>
  );
}
