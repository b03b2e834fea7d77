// Query → SQL. Stacks the marts that it needs with union all, sums, divides last.
import { sql, type RawBuilder } from "kysely";
import { addDays, weekStart } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { columnsOf, metric, type MetricId } from "#lib/metrics/catalogue.ts";
import { grainColumn, martFor, type Cut, type Grain, type Mart, type MartColumn } from "#lib/metrics/marts.ts";
import type { FilterCut } from "#lib/metrics/query.ts";

/** One statement's worth of a query: everything resolved, nothing left to choose. */
export interface Slice {
  metrics: readonly MetricId[];
  storeIds: readonly number[];
  currency: string;
  period: Period;
  grain: Grain | null;
  by: readonly Cut[];
  filters: Partial<Record<FilterCut, readonly string[]>>;
  sort: { metric: MetricId; descending: boolean } | null;
  /** With one cut and no grain: the first n rows by `sort`, the rest as one row with is_other. */
  limit: number | null;
  /** With one cut: only these keys keep their row, the rest is one row with is_other. */
  keep: readonly string[] | null;
}

/** A row as the statement returns it: bucket, one key a cut, is_other, the metrics by id, gap_events. */
export type SliceRow = { bucket: string | null; is_other: boolean; gap_events: string } & Record<string, string | null | boolean>;

const comma = sql`, `;

/** The statement of a slice. Cuts and metrics must fit together (assertCuttable). */
export function compile(slice: Slice): RawBuilder<SliceRow> {
  const needed = [...new Set<Cut>([...slice.by, ...(Object.keys(slice.filters) as FilterCut[])])];
  const byMart = new Map<Mart, MartColumn[]>();
  for (const column of new Set([...slice.metrics, ...(slice.sort ? [slice.sort.metric] : [])].flatMap((id) => columnsOf(metric(id))))) {
    const mart = martFor(column, needed)!;
    byMart.set(mart, [...(byMart.get(mart) ?? []), column]);
  }
  const columns = [...byMart.values()].flat();
  const stacked = [...byMart].flatMap(([mart, own]) => segments(slice, mart).map((segment) => martRows(slice, mart, segment, own, columns)));
  const source = sql`with cell as (
  ${sql.join(stacked, sql`
  union all
  `)}
)`;
  const keys = slice.by.map((cut) => sql.ref(cut));
  const metricColumns = slice.metrics.map((id) => sql`${value(id)} as ${sql.ref(id)}`);
  const sortKey = slice.sort ? sql`${value(slice.sort.metric)} ${sql.raw(slice.sort.descending ? "desc" : "asc")} nulls last` : null;
  if (slice.limit === null && slice.keep === null) {
    const groups = [...(slice.grain ? [sql`bucket`] : []), ...keys];
    return sql`${source}
select ${slice.grain ? sql`bucket` : sql`null::date as bucket`}, ${keys.length > 0 ? sql`${sql.join(keys, comma)}, ` : sql``}false as is_other,
  ${sql.join([...metricColumns, sql`sum(gap_events) as gap_events`], sql`,
  `)}
from cell${groups.length > 0 ? sql`
group by ${sql.join(groups, comma)}
order by ${sql.join([...(slice.grain ? [sql`bucket`] : []), ...(sortKey ? [sortKey] : []), ...keys], comma)}` : sql``}`;
  }
  return withOther(slice, source, columns, metricColumns, sortKey);
}

/** Rows of the first keys, and one for the rest: base columns are summed first, so ratios of "other" are right. */
function withOther(slice: Slice, source: RawBuilder<unknown>, columns: MartColumn[], metricColumns: RawBuilder<unknown>[], sortKey: RawBuilder<unknown> | null): RawBuilder<SliceRow> {
  const key = sql.ref(slice.by[0]!);
  const sums = [...columns, "gap_events"].map((column) => sql`sum(${sql.ref(column)}) as ${sql.ref(column)}`);
  const place = slice.keep
    ? sql`case when ${key} = any(${[...slice.keep]}::text[]) then 0 else 1 end`
    : sql`case when row_number() over (order by ${sortKey ?? sql`${value(slice.metrics[0]!)} desc nulls last`}, ${key}) <= ${slice.limit} then 0 else 1 end`;
  return sql`${source},
ranked as (
  select ${key}, ${sql.join(sums, comma)}, ${place} as is_other
  from cell
  group by ${key}
)
select null::date as bucket, case when is_other = 0 then ${key} end as ${key}, is_other = 1 as is_other,
  ${sql.join([...metricColumns, sql`sum(gap_events) as gap_events`], sql`,
  `)}
from ranked
group by is_other, case when is_other = 0 then ${key} end
order by is_other${sortKey ? sql`, ${sortKey}` : sql``}, 2`;
}

