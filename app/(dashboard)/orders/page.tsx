import type { Metadata } from "next";
import { readWindows } from "#app/figures.ts";
import { FilterChips, Pickers } from "#app/pickers.tsx";
import { Problem } from "#app/problem.tsx";
import { currentReader } from "#app/reader.ts";
import { addressOf, readView, type SearchParams } from "#app/view.ts";
import { MetricChoice } from "#app/(dashboard)/breakdown/metric-choice.tsx";
import { OrdersTable } from "#app/(dashboard)/orders/orders-table.tsx";
import { readOrders } from "#app/(dashboard)/orders/read.ts";
import { RefusedFilters } from "#app/(dashboard)/orders/refused-filters.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { requireActor } from "#lib/access/page.ts";
import { present } from "#lib/metrics/present.ts";
import { queryToSearch, type MetricQuery } from "#lib/metrics/query.ts";
import { behind } from "#lib/sales/behind.ts";
import { periodText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "orders")("title") };
}

export default async function Orders({ searchParams }: { searchParams: SearchParams }) {
  await requireActor("orders");
  const reader = await currentReader();
  const [t, m, u] = [translator(reader, "orders"), translator(reader, "metrics"), translator(reader, "ui")];
  const { query: asked, problem, search } = await readView(searchParams, ["after"]);
  const query: MetricQuery = { ...asked, metrics: [asked.metrics[0]!], by: [], grain: null, limit: null, sort: null };
  const scope = await readWindows(query);
  const from = behind(query.metrics[0]!);
  const { rows, next, total, after, refused, problem: unread } = await readOrders(query, scope, search.get("after"));
  const look = { locale: reader.locale, currency: scope.currency };
  const address = `/api/v1/orders?${queryToSearch({ ...query, compare: { kind: "none" } })}`;
  return (
    <>
      <PageHeader title={t("title")} actions={<Pickers path="/orders" query={query} scope={scope} compare={false} />}>
        {refused ? null : total === null ? t("totalUnknown", { period: periodText(scope.period, reader.locale) }) : t.rich("total", { metric: m(`labels.${from.metric}`), period: periodText(scope.period, reader.locale), value: present(from.metric, total, look), b: (words) => <b data-total>{words}</b> })}
      </PageHeader>
      <Problem problem={problem ?? unread} />
      <div className="no-print mb-4"><MetricChoice path="/orders" query={query} label={t("which")} go={t("show")} /></div>
      <FilterChips path="/orders" query={query} />
      {refused ? <RefusedFilters query={query} why={refused} /> : rows.length === 0 ? <EmptyState title={t("none")}>{t("noneText")}</EmptyState> : (
        <Card title={t("title")} flush actions={<ExportLinks id="orders" name={t("title")} address={address} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />}>
          <OrdersTable rows={rows} scope={scope} figure={query.metrics[0]!} />
          {next || after ? (
            <div className="no-print flex justify-between gap-2 border-t border-line p-3">
              {after ? <LinkButton href={addressOf("/orders", query)}>{t("first")}</LinkButton> : <span />}
              {next ? <LinkButton href={addressOf("/orders", query, { after: next })}>{t("next")}</LinkButton> : null}
            </div>
          ) : null}
        </Card>
      )}
    </>
  );
}
