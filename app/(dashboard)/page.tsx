import { Suspense } from "react";
import { Problem } from "#app/problem.tsx";
import { readWindows } from "#app/figures.ts";
import { Pickers } from "#app/pickers.tsx";
import { currentReader } from "#app/reader.ts";
import { addressOf, readView, type SearchParams } from "#app/view.ts";
import { Ads } from "#app/(dashboard)/overview/ads.tsx";
import { DemoProgress } from "#app/(dashboard)/demo/progress.tsx";
import { By, BySkeleton } from "#app/(dashboard)/overview/by.tsx";
import { cardMetrics, Cards, CardsSkeleton } from "#app/(dashboard)/overview/cards.tsx";
import { NoSales } from "#app/(dashboard)/overview/no-sales.tsx";
import { Opening } from "#app/(dashboard)/overview/opening.tsx";
import { Today } from "#app/(dashboard)/overview/today.tsx";
import { grainFor, Trend } from "#app/(dashboard)/overview/trend.tsx";
import { Card } from "#app/ui/card.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { requireActor } from "#lib/access/page.ts";
import { translator } from "#lib/words/words.ts";

export default async function Overview({ searchParams }: { searchParams: SearchParams }) {
  await requireActor("overview");
  const reader = await currentReader();
  const t = translator(reader, "overview");
  const loading = translator(reader, "ui")("loading");
  const { query: asked, problem } = await readView(searchParams);
  // The Overview is the whole shop; what is filtered stands on the breakdown.
  const chosen = { ...asked, filters: {} };
  const scope = await readWindows(chosen);
  const query = { ...chosen, metrics: cardMetrics, by: [], sort: null, limit: null, grain: chosen.grain ?? grainFor(scope.period.from, scope.period.to) };
  const again = addressOf("/", chosen);
  return (
    <>
      <PageHeader title={t("title")} actions={<Pickers path="/" query={chosen} scope={scope} />}>
        <Suspense key={again} fallback={<Skeleton label={loading} className="mt-1 h-4 w-96 max-w-full" />}><Opening query={query} /></Suspense>
      </PageHeader>
      <Suspense><DemoProgress /></Suspense>
      <Problem problem={problem} />
      <Suspense fallback={null}><Today scope={scope} /></Suspense>
      <Suspense key={`cards${again}`} fallback={<CardsSkeleton label={loading} />}><Cards query={query} /></Suspense>
      {scope.span === null ? (
        <Suspense fallback={null}><NoSales stores={scope.stores} /></Suspense>
      ) : (
        <>
          <Suspense key={`trend${again}`} fallback={<Card className="mb-4"><Skeleton label={loading} className="h-80" /></Card>}><Trend query={query} chosen={chosen} scope={scope} /></Suspense>
          <Suspense key={`ads${again}`} fallback={null}><Ads query={chosen} /></Suspense>
          <div className="grid gap-4 xl:grid-cols-2">
            <Suspense key={`product${again}`} fallback={<BySkeleton label={loading} />}><By query={chosen} cut="product" beside="units" limit={10} /></Suspense>
            <div className="flex min-w-0 flex-col gap-4">
              <Suspense key={`country${again}`} fallback={<BySkeleton label={loading} />}><By query={chosen} cut="country" beside="orders" limit={4} /></Suspense>
              <Suspense key={`type${again}`} fallback={<BySkeleton label={loading} />}><By query={chosen} cut="customer_type" beside="orders" limit={3} /></Suspense>
            </div>
          </div>
        </>
      )}
    </>
  );
}
