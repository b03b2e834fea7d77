import { isConnected } from "#app/coming.ts";
import { currentReader } from "#app/reader.ts";
import { tryFigures } from "#app/figures.ts";
import { overviewSentence } from "#app/(dashboard)/overview/sentence.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** The page's sentence, and how far its periods run. */
export async function Opening({ query }: { query: MetricQuery }) {
  const reader = await currentReader();
  const t = translator(reader, "overview");
  const answer = await tryFigures(query);
  if (!answer) return <>{t("card.failedRead")}</>;
  const { key, values } = overviewSentence(answer, reader);
  if (key === "nothing" && (await isConnected(answer.stores))) return <>{t("sentence.coming")}</>;
  const last = answer.freshness.completeThrough;
  const isPast = answer.freshness.daysBehind > 1;
  return (
    <>
      {t.rich(`sentence.${key}`, { ...values, b: (words) => <b>{words}</b> })}
      {last ? <> <span className="text-ink-faint">{t(isPast ? "sentence.ends" : "sentence.through", { last: dayText(last, reader.locale) })}</span></> : null}
    </>
  );
}
