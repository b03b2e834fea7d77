// Projections as files: the same figures as the pages show, typed, with what they were asked for.
import { addDays } from "#lib/core/day.ts";
import type { Column, ColumnKind, ExportTable } from "#lib/exports/table.ts";
import { metric as entryOf, type MetricId } from "#lib/metrics/catalogue.ts";
import type { AccuracyAnswer } from "#lib/projections/accuracy.ts";
import type { PartAnswer } from "#lib/projections/parts.ts";
import type { ProjectionAnswer } from "#lib/projections/read.ts";

const text = (value: number | null | undefined): string | null => (value === null || value === undefined || Number.isNaN(value) ? null : String(value));
const kindOf = (id: MetricId): ColumnKind => ({ money: "money", count: "count", percent: "percent" } as Partial<Record<string, ColumnKind>>)[entryOf(id).unit] ?? "number";
const columns = (kind: ColumnKind, ids: [string, string][]): Column[] => ids.map(([id, label]) => ({ id, label, kind }));

/** Every day: what happened, the same weekday a year before, and the range of what is to come. */
export function daysTable(answer: ProjectionAnswer, period: { from: string; to: string }): ExportTable {
  const { metric } = answer;
  return {
    name: `projection of ${metric} ${period.from} to ${addDays(period.to, -1)}`,
    columns: [{ id: "day", label: "Day", kind: "day" }, ...columns(kindOf(metric), [["actual", "Actual"], ["mean", "Mean"], ["p10", "10 %"], ["p50", "Middle"], ["p90", "90 %"], ["lo95", "2.5 %"], ["hi95", "97.5 %"], ["year_before", "52 weeks before"]])],
    rows: answer.days.map(({ day, actual, lastYear, fan }) => [day, text(actual), ...(["mean", "p10", "p50", "p90", "lo95", "hi95"] as const).map((name) => text(fan?.[name])), text(lastYear)]),
    about: [["Figure", entryOf(metric).label], ["Stores", answer.stores.map((store) => store.name).join(", ")], ["Currency", answer.currency], ["Data through", answer.through], ["Made", answer.stores.map((store) => store.madeAt).join(", ")]],
  };
}

/** One row a part; amounts and means add up over rows, the ranges don't. */
export function partsTable({ currency, parts }: { currency: string; parts: readonly PartAnswer[] }, asked: { metric: MetricId; by: string; from: string; to: string }): ExportTable {
  return {
    name: `projection of ${asked.metric} by ${asked.by} ${asked.from} to ${addDays(asked.to, -1)}`,
    columns: [{ id: asked.by, label: asked.by, kind: "text" }, { id: "name", label: "Name", kind: "text" }, ...columns(kindOf(asked.metric), [["so_far", "So far"], ["amount", "Whole period"], ["mean", "Mean"], ["p10", "10 %"], ["p50", "Middle"], ["p90", "90 %"]]), { id: "share", label: "Share", kind: "percent" }],
    rows: parts.map((part) => [part.isOther ? "(other)" : part.key, part.name, text(part.total.known), text(part.amount), text(part.total.mean), text(part.total.p10), text(part.total.p50), text(part.total.p90), text(part.share)]),
    about: [["Figure", entryOf(asked.metric).label], ["Period", `${asked.from} to ${addDays(asked.to, -1)}`], ["Currency", currency]],
  };
}

/** One row for each kind, lead time and model; the model "" is all of them together. */
export function accuracyTable(answer: AccuracyAnswer): ExportTable {
  const rows = [answer.live, answer.backcast].flatMap(({ kind, leads, models }) => [{ model: "", leads }, ...models].flatMap(({ model, leads: own }) => own.map(({ lead, grade }) => [
    kind, lead, model, text(grade.days), text(grade.wape), text(grade.naive.wape), text(grade.bias), text(grade.mase), text(grade.inside80)])));
  return {
    name: `accuracy of ${answer.metric}`,
    columns: [{ id: "kind", label: "Kind", kind: "text" }, { id: "days_ahead", label: "Days ahead", kind: "text" }, { id: "model", label: "Model", kind: "text" }, { id: "days", label: "Days graded", kind: "count" }, ...columns("percent", [["wape", "WAPE"], ["naive_wape", "WAPE of last week again"], ["bias", "Bias"]]), { id: "mase", label: "MASE", kind: "number" }, { id: "inside80", label: "In the 80 % range", kind: "percent" }],
    rows, about: [["Figure", entryOf(answer.metric).label], ["Currency", answer.currency]],
  };
}
