import type { Metadata } from "next";
import { CutTable } from "#app/cut-table.tsx";
import { FilterChips, Pickers } from "#app/pickers.tsx";
import { Problem } from "#app/problem.tsx";
import { currentReader } from "#app/reader.ts";
import { addressOf, readView, scopeOnly, type SearchParams } from "#app/view.ts";
import { CutChoice } from "#app/(dashboard)/breakdown/cut-choice.tsx";
import { MetricChoice } from "#app/(dashboard)/breakdown/metric-choice.tsx";
import { shownProducts } from "#app/(dashboard)/breakdown/ranked.ts";
import { breakdownDefaults, leading, ordersOf, readBreakdown } from "#app/(dashboard)/breakdown/read.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { requireActor } from "#lib/access/page.ts";
import { present } from "#lib/metrics/present.ts";
import { queryToSearch } from "#lib/metrics/query.ts";
import { refusedFilters } from "#lib/sales/behind.ts";
import { periodText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "breakdown")("title") };
}

export default async function BreakdownPage({ searchParams }: { searchParams: SearchParams }) {
  await requireActor("metrics");
  const reader = await currentReader();
  const [t, m, u] = [translator(reader, "breakdown"), translator(reader, "metrics"), translator(reader, "ui")];
  const { query: asked, problem } = await readView(searchParams, [], breakdownDefaults);
  const shown = await readBreakdown(asked);
  const { id, cut, query, scope, reason, answer } = shown;
  const words = { metric: m(`labels.${id}`), cut: m(`cuts.${cut}`).toLocaleLowerCase(reader.language), period: periodText(scope.period, reader.locale) };
  const title = t("title2", words);
  const lead = leading(shown, reader);
  const hasOrders = refusedFilters(id, query.filters) === null;
  const names = Object.fromEntries((answer?.rows ?? []).flatMap((row) => (row.labels.product ? [[row.keys.product ?? "", row.labels.product]] : [])));
  return (
    <>
      <PageHeader title={title} actions={<Pickers path="/breakdown" query={query} scope={scope} />}>
        {answer ? t.rich("sentence", { ...words, value: present(id, answer.total.values[id], { locale: reader.locale, currency: answer.currency, isBound: answer.total.bounds?.includes(id) }), lead: lead ? t("lead", lead) : "", b: (text) => <b data-total>{text}</b> }) : null}
      </PageHeader>
      <Problem problem={problem} />
      <div className="no-print mb-4 flex flex-wrap items-center gap-3"><MetricChoice path="/breakdown" query={query} label={t("metric")} go={t("show")} /><CutChoice shown={shown} label={t("by")} /></div>
      <FilterChips path="/breakdown" query={query} names={names} />
      {reason ? <Notice tone="amber" title={t("refused", { ...words, why: m(`refusals.${reason}`) })}>{t("refusedHelp")}</Notice> : null}
      {answer && answer.rows.length > 0 ? (
        <Card title={title} flush note={answer.rows.some((row) => row.isOther) ? t("limited", { limit: shownProducts }) : undefined} actions={<>
          {hasOrders ? <LinkButton kind="quiet" className="min-h-8! px-2 py-1" href={addressOf("/orders", { ...scopeOnly(query), metrics: [id], filters: query.filters })}>{t("orders")}</LinkButton> : null}
          <ExportLinks id="breakdown" name={title} address={`/api/v1/metrics?${queryToSearch(query)}`} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />
        </>}>
          <CutTable answer={answer} cut={cut} label={title} hrefOf={(key) => ordersOf(shown, key)} />
        </Card>
      ) : reason ? null : <EmptyState title={t("nothing")} action={<LinkButton href={addressOf("/breakdown", { ...query, period: { preset: "all" } }, {}, breakdownDefaults)}>{t("allDays")}</LinkButton>}>{t("nothingText")}</EmptyState>}
    </>
  );
}
