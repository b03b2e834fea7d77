// A metric's name, sentence and formula in the reader's words.
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { translator, type Reader } from "#lib/words/words.ts";

export function metricWords(reader: Reader, id: MetricId): { label: string; sentence: string; formula: string } {
  const t = translator(reader, "metrics");
  return { label: t(`labels.${id}`), sentence: t(`sentences.${id}`), formula: t(`formulas.${id}`) };
}
