import type { Metadata } from "next";
import { Suspense } from "react";
import { Pickers } from "#app/pickers.tsx";
import { Problem } from "#app/problem.tsx";
import { CONNECT } from "#app/nav.ts";
import { currentReader } from "#app/reader.ts";
import { SearchCards, SearchCardsSkeleton } from "#app/(dashboard)/search/cards.tsx";
import { SearchTrend } from "#app/(dashboard)/search/chart.tsx";
import { readSearch, searchDefaults } from "#app/(dashboard)/search/read.ts";
import { SearchSentence } from "#app/(dashboard)/search/sentence.tsx";
import { Speed } from "#app/(dashboard)/search/speed.tsx";
import { SearchTable } from "#app/(dashboard)/search/table.tsx";
import { addressOf, readView, type SearchParams } from "#app/view.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { requireActor } from "#lib/access/page.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "search")("title") };
}

export default async function Search({ searchParams }: { searchParams: SearchParams }) {
  await requireActor("metrics");
  const reader = await currentReader();
  const t = translator(reader, "search");
  const loading = translator(reader, "ui")("loading");
  const { query, problem } = await readView(searchParams, [], searchDefaults);
  const view = await readSearch(query);
  if (!view.hasSearch && !view.hasSpeed) return <><PageHeader title={t("title")} /><EmptyState title={t("empty.title")} action={<LinkButton href={CONNECT} kind="primary">{t("empty.action")}</LinkButton>}>{t("empty.text")}</EmptyState></>;
  const again = addressOf("/search", view.asked);
  return (
    <>
      <PageHeader title={t("title")} actions={<Pickers path="/search" query={view.asked} scope={view.scope} />}>
        <Suspense key={again} fallback={<Skeleton label={loading} className="mt-1 h-4 w-96 max-w-full" />}><SearchSentence view={view} /></Suspense>
      </PageHeader>
      <Problem problem={problem} />
      {view.hasSearch ? (
        <>
          <Suspense key={`cards${again}`} fallback={<SearchCardsSkeleton label={loading} />}><SearchCards view={view} /></Suspense>
          <Suspense key={`chart${again}`} fallback={<Card className="mb-4"><Skeleton label={loading} className="h-80" /></Card>}><SearchTrend view={view} /></Suspense>
        </>
      ) : null}
      <Suspense key={`speed${again}`} fallback={<Card className="mb-4"><Skeleton label={loading} className="h-40" /></Card>}><Speed view={view} /></Suspense>
      {view.hasSearch ? <Suspense key={`table${again}`} fallback={<Card><Skeleton label={loading} className="h-96" /></Card>}><SearchTable view={view} /></Suspense> : null}
    </>
  );
}
