import type { Metadata } from "next";
import Link from "next/link";
import { readWindows } from "#app/figures.ts";
import { keyText } from "#app/key-text.ts";
import { FilterChips, Pickers } from "#app/pickers.tsx";
import { Problem } from "#app/problem.tsx";
import { currentReader } from "#app/reader.ts";
import { addressOf, readView, type SearchParams } from "#app/view.ts";
import { MetricChoice } from "#app/(dashboard)/breakdown/metric-choice.tsx";
import { readOrders } from "#app/(dashboard)/orders/read.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { requireActor } from "#lib/access/page.ts";
import { moneyText, present } from "#lib/metrics/present.ts";
import { queryToSearch, type MetricQuery } from "#lib/metrics/query.ts";
import { behind } from "#lib/sales/behind.ts";
import { dayText, periodText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "orders")("title") };
}

export default async function Orders({ searchParams }: { searchParams: SearchParams }) {
  await requireActor("orders");
  const reader = await currentReader();
  const t = translator(reader, "orders");
  const m = translator(reader, "metrics");
  const u = translator(reader, "ui");
  const { query: asked, problem, search } = await readView(searchParams, ["after"]);
  const query: MetricQuery = { ...asked, metrics: [asked.metrics[0]!], by: [], grain: null, limit: null, sort: null };
  const scope = await readWindows(query);
  const from = behind[query.metrics[0]!];
  const { rows, next, total } = await readOrders(query, scope, search.get("after"));
  const look = { locale: reader.locale, currency: scope.currency };
  const several = scope.stores.length > 1;
  const names = new Map(scope.stores.map((store) => [store.id, store.name]));
  const amountLabel = from.sums === "money" ? m(`labels.${from.metric}`) : t("amount");
  const address = `/api/v1/orders?${queryToSearch({ ...query, compare: { kind: "none" } })}`;
  return (
    <>
      <PageHeader title={t("title")} actions={<Pickers path="/orders" query={query} scope={scope} compare={false} />}>
        {total === null ? t("totalUnknown", { period: periodText(scope.period, reader.locale) }) : t.rich("total", { metric: m(`labels.${from.metric}`), period: periodText(scope.period, reader.locale), value: present(from.metric, total, look), b: (words) => <b data-total>{words}</b> })}
      </PageHeader>
      <Problem problem={problem} />
      <div className="no-print mb-4"><MetricChoice path="/orders" query={query} label={t("which")} go={t("show")} /></div>
      <FilterChips path="/orders" query={query} />
      {rows.length === 0 ? <EmptyState title={t("none")}>{t("noneText")}</EmptyState> : (
        <Card title={t("title")} flush actions={<ExportLinks id="orders" name={t("title")} address={address} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />}>
          <Table label={t("title")}>
            <thead><tr><Th>{t("day")}</Th><Th>{t("order")}</Th>{several ? <Th>{t("store")}</Th> : null}<Th className="hidden sm:table-cell">{t("country")}</Th><Th className="hidden sm:table-cell">{t("customer")}</Th><Th numeric className="hidden sm:table-cell">{t("pieces")}</Th><Th numeric>{amountLabel}</Th></tr></thead>
            <tbody>
              {rows.map((row) => (
                <Row key={`${row.day}.${row.storeId}.${row.orderId}`} link>
                  <Td className="whitespace-nowrap">{dayText(row.day, reader.locale)}</Td>
                  <Td><Link prefetch={false} href={`/orders/${encodeURIComponent(row.orderId)}?store=${row.storeId}`} className="font-[550] text-ink underline-offset-2 hover:text-accent hover:underline">{row.orderId}</Link></Td>
                  {several ? <Td className="max-w-32 truncate">{names.get(row.storeId)}</Td> : null}
                  <Td className="hidden sm:table-cell">{keyText(reader, "country", row.country)}</Td>
                  <Td className="hidden sm:table-cell">{t(`type.${row.customerType}`)}</Td>
                  <Td numeric className="hidden sm:table-cell">{present("units", row.pieces, look)}</Td>
                  <Td numeric>{row.amount === null ? "–" : moneyText(Number(row.amount), look)}</Td>
                </Row>
              ))}
            </tbody>
          </Table>
          {next || search.get("after") ? (
            <div className="no-print flex justify-between gap-2 border-t border-line p-3">
              {search.get("after") ? <LinkButton href={addressOf("/orders", query)}>{t("first")}</LinkButton> : <span />}
              {next ? <LinkButton href={addressOf("/orders", query, { after: next })}>{t("next")}</LinkButton> : null}
            </div>
          ) : null}
        </Card>
      )}
    </>
  );
}
