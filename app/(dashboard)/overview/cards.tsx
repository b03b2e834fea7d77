import { isConnected } from "#app/coming.ts";
import { currentReader } from "#app/reader.ts";
import { figureCard } from "#app/figure-card.tsx";
import { tryFigures } from "#app/figures.ts";
import { addressOf, scopeOnly } from "#app/view.ts";
import { cardState } from "#app/(dashboard)/overview/card-state.ts";
import { StateNote } from "#app/(dashboard)/overview/state-note.tsx";
import { MetricCard, MetricCardSkeleton } from "#app/ui/metric-card.tsx";
import { database } from "#lib/database.ts";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";
import { pendingDays } from "#lib/refresh/pending.ts";
import { translator } from "#lib/words/words.ts";

export const cardMetrics: MetricId[] = ["net_sales", "orders", "aov", "returns", "new_customers"];
const grid = "mb-4 grid grid-cols-2 gap-3 max-md:[&>*:first-child]:col-span-2 sm:gap-4 md:grid-cols-6 md:*:col-span-2 md:[&>*:nth-child(n+4)]:col-span-3 xl:grid-cols-5 xl:*:col-span-1 xl:[&>*:nth-child(n+4)]:col-span-1";

/** The five figures. `query` has a grain, so that the same answer draws their shapes. */
export async function Cards({ query }: { query: MetricQuery }) {
  const reader = await currentReader();
  const t = translator(reader, "overview");
  const answer = await tryFigures(query);
  const counting = answer ? await pendingDays(database(), answer.stores.map((store) => store.id), answer.period) : 0;
  const empty = (await isConnected(answer?.stores ?? [])) ? { text: t("card.comingText"), href: "/sources", action: t("card.comingAction") } : { text: t("card.emptyText"), href: "/imports", action: t("card.emptyAction") };
  return (
    <>
      <StateNote answer={answer} shown={cardState(answer, "net_sales", counting)} counting={counting} />
      <div className={grid}>{cardMetrics.map((id) => <MetricCard key={id} {...figureCard(id, answer, counting, query, reader, { path: "/", href: addressOf("/breakdown", { ...scopeOnly(query), metrics: [id], by: ["country"] }), empty })} />)}</div>
    </>
  );
}

export function CardsSkeleton({ label }: { label: string }) {
  return <div className={grid}>{cardMetrics.map((id) => <MetricCardSkeleton key={id} label={label} />)}</div>;
}
