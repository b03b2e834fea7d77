import { currentReader } from "#app/reader.ts";
import { CutTable } from "#app/cut-table.tsx";
import { tryFigures } from "#app/figures.ts";
import { addressOf, scopeOnly } from "#app/view.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { queryToSearch, type FilterCut, type MetricQuery } from "#lib/metrics/query.ts";
import { translator } from "#lib/words/words.ts";

/** Net sales by one cut: the largest few, the rest, the total. */
export async function By({ query, cut, beside, limit }: { query: MetricQuery; cut: "product" | "country" | "customer_type"; beside: MetricId; limit: number }) {
  const reader = await currentReader();
  const t = translator(reader, "overview");
  const u = translator(reader, "ui");
  const wanted: MetricQuery = { ...query, metrics: ["net_sales", beside], by: [cut], grain: null, limit, sort: { metric: "net_sales", descending: true } };
  const answer = await tryFigures(wanted);
  const title = t(`by.${cut}`);
  const all = { ...wanted, limit: null };
  const hrefOf = (key: string) => addressOf("/orders", { ...scopeOnly(query), metrics: ["net_sales"], filters: { [cut as FilterCut]: [key] } });
  const isEmpty = !answer || answer.rows.length === 0;
  return (
    <Card title={title} flush actions={isEmpty ? null : (
      <>
        <LinkButton kind="quiet" className="min-h-8! px-2 py-1" href={addressOf("/breakdown", { ...scopeOnly(query), metrics: ["net_sales"], by: [cut] })} aria-label={`${title}: ${t("by.all")}`}>{t("by.all")}</LinkButton>
        <ExportLinks id={cut} name={title} address={`/api/v1/metrics?${queryToSearch(all)}`} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />
      </>
    )}>
      {isEmpty ? <p className="px-4 pb-6 text-ink-faint sm:px-[18px]">{answer ? t("by.none") : t("card.failedRead")}</p> : <CutTable answer={answer} cut={cut} label={title} hrefOf={hrefOf} compact />}
    </Card>
  );
}

export function BySkeleton({ label }: { label: string }) {
  return <Card><Skeleton label={label} className="h-64" /></Card>;
}
