import type { Metadata } from "next";
import Link from "next/link";
import { CutTable } from "#app/cut-table.tsx";
import { readFigures, readWindows } from "#app/figures.ts";
import { keyText } from "#app/key-text.ts";
import { FilterChips, Pickers } from "#app/pickers.tsx";
import { Problem } from "#app/problem.tsx";
import { currentReader } from "#app/reader.ts";
import { addressOf, readView, scopeOnly, viewDefaults, type SearchParams } from "#app/view.ts";
import { MetricChoice } from "#app/(dashboard)/breakdown/metric-choice.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { classes } from "#app/ui/class-names.ts";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { requireActor } from "#lib/access/page.ts";
import { metric } from "#lib/metrics/catalogue.ts";
import { cuts, type Cut } from "#lib/metrics/marts.ts";
import { refusal } from "#lib/metrics/cutting.ts";
import { present } from "#lib/metrics/present.ts";
import { cutsNeeded, queryToSearch, type FilterCut, type MetricQuery } from "#lib/metrics/query.ts";
import { periodText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** So many rows are shown one by one; the files hold all. */
const shown = 200;
const defaults: MetricQuery = { ...viewDefaults, by: ["country"] };

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "breakdown")("title") };
}

export default async function Breakdown({ searchParams }: { searchParams: SearchParams }) {
  await requireActor("metrics");
  const reader = await currentReader();
  const t = translator(reader, "breakdown");
  const m = translator(reader, "metrics");
  const u = translator(reader, "ui");
  const { query: asked, problem } = await readView(searchParams, [], defaults);
  const id = asked.metrics[0]!;
  const cut: Cut = asked.by[0] ?? "country";
  const chosen: MetricQuery = { ...asked, metrics: [id], by: [cut], grain: null, limit: null, sort: null };
  const scope = await readWindows(chosen);
  const words = { metric: m(`labels.${id}`), cut: m(`cuts.${cut}`), period: periodText(scope.period, reader.locale) };
  const title = t("title2", words);
  const to = (next: Partial<MetricQuery>) => addressOf("/breakdown", { ...chosen, ...next }, {}, defaults);
  const reason = refusal(metric(id), cutsNeeded(chosen));
  const answer = reason || !scope.span ? null : await readFigures({ ...chosen, limit: shown, sort: { metric: id, descending: true } });
  const first = answer?.rows.find((row) => !row.isOther);
  const whole = Number(answer?.total.values[id] ?? 0);
  const share = first && whole !== 0 && metric(id).kind === "measure" ? Number(first.values[id] ?? 0) / whole : null;
  const lead = first && share !== null && share > 0 && share <= 1 ? t("lead", { name: keyText(reader, cut, first.keys[cut] ?? "", first.labels[cut]), share: new Intl.NumberFormat(reader.locale, { style: "percent", maximumFractionDigits: 0 }).format(share) }) : "";
  const names = Object.fromEntries((answer?.rows ?? []).flatMap((row) => (row.labels.product ? [[row.keys.product ?? "", row.labels.product]] : [])));
  const hrefOf = (key: string) => (cut === "store" ? addressOf("/orders", { ...scopeOnly(chosen), stores: [Number(key)], metrics: [id], filters: chosen.filters }) : addressOf("/orders", { ...scopeOnly(chosen), metrics: [id], filters: { ...chosen.filters, [cut as FilterCut]: [key] } }));
  return (
    <>
      <PageHeader title={title} actions={<Pickers path="/breakdown" query={chosen} scope={scope} />}>
        {answer ? t.rich("sentence", { ...words, cut: words.cut.toLowerCase(), value: present(id, answer.total.values[id], { locale: reader.locale, currency: answer.currency }), lead, b: (text) => <b>{text}</b> }) : null}
      </PageHeader>
      <Problem problem={problem} />
      <div className="no-print mb-4 flex flex-wrap items-center gap-3">
        <MetricChoice path="/breakdown" query={chosen} label={t("metric")} go={t("show")} />
        <nav aria-label={t("by")} className="flex max-w-full flex-wrap rounded-lg bg-sunken p-0.5">
          {cuts.map((one) => <Link key={one} prefetch={false} href={to({ by: [one] })} aria-current={one === cut ? "true" : undefined} className={classes("rounded-md px-3 py-1.5 text-note", one === cut ? "bg-panel text-ink shadow-breath" : refusal(metric(id), [one]) ? "text-ink-faint line-through decoration-1" : "text-ink-soft hover:text-ink")}>{m(`cuts.${one}`)}</Link>)}
        </nav>
      </div>
      <FilterChips path="/breakdown" query={chosen} names={names} />
      {reason ? <Notice tone="amber" title={t("refused", { ...words, cut: words.cut.toLowerCase(), why: m(`refusals.${reason}`) })}>{t("refusedHelp")}</Notice> : null}
      {answer && answer.rows.length > 0 ? (
        <Card title={title} flush note={answer.rows.some((row) => row.isOther) ? t("limited", { limit: shown }) : undefined} actions={
          <>
            <LinkButton kind="quiet" className="min-h-8! px-2 py-1" href={addressOf("/orders", { ...scopeOnly(chosen), metrics: [id], filters: chosen.filters })}>{t("orders")}</LinkButton>
            <ExportLinks id="breakdown" name={title} address={`/api/v1/metrics?${queryToSearch(chosen)}`} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />
          </>
        }>
          <CutTable answer={answer} cut={cut} label={title} hrefOf={hrefOf} />
        </Card>
      ) : reason ? null : <Nothing />}
    </>
  );
}

async function Nothing() {
  const t = translator(await currentReader(), "overview");
  return <EmptyState title={t("empty.title")} action={<LinkButton href="/imports" kind="primary">{t("empty.action")}</LinkButton>}>{t("by.none")}</EmptyState>;
}
