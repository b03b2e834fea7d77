import { currentReader } from "#app/reader.ts";
import { figureCard } from "#app/figure-card.tsx";
import { tryFigures } from "#app/figures.ts";
import { CONNECT } from "#app/nav.ts";
import { RoleNote } from "#app/role-note.tsx";
import { addressOf, scopeOnly } from "#app/view.ts";
import { figures, type SearchView } from "#app/(dashboard)/search/read.ts";
import { MetricCard, MetricCardSkeleton } from "#app/ui/metric-card.tsx";
import { database } from "#lib/database.ts";
import { pendingDays } from "#lib/refresh/pending.ts";
import { translator } from "#lib/words/words.ts";

const grid = "mb-4 grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4";

export async function SearchCards({ view }: { view: SearchView }) {
  const reader = await currentReader();
  const t = translator(reader, "search");
  const answer = await tryFigures(view.series);
  const counting = answer ? await pendingDays(database(), answer.stores.map((store) => store.id), answer.period) : 0;
  const empty = { text: t("empty.card"), href: CONNECT, action: t("empty.action") };
  return (
    <>
      <RoleNote answer={answer} counting={counting} id="search_clicks" freshness={view.scope.freshness} />
      <div className={grid}>{figures.map((id) => <MetricCard key={id} {...figureCard(id, answer, counting, view.series, reader, { path: "/search", empty, href: addressOf("/breakdown", { ...scopeOnly(view.asked), metrics: [id], by: [view.cut] }) })} label={t(`short.${id}`)} />)}</div>
    </>
  );
}

export function SearchCardsSkeleton({ label }: { label: string }) {
  return <div className={grid}>{figures.map((id) => <MetricCardSkeleton key={id} label={label} />)}</div>;
}
