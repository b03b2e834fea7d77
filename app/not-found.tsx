import { currentReader } from "#app/reader.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { translator } from "#lib/words/words.ts";

export default async function NotFound() {
  const t = translator(await currentReader(), "ui");
  return (
    <div className="mx-auto max-w-xl p-4 pt-[12vh]">
      <EmptyState title={t("missing.title")} action={<LinkButton href="/" kind="primary">{t("missing.home")}</LinkButton>}>{t("missing.text")}</EmptyState>
    </div>
  );
}
