import { currentReader } from "#app/reader.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { translator } from "#lib/words/words.ts";

export default async function Overview() {
  const t = translator(await currentReader(), "overview");
  return (
    <>
      <PageHeader title={t("title")} />
      <EmptyState title={t("empty.title")} action={<LinkButton href="/imports" kind="primary">{t("empty.action")}</LinkButton>}>{t("empty.text")}</EmptyState>
    </>
  );
}
