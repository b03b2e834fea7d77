import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { readWindows, tryFigures } from "#app/figures.ts";
import { addressOf, scopeOnly, withWindows } from "#app/view.ts";
import { DeltaText } from "#app/ui/delta.tsx";
import { Panel } from "#app/ui/panel.tsx";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { present, presentDelta } from "#lib/metrics/present.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";
import { isWholeComparison } from "#lib/metrics/read.ts";
import { periodText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

const figures = ["spend", "mer", "roas", "ncac"] as const satisfies readonly MetricId[];

/** What ads cost beside the sales, once an ad account tells it; over the days that both are known for. */
export async function Ads({ query }: { query: MetricQuery }) {
  const reader = await currentReader();
  const [t, m] = [translator(reader, "overview"), translator(reader, "metrics")];
  const wanted: MetricQuery = { ...query, metrics: [...figures], by: [], grain: null, sort: null, limit: null };
  const scope = await readWindows(wanted);
  if (!scope.freshness.roles.some(({ role }) => role === "ads")) return null;
  const answer = await tryFigures(withWindows(wanted, scope));
  if (!answer) return null;
  const compared = isWholeComparison(answer);
  const look = { locale: reader.locale, currency: answer.currency, size: "whole" as const };
  return (
    <Panel className="mb-4 flex flex-wrap items-center gap-x-8 gap-y-3 px-4 py-3 sm:px-[18px]" data-ads>
      <div className="min-w-0">
        <h2 className="text-body text-ink">{t("ads.title")}</h2>
        <p className="text-note text-ink-faint">{periodText(answer.period, reader.locale)}</p>
      </div>
      <dl className="grid flex-1 basis-80 grid-cols-2 gap-x-6 gap-y-3 lg:grid-cols-4">
        {figures.map((id) => (
          <div key={id} data-metric={id} title={m(`sentences.${id}`)}>
            <dt className="text-note text-ink-soft">{m(`labels.${id}`)}</dt>
            <dd className="flex flex-wrap items-baseline gap-x-2 text-heading font-[620] text-ink">
              <span data-figure>{present(id, answer.total.values[id], look)}</span>
              {compared ? <DeltaText className="text-note" delta={presentDelta(id, answer.total.values[id], answer.total.compare?.[id], reader.locale, { new: t("card.new"), points: t("card.points") })} /> : null}
            </dd>
          </div>
        ))}
      </dl>
      <Link prefetch={false} href={addressOf("/channels", scopeOnly(query))} className="no-print text-note font-[550] text-accent underline-offset-2 hover:underline">{t("ads.open")}</Link>
    </Panel>
  );
}
