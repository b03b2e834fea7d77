import { currentReader } from "#app/reader.ts";
import { Notice } from "#app/ui/notice.tsx";
import { metric } from "#lib/metrics/catalogue.ts";
import { canCut, type Refusal } from "#lib/metrics/cutting.ts";
import { filterCuts, type MetricQuery } from "#lib/metrics/query.ts";
import { translator } from "#lib/words/words.ts";

/** In place of the list: the figure and the filters that it doesn't take, why, and what to do. */
export async function RefusedFilters({ query, why }: { query: MetricQuery; why: Refusal }) {
  const reader = await currentReader();
  const [t, m] = [translator(reader, "orders"), translator(reader, "metrics")];
  const id = query.metrics[0]!;
  const cuts = filterCuts.filter((cut) => query.filters[cut] && !canCut(metric(id), [cut])).map((cut) => m(`cuts.${cut}`).toLocaleLowerCase(reader.language));
  const cut = new Intl.ListFormat(reader.locale).format(cuts);
  return <Notice tone="amber" title={t("refused", { metric: m(`labels.${id}`), cut, why: m(`refusals.${why}`) })}>{t("refusedHelp")}</Notice>;
}
