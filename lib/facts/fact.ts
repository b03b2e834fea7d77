// A fact is one kind of record that any source may bring: its table, its columns, its key measure.
// Sources make rows, the ingest engine writes them; neither knows the other.
import type { Day } from "#lib/core/day.ts";
import type { Dims } from "#lib/facts/dims.ts";

/** One value on its way to Postgres: text as COPY takes it, or null. */
export type Cell = string | number | boolean | null;

/** A row knows its day, in the source's own calendar: half-open windows select by it. */
export interface DayRow {
  day: Day;
}

export interface Fact<Row extends DayRow = any> {
  /** Also the table's name in schema fact. */
  id: string;
  /** Columns after store_id, day and connection_id, in the order of `cells`; the key's come first. */
  columns: readonly string[];
  /** How many of `columns` are the key, beside store, day and connection. */
  keys: number;
  /** The column that is summed to reconcile with the source's own total. */
  measure: string;
  /** Notes what belongs to dim tables on the way. */
  cells(row: Row, dims: Dims): Cell[];
}

/** A declaration whose key columns stand apart, so that the two can't be confused. */
export function fact<Row extends DayRow>(id: string, key: readonly string[], figures: readonly string[], measure: string, cells: (row: Row, dims: Dims) => Cell[]): Fact<Row> {
  return { id, columns: [...key, ...figures], keys: key.length, measure, cells };
}
