import type { Metadata } from "next";
import { Suspense } from "react";
import { Problem } from "#app/problem.tsx";
import { currentReader } from "#app/reader.ts";
import { Today } from "#app/(dashboard)/overview/today.tsx";
import { OutlookCards, OutlookCardsSkeleton } from "#app/(dashboard)/projections/cards.tsx";
import { Changed } from "#app/(dashboard)/projections/changed.tsx";
import { ProjectionChart } from "#app/(dashboard)/projections/chart.tsx";
import { Drivers } from "#app/(dashboard)/projections/drivers.tsx";
import { Events } from "#app/(dashboard)/projections/events.tsx";
import { Method } from "#app/(dashboard)/projections/method.tsx";
import { MetricChoice, WindowChoiceMenu } from "#app/(dashboard)/projections/metric-choice.tsx";
import { NoProjection } from "#app/(dashboard)/projections/no-projection.tsx";
import { ProjectionNotes } from "#app/(dashboard)/projections/notes.tsx";
import { ProjectionOpening } from "#app/(dashboard)/projections/opening.tsx";
import { Parts } from "#app/(dashboard)/projections/parts.tsx";
import { hrefOf, readProjectionsView } from "#app/(dashboard)/projections/read.ts";
import type { SearchParams } from "#app/view.ts";
import { Card } from "#app/ui/card.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { requireActor } from "#lib/access/page.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "projections")("title") };
}

export default async function Projections({ searchParams }: { searchParams: SearchParams }) {
  await requireActor("projections");
  const reader = await currentReader();
  const t = translator(reader, "projections");
  const loading = translator(reader, "ui")("loading");
  const view = await readProjectionsView(searchParams);
  const again = `${hrefOf(view, {})} ${view.store}`;
  const block = (height: string) => <Card className="mb-4"><Skeleton label={loading} className={height} /></Card>;
  return (
    <>
      <PageHeader title={t("title")} actions={<WindowChoiceMenu view={view} />}>
        <Suspense key={again} fallback={<Skeleton label={loading} className="mt-1 h-4 w-96 max-w-full" />}><ProjectionOpening view={view} /></Suspense>
      </PageHeader>
      <Problem problem={view.problem} />
      <MetricChoice view={view} />
      <Suspense key={`notes${again}`} fallback={null}><ProjectionNotes view={view} /></Suspense>
      <Suspense key={`none${again}`} fallback={null}><NoProjection view={view} /></Suspense>
      <Suspense key={`cards${again}`} fallback={<OutlookCardsSkeleton label={loading} />}><OutlookCards view={view} /></Suspense>
      <Suspense key={`chart${again}`} fallback={block("h-96")}><ProjectionChart view={view} /></Suspense>
      {view.metric === "net_sales" ? <Suspense fallback={null}><Today scope={view.scope} /></Suspense> : null}
      <Suspense key={`events${again}`} fallback={block("h-40")}><Events view={view} /></Suspense>
      <Suspense key={`drivers${again}`} fallback={block("h-48")}><Drivers view={view} /></Suspense>
      <Suspense key={`changed${again}`} fallback={block("h-40")}><Changed view={view} /></Suspense>
      <Suspense key={`parts${again}`} fallback={block("h-64")}><Parts view={view} /></Suspense>
      <Suspense key={`method${again}`} fallback={block("h-24")}><Method view={view} /></Suspense>
    </>
  );
}
