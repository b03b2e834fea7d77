import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { Problem } from "#app/problem.tsx";
import { currentReader } from "#app/reader.ts";
import { AccuracyBody } from "#app/(dashboard)/projections/accuracy/body.tsx";
import { AccuracyOpening } from "#app/(dashboard)/projections/accuracy/opening.tsx";
import { accuracyHref, readAccuracyView } from "#app/(dashboard)/projections/accuracy/read.ts";
import type { SearchParams } from "#app/view.ts";
import { Card } from "#app/ui/card.tsx";
import { classes } from "#app/ui/class-names.ts";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { requireActor } from "#lib/access/page.ts";
import { projectedMetrics } from "#lib/projections/targets.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "accuracy")("title") };
}

export default async function Accuracy({ searchParams }: { searchParams: SearchParams }) {
  await requireActor("projections");
  const reader = await currentReader();
  const [t, m] = [translator(reader, "accuracy"), translator(reader, "metrics")];
  const loading = translator(reader, "ui")("loading");
  const view = await readAccuracyView(searchParams);
  const again = `${accuracyHref(view, {})} ${view.store}`;
  return (
    <>
      <PageHeader title={t("title")}>
        <Suspense key={again} fallback={<Skeleton label={loading} className="mt-1 h-4 w-96 max-w-full" />}><AccuracyOpening view={view} /></Suspense>
      </PageHeader>
      <Problem problem={view.problem} />
      <nav aria-label={translator(reader, "projections")("metrics")} className="no-print mb-4 flex w-fit max-w-full flex-wrap rounded-lg bg-sunken p-0.5">
        {projectedMetrics.map((id) => <Link key={id} prefetch={false} scroll={false} href={accuracyHref(view, { metric: id, period: null })} aria-current={id === view.metric ? "true" : undefined} className={classes("rounded-md px-3 py-1.5 text-note", id === view.metric ? "bg-panel text-ink shadow-breath" : "text-ink-soft hover:text-ink")}>{m(`labels.${id}`)}</Link>)}
      </nav>
      <Suspense key={`body${again}`} fallback={<><Card className="mb-4"><Skeleton label={loading} className="h-56" /></Card><Card className="mb-4"><Skeleton label={loading} className="h-80" /></Card></>}><AccuracyBody view={view} /></Suspense>
    </>
  );
}
