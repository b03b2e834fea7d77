import { isConnected } from "#app/coming.ts";
import { currentReader } from "#app/reader.ts";
import { ProjectNow } from "#app/(dashboard)/projections/project-now.tsx";
import { oneStore, readFigureOf, type ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Refresh } from "#app/ui/refresh.tsx";
import { requireActor } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import { translator } from "#lib/words/words.ts";

/** The next step where there is no projection: bring in orders, connect what the figure needs, or wait for the first making. */
export async function NoProjection({ view }: { view: ProjectionsView }) {
  const [reader, actor, read] = [await currentReader(), await requireActor("projections"), await readFigureOf(view)];
  const t = translator(reader, "projections");
  if (read !== "none") return null;
  const needs = translator(reader, "metrics")(`labels.${view.metric}`);
  if (view.scope.span !== null) {
    const stores = view.scope.stores.map(({ id }) => id);
    const one = oneStore(view);
    return <div className="mb-4"><Refresh /><EmptyState title={t("state.makingTitle")} action={may(actor, "projections", "write") ? <ProjectNow stores={one === null ? stores : [one]} today={view.next} words={{ do: t("state.makeNow"), busy: t("again.busy"), failed: t("again.failed") }} /> : undefined}>{t("state.making")}</EmptyState></div>;
  }
  if (view.metric !== "net_sales") return <EmptyState title={t("state.noMetricTitle", { metric: needs })} action={<LinkButton href="/sources" kind="primary">{t("state.noMetricAction")}</LinkButton>}>{t("state.noMetric")}</EmptyState>;
  if (await isConnected(view.scope.stores)) return <EmptyState title={t("state.comingTitle")} action={<LinkButton href="/sources" kind="primary">{t("state.sources")}</LinkButton>}>{t("state.coming")}</EmptyState>;
  return (
    <EmptyState title={t("state.emptyTitle")} action={<span className="flex flex-wrap gap-2"><LinkButton href="/imports" kind="primary">{t("state.emptyImport")}</LinkButton><LinkButton href="/sources/new">{t("state.emptyConnect")}</LinkButton></span>}>{t("state.empty")}</EmptyState>
  );
}
