// A fact is one kind of record that any source may bring: its table, its columns, its key measure.
// Sources make rows, the ingest engine writes them; neither knows the other.
import type { Day } from "#lib/core/day.ts";
import type { Dims } from "#lib/facts/dims.ts";

/** One value on its way to Postgres: text as COPY takes it, or null. */
export type Cell = string | number | boolean | null;

export interface Fact<Row = any> {
  /** Also the table's name in schema fact. */
  id: string;
  /** Columns after store_id, day and connection_id, in the order of `cells`. */
  columns: readonly string[];
  /** What is summed to reconcile with the source's own total: decimal text. */
  measure(row: Row): string;
  day(row: Row): Day;
  /** Notes what belongs to dim tables on the way. */
  cells(row: Row, dims: Dims): Cell[];
}

/** Sources that tell a row's day: half-open windows select by it. */
export interface DayRow {
  day: Day;
}

/** The declaration of a fact whose columns are fields of its row of the same meaning. */
export function fact<Row extends DayRow>(id: string, columns: readonly string[], measure: (row: Row) => string | number, cells: (row: Row, dims: Dims) => Cell[]): Fact<Row> {
  return { id, columns, measure: (row) => String(measure(row)), day: (row) => row.day, cells };
}
