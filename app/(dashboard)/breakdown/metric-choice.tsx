import { currentReader } from "#app/reader.ts";
import { viewDefaults } from "#app/view.ts";
import { AutoSubmit } from "#app/ui/auto-submit.tsx";
import { Select } from "#app/ui/field.tsx";
import { catalogue, rolesOf } from "#lib/metrics/catalogue.ts";
import { refusal } from "#lib/metrics/cutting.ts";
import { roles } from "#lib/metrics/marts.ts";
import { cutsNeeded, queryToSearch, type MetricQuery } from "#lib/metrics/query.ts";
import { refusedFilters } from "#lib/sales/behind.ts";
import { translator } from "#lib/words/words.ts";

/** Which figure, of those that take the filters: a native select in a plain form; with scripts a choice goes at once. */
export async function MetricChoice({ path, query, label, go }: { path: string; query: MetricQuery; label: string; go: string }) {
  const m = translator(await currentReader(), "metrics");
  const rest = [...queryToSearch(query, viewDefaults)].filter(([name]) => name !== "metrics");
  const takes = (entry: (typeof catalogue)[number]) => (path === "/orders" ? refusedFilters(entry.id, query.filters) : refusal(entry, cutsNeeded({ ...query, by: [] }))) === null;
  const offered = catalogue.filter((entry) => entry.id === query.metrics[0] || takes(entry));
  // A figure of two kinds of data stands with the later one: MER with advertising.
  const groups = roles.map((role) => ({ role, entries: offered.filter((entry) => rolesOf(entry).sort((one, other) => roles.indexOf(other) - roles.indexOf(one))[0] === role) })).filter(({ entries }) => entries.length > 0);
  return (
    <AutoSubmit action={path} go={go}>
      {rest.map(([name, value], index) => <input key={`${name}${index}`} type="hidden" name={name} value={value} />)}
      <Select name="metrics" aria-label={label} defaultValue={query.metrics[0]} key={query.metrics[0]} className="min-w-52">
        {groups.map(({ role, entries }) => (
          <optgroup key={role} label={m(`roles.${role}`)}>{entries.map((entry) => <option key={entry.id} value={entry.id}>{m(`labels.${entry.id}`)}</option>)}</optgroup>
        ))}
      </Select>
    </AutoSubmit>
  );
}
