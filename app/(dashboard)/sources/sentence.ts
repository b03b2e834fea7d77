// The first sentence of the page: all is well through which day, or what isn't.
import type { Day } from "#lib/core/day.ts";
import type { ConnectionStatus } from "#lib/ingest/status.ts";

/** Keys under sources.sentence with their values, in the order in which they are said. */
export interface Part { key: "none" | "complete" | "settling" | "broken" | "late" | "loading" | "history" | "paused" | "rest" | "files"; values: Record<string, string | number> }

/** Figures of the day rest on these; rates and speed have days of their own. */
const daily = new Set(["web", "seo", "ads", "orders"]);

/** `dayOf` writes a day as the reader reads it. */
export function sentenceOf(connections: readonly ConnectionStatus[], dayOf: (day: Day) => string): Part[] {
  // What people bring by hand is never late: it is only named.
  const files = connections.filter((one) => one.isFile);
  const asked = partsOf(connections.filter((one) => !one.isFile), dayOf);
  return files.length === 0 ? asked : [...asked, { key: "files", values: { count: files.length, first: nameOf(files[0]!, connections) } }];
}

function partsOf(all: readonly ConnectionStatus[], dayOf: (day: Day) => string): Part[] {
  if (all.length === 0) return [{ key: "none", values: {} }];
  const of = (...looks: ConnectionStatus["look"][]) => all.filter((one) => looks.includes(one.look));
  // Recent days come first: a source whose history is still on its way is complete for whoever looks at this month.
  const isRecent = (one: ConnectionStatus) => one.look === "loading" && one.completeThrough !== null && one.streams.every((stream) => stream.look === "complete" || stream.look === "loading");
  const [broken, late, paused] = [of("stopped", "failing"), of("late"), of("paused")];
  const history = of("loading").filter(isRecent);
  const loading = of("loading", "waiting").filter((one) => !isRecent(one));
  const complete = [...of("complete"), ...history];
  const day = throughOf(complete);
  const said = (key: Part["key"], some: readonly ConnectionStatus[]): Part[] => (some.length === 0 ? [] : [{ key, values: { count: some.length, total: all.length, first: nameOf(some[0]!, all) } }]);
  const settling = complete.filter((one) => one.settlingUntil !== null).sort((one, other) => (one.settlingUntil! < other.settlingUntil! ? 1 : -1))[0];
  if (complete.length === all.length && day !== null) {
    return [{ key: "complete", values: { count: all.length, day: dayOf(day) } }, ...said("history", history), ...(settling ? [{ key: "settling" as const, values: { source: settling.label, day: dayOf(settling.settlingUntil!) } }] : [])];
  }
  return [...said("broken", broken), ...said("late", late), ...said("loading", loading), ...said("paused", paused), ...(complete.length > 0 && day !== null ? [{ key: "rest" as const, values: { count: complete.length, day: dayOf(day) } }] : [])];
}

/** The first of the days through which they are complete; of those that tell daily figures where there are any. */
export function throughOf(some: readonly ConnectionStatus[]): Day | null {
  const days = (list: readonly ConnectionStatus[]) => list.flatMap((one) => one.completeThrough ?? []).sort();
  return days(some.filter((one) => one.role !== null && daily.has(one.role)))[0] ?? days(some)[0] ?? null;
}

/** "Google Ads", with its store where several stores have one. */
export function nameOf(one: ConnectionStatus, all: readonly ConnectionStatus[]): string {
  return all.some((other) => other.id !== one.id && other.source === one.source) ? `${one.label} (${one.storeName}${all.some((other) => other.id !== one.id && other.source === one.source && other.storeId === one.storeId) ? `, ${one.name}` : ""})` : one.label;
}
