import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { FilterChips, Pickers } from "#app/pickers.tsx";
import { Problem } from "#app/problem.tsx";
import { CONNECT } from "#app/nav.ts";
import { currentReader } from "#app/reader.ts";
import { campaignLabels } from "#app/(dashboard)/channels/labels.ts";
import { ChannelCards, ChannelCardsSkeleton } from "#app/(dashboard)/channels/cards.tsx";
import { SpendBesideSales } from "#app/(dashboard)/channels/chart.tsx";
import { LevelChoice } from "#app/(dashboard)/channels/level-choice.tsx";
import { channelDefaults, readChannels } from "#app/(dashboard)/channels/read.ts";
import { ChannelsSentence } from "#app/(dashboard)/channels/sentence.tsx";
import { ChannelTable } from "#app/(dashboard)/channels/table.tsx";
import { addressOf, readView, type SearchParams } from "#app/view.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { requireActor } from "#lib/access/page.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "channels")("title") };
}

export default async function Channels({ searchParams }: { searchParams: SearchParams }) {
  await requireActor("metrics");
  const reader = await currentReader();
  const t = translator(reader, "channels");
  const loading = translator(reader, "ui")("loading");
  const { query, problem } = await readView(searchParams, [], channelDefaults);
  const view = await readChannels(query);
  if (view.scope.span === null) return <><PageHeader title={t("title")} /><EmptyState title={t("empty.title")} action={<LinkButton href={CONNECT} kind="primary">{t("empty.action")}</LinkButton>}>{t("empty.text")}</EmptyState></>;
  const again = addressOf("/channels", view.asked);
  const missing = (["ads", "web"] as const).filter((role) => !view.has.has(role));
  return (
    <>
      <PageHeader title={t("title")} actions={<Pickers path="/channels" query={view.asked} scope={view.scope} />}>
        <Suspense key={again} fallback={<Skeleton label={loading} className="mt-1 h-4 w-96 max-w-full" />}><ChannelsSentence view={view} /></Suspense>
      </PageHeader>
      <Problem problem={problem} />
      <FilterChips path="/channels" query={view.asked} names={await campaignLabels(view)} />
      <Suspense key={`cards${again}`} fallback={<ChannelCardsSkeleton label={loading} count={view.cards.length} />}><ChannelCards view={view} /></Suspense>
      <Suspense key={`chart${again}`} fallback={<Card className="mb-4"><Skeleton label={loading} className="h-80" /></Card>}><SpendBesideSales view={view} /></Suspense>
      <div className="no-print mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <LevelChoice view={view} />
        <Link prefetch={false} href="/channels/rules" className="text-note text-accent underline-offset-2 hover:underline">{t("rules_link")}</Link>
        {missing.map((role) => <p key={role} className="text-note text-ink-faint">{t(`missing.${role}`)}</p>)}
      </div>
      <Suspense key={`table${again}`} fallback={<Card className="mb-4"><Skeleton label={loading} className="h-96" /></Card>}><ChannelTable view={view} /></Suspense>
    </>
  );
}
