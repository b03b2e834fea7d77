import { currentReader } from "#app/reader.ts";
import { figureCard } from "#app/figure-card.tsx";
import { tryFigures } from "#app/figures.ts";
import { CONNECT } from "#app/nav.ts";
import { RoleNote } from "#app/role-note.tsx";
import { addressOf, scopeOnly } from "#app/view.ts";
import type { ChannelsView } from "#app/(dashboard)/channels/read.ts";
import { MetricCard, MetricCardSkeleton } from "#app/ui/metric-card.tsx";
import { database } from "#lib/database.ts";
import { metric } from "#lib/metrics/catalogue.ts";
import { canCut } from "#lib/metrics/cutting.ts";
import { pendingDays } from "#lib/refresh/pending.ts";
import { translator } from "#lib/words/words.ts";

const grid = "mb-4 grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4";

/** Four figures at most, and above them what is wrong with the data, where something is. */
export async function ChannelCards({ view }: { view: ChannelsView }) {
  const reader = await currentReader();
  const t = translator(reader, "channels");
  const answer = await tryFigures(view.series);
  const counting = answer ? await pendingDays(database(), answer.stores.map((store) => store.id), answer.period) : 0;
  return (
    <>
      <RoleNote answer={answer} counting={counting} id={view.cards[0]!} freshness={view.scope.freshness} />
      <div className={grid}>
        {view.cards.map((id) => (
          <MetricCard key={id} {...figureCard(id, answer, counting, view.series, reader, {
            path: "/channels", empty: { text: t("empty.ads"), href: CONNECT, action: t("empty.connect") },
            href: addressOf("/breakdown", { ...scopeOnly(view.asked), metrics: [id], by: [canCut(metric(id), ["channel"]) ? "channel" : "store"], filters: view.asked.filters }),
          })} />
        ))}
      </div>
    </>
  );
}

export function ChannelCardsSkeleton({ label, count }: { label: string; count: number }) {
  return <div className={grid}>{Array.from({ length: count }, (_, index) => <MetricCardSkeleton key={index} label={label} />)}</div>;
}
