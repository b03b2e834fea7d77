import { currentReader } from "#app/reader.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { translator } from "#lib/words/words.ts";

/** A page that this reader's role doesn't open. */
export default async function Forbidden() {
  const t = translator(await currentReader(), "access");
  return (
    <div className="mx-auto max-w-xl p-4 pt-[12vh]">
      <EmptyState title={t("forbidden.title")} action={<LinkButton href="/" kind="primary">{t("forbidden.home")}</LinkButton>}>{t("forbidden.text")}</EmptyState>
    </div>
  );
}
