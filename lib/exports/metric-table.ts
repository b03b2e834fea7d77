// A metric answer as a table: keys and their names, figures, what they are compared with, and the question itself.
import { addDays } from "#lib/core/day.ts";
import { metric, type Unit } from "#lib/metrics/catalogue.ts";
import { restKey } from "#lib/metrics/marts.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";
import type { MetricAnswer } from "#lib/metrics/read.ts";
import type { Column, ColumnKind, ExportTable } from "#lib/exports/table.ts";

const kinds: Record<Unit, ColumnKind> = { money: "money", count: "count", percent: "percent", number: "number", times: "number", rank: "number", milliseconds: "number" };

/** Every row of the answer; the total is left out, so that a column can be summed. "other" stands in `row`. */
export function metricTable(answer: MetricAnswer, query: MetricQuery): ExportTable {
  const through = addDays(answer.period.to, -1);
  const filters = Object.entries(query.filters).map(([cut, keys]) => `${cut}: ${keys.join(", ")}`).join("; ");
  const columns: Column[] = [];
  const cells: ((row: MetricAnswer["rows"][number]) => string | null)[] = [];
  const add = (id: string, label: string, kind: ColumnKind, value: (row: MetricAnswer["rows"][number]) => string | null) => { columns.push({ id, label, kind }); cells.push(value); };
  if (answer.grain) add(answer.grain, "From", "day", (row) => row.bucket);
  for (const cut of answer.by) {
    add(cut, cut, "text", (row) => (row.isOther ? "(other)" : row.keys[cut] === restKey ? "(not told)" : (row.keys[cut] ?? "")));
    if (cut === "product" || cut === "store" || cut === "campaign") add(`${cut}_name`, `${cut} name`, "text", (row) => row.labels[cut] ?? "");
  }
  for (const id of answer.metrics) add(id, metric(id).label, kinds[metric(id).unit], (row) => row.values[id] ?? null);
  if (answer.comparePeriod) for (const id of answer.metrics) add(`compare_${id}`, `${metric(id).label}, comparison`, kinds[metric(id).unit], (row) => row.compare?.[id] ?? null);
  add("currency", "Currency", "text", () => answer.currency);
  add("period_from", "Period from", "day", () => answer.period.from);
  add("period_through", "Period through", "day", () => through);
  add("filters", "Filters", "text", () => filters);
  return {
    name: `${answer.metrics[0]}${answer.by.length > 0 ? ` by ${answer.by.join(" and ")}` : ""}${answer.grain ? ` by ${answer.grain}` : ""} ${answer.period.from} to ${through}`,
    columns, rows: answer.rows.map((row) => cells.map((cell) => cell(row))),
    about: [
      ["Stores", answer.stores.map((store) => store.name).join(", ")], ["Period", `${answer.period.from} to ${through}`],
      ["Compared with", answer.comparePeriod ? `${answer.comparePeriod.from} to ${addDays(answer.comparePeriod.to, -1)}` : "nothing"],
      ["Filters", filters || "none"], ["Currency", answer.currency], ["Data complete through", answer.freshness.completeThrough ?? "no data"],
    ],
  };
}