/** A stretch of a mart's table. */
interface Segment extends Period { table: string }

/** Whole weeks come from the weekly table where a mart has one and no finer bucket is asked; the edges by day. */
function segments(slice: Slice, mart: Mart): Segment[] {
  const { from, to } = slice.period;
  const firstMonday = weekStart(addDays(from, 6));
  const lastMonday = weekStart(to);
  if (!mart.weekly || (slice.grain !== null && slice.grain !== "week") || firstMonday >= lastMonday) return [{ table: mart.name, from, to }];
  const all = [{ table: mart.name, from, to: firstMonday }, { table: mart.weekly, from: firstMonday, to: lastMonday }, { table: mart.name, from: lastMonday, to }];
  return all.filter((segment) => segment.from < segment.to);
}

/** One stretch's rows at the grain of the result; columns of other marts are zero, so that rows stack. */
function martRows(slice: Slice, mart: Mart, segment: Segment, own: MartColumn[], all: MartColumn[]): RawBuilder<unknown> {
  const bucket = slice.grain === null ? null : slice.grain === "day" ? sql`m.day` : sql`d.${sql.ref(grainColumn[slice.grain])}`;
  const hasCategory = slice.by.includes("category") || slice.filters.category !== undefined;
  const conditions = [
    sql`m.store_id = any(${[...slice.storeIds]}::int[])`,
    ...(mart.hasCurrency ? [sql`m.currency = ${slice.currency}`] : []),
    sql`m.day >= ${segment.from}::date and m.day < ${segment.to}::date`,
    ...(Object.entries(slice.filters) as [FilterCut, readonly string[]][]).map(([cut, wanted]) => sql`${cutColumn(cut)} = any(${[...wanted]}::text[])`),
  ];
  const keys = [...(bucket ? [sql`${bucket} as bucket`] : []), ...slice.by.map((cut) => sql`${cutColumn(cut)} as ${sql.ref(cut)}`)];
  const source = sql`from ${sql.table(`mart.${segment.table}`)} m${slice.grain !== null && slice.grain !== "day" ? sql`
  join dim.day d on d.day = m.day` : sql``}${hasCategory ? sql`
  left join dim.product p on p.store_id = m.store_id and p.product_id = m.product_id` : sql``}
  where ${sql.join(conditions, sql`
    and `)}`;
  if (mart.distinct) return distinctRows(slice, mart.distinct, keys, source, own, all);
  const sums = all.map((column) => (own.includes(column) ? sql`sum(m.${sql.ref(column)}) as ${sql.ref(column)}` : sql`0::numeric as ${sql.ref(column)}`));
  const groups = [...(bucket ? [bucket] : []), ...slice.by.map(cutColumn)];
  return sql`select ${sql.join([...keys, ...sums, sql`sum(m.gap_events) as gap_events`], comma)}
  ${source}${groups.length > 0 ? sql`
  group by ${sql.join(groups, comma)}` : sql``}`;
}

/** One customer of one store counts once a row; customers are not matched between stores. A distinct first: it hashes where count(distinct) sorts. */
function distinctRows(slice: Slice, column: string, keys: RawBuilder<unknown>[], source: RawBuilder<unknown>, own: MartColumn[], all: MartColumn[]): RawBuilder<unknown> {
  const names = [...(slice.grain ? [sql`bucket`] : []), ...slice.by.map((cut) => sql.ref(cut))];
  const counts = all.map((wanted) => (own.includes(wanted) ? sql`count(*)::numeric as ${sql.ref(wanted)}` : sql`0::numeric as ${sql.ref(wanted)}`));
  return sql`select ${sql.join([...names, ...counts, sql`0::numeric as gap_events`], comma)}
  from (
    select distinct ${sql.join([...keys, sql`m.store_id as counted_store`, sql`m.${sql.ref(column)} as counted`], comma)}
    ${source}
  ) once${names.length > 0 ? sql`
  group by ${sql.join(names, comma)}` : sql``}`;
}

function cutColumn(cut: Cut): RawBuilder<unknown> {
  switch (cut) {
    case "store": return sql`m.store_id::text`;
    case "category": return sql`coalesce(p.category, '')`;
    case "product": return sql`m.product_id`;
    default: return sql`m.${sql.ref(cut)}`;
  }
}

/** A metric over summed columns. A ratio of nothing is null, not zero. */
function value(id: MetricId): RawBuilder<unknown> {
  const entry = metric(id);
  if (entry.kind !== "ratio") return sql`sum(${sql.ref(entry.column)})`;
  const top = entry.sign === -1 ? sql`-sum(${sql.ref(entry.top)})` : sql`sum(${sql.ref(entry.top)})`;
  return sql`round(${top} / nullif(sum(${sql.ref(entry.bottom)}), 0), 10)`;
}
