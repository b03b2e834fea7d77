import type { Metadata } from "next";
import Link from "next/link";
import { Choice } from "./choices.tsx";
import { formRows } from "./form-rows.ts";
import { GoalForm } from "./goal-form.tsx";
import { goalsAddress, readGoalsView } from "./read.ts";
import { goalsSentence } from "./sentence.ts";
import { currentReader } from "#app/reader.ts";
import type { SearchParams } from "#app/view.ts";
import { buttonClass, LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { requireActor } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import { metric as entryOf } from "#lib/metrics/catalogue.ts";
import { goalMetrics } from "#lib/plan/goal.ts";
import { messages, translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "goals")("title") };
}

export default async function Goals({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor("goals");
  const reader = await currentReader();
  const [t, m] = [translator(reader, "goals"), translator(reader, "metrics")];
  const view = await readGoalsView(actor, await searchParams);
  if (!view) return <><PageHeader title={t("title")} /><EmptyState title={t("noStores")} action={<LinkButton href="/imports" kind="primary">{t("noStoresAction")}</LinkButton>}>{t("noStoresText")}</EmptyState></>;
  const { stores, store, metric, year } = view;
  const to = (next: Partial<typeof view>) => goalsAddress({ ...view, ...next });
  const isShare = entryOf(metric).unit === "percent";
  const mayWrite = may(actor, "goals", "write");
  const { locale, ...words } = { ...messages(reader).goals, locale: reader.locale };
  const arrow = buttonClass("plain", "w-9 px-0 text-heading leading-none");
  const table = t("table", { metric: m(`labels.${metric}`), year: String(year) });
  return (
    <>
      <PageHeader title={t("title")} actions={<>
        {stores.length > 1 ? <Choice label={t("store")} value={String(store.id)} options={stores.map((one) => ({ value: String(one.id), name: one.name, href: to({ store: one }) }))} /> : null}
        <Choice label={t("metric")} value={metric} options={goalMetrics.map((id) => ({ value: id, name: m(`labels.${id}`), href: to({ metric: id }) }))} />
        <span className="flex items-center gap-1">
          <Link prefetch={false} scroll={false} href={to({ year: year - 1 })} aria-label={t("earlier")} className={arrow}>‹</Link>
          <span className="px-1 text-heading text-ink">{year}</span>
          <Link prefetch={false} scroll={false} href={to({ year: year + 1 })} aria-label={t("later")} className={arrow}>›</Link>
        </span>
      </>}>{goalsSentence(view, reader)}{mayWrite ? "" : ` ${t("readOnly")}`}</PageHeader>
      <Card flush title={table} note={stores.length > 1 ? store.name : undefined}>
        <GoalForm key={`${store.id} ${metric} ${year}`} rows={formRows(view, reader)} storeId={store.id} metric={metric} isShare={isShare} isAdded={entryOf(metric).kind === "measure"} mayWrite={mayWrite}
          words={{ ...words, table, goal: isShare ? `${words.goal} %` : words.goal, hint: isShare ? `${words.hint} ${words.percentHint}` : words.hint, locale }} />
      </Card>
    </>
  );
}
