import { currentReader } from "#app/reader.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Logo } from "#app/ui/marks.tsx";
import { translator } from "#lib/words/words.ts";

/** A page that this reader's role doesn't open. */
export default async function Forbidden() {
  const reader = await currentReader();
  const t = translator(reader, "access");
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[max(32px,14vh)] pb-10">
      <div className="mb-6 flex items-center gap-2.5 text-title font-[620] text-ink"><Logo className="size-8" />{translator(reader, "ui")("product")}</div>
      <div className="w-full max-w-[400px] rounded-2xl border border-line bg-panel p-6 shadow-breath sm:p-8">
        <h1 className="text-title text-ink">{t("forbidden.title")}</h1>
        <p className="mt-1 mb-5 text-body text-ink-soft">{t("forbidden.text")}</p>
        <LinkButton kind="primary" href="/" className="min-h-10 w-full">{t("forbidden.home")}</LinkButton>
      </div>
    </main>
  );
}
