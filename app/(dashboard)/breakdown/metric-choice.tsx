import { currentReader } from "#app/reader.ts";
import { viewDefaults } from "#app/view.ts";
import { AutoSubmit } from "#app/ui/auto-submit.tsx";
import { Select } from "#app/ui/field.tsx";
import { catalogue } from "#lib/metrics/catalogue.ts";
import { queryToSearch, type MetricQuery } from "#lib/metrics/query.ts";
import { refusedFilters } from "#lib/sales/behind.ts";
import { translator } from "#lib/words/words.ts";

/** Which figure, of those that take the filters: a native select in a plain form; with scripts a choice goes at once. */
export async function MetricChoice({ path, query, label, go }: { path: string; query: MetricQuery; label: string; go: string }) {
  const m = translator(await currentReader(), "metrics");
  const rest = [...queryToSearch(query, viewDefaults)].filter(([name]) => name !== "metrics");
  const offered = catalogue.filter(({ id }) => id === query.metrics[0] || refusedFilters(id, query.filters) === null);
  return (
    <AutoSubmit action={path} go={go}>
      {rest.map(([name, value], index) => <input key={`${name}${index}`} type="hidden" name={name} value={value} />)}
      <Select name="metrics" aria-label={label} defaultValue={query.metrics[0]} key={query.metrics[0]} className="min-w-52">
        {offered.map((entry) => <option key={entry.id} value={entry.id}>{m(`labels.${entry.id}`)}</option>)}
      </Select>
    </AutoSubmit>
  );
}
