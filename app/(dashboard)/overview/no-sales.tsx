import { isConnected } from "#app/coming.ts";
import { currentReader } from "#app/reader.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { translator } from "#lib/words/words.ts";

/** The next step where nothing is in: wait for what is connected, connect a source, or import a file. */
export async function NoSales({ stores }: { stores: readonly { id: number }[] }) {
  const t = translator(await currentReader(), "overview");
  if (await isConnected(stores)) return <EmptyState title={t("empty.coming.title")} action={<LinkButton href="/sources" kind="primary">{t("empty.coming.action")}</LinkButton>}>{t("empty.coming.text")}</EmptyState>;
  return (
    <EmptyState title={t("empty.title")} action={<span className="flex flex-wrap gap-2"><LinkButton href="/imports" kind="primary">{t("empty.action")}</LinkButton><LinkButton href="/sources/new">{t("empty.connect")}</LinkButton></span>}>
      {t("empty.text")}
    </EmptyState>
  );
}
