import { expect, test } from "vitest";
import { cardState, historicAfterDays } from "#app/(dashboard)/overview/card-state.ts";
import type { MetricAnswer } from "#lib/metrics/read.ts";

const answer = (change: Partial<MetricAnswer> = {}): MetricAnswer => ({
  metrics: ["net_sales"], by: [], grain: null, stores: [], currency: "EUR", period: { from: "2026-03-01", to: "2026-03-21" }, comparePeriod: null, rows: [],
  total: { values: { net_sales: "1" }, compare: null }, freshness: { firstDay: "2025-01-01", completeThrough: "2026-03-20", daysBehind: 0, late: [], roles: [{ role: "orders", firstDay: "2025-01-01", completeThrough: "2026-03-20", settledThrough: null }] },
  trust: { state: "reconciled", checkedAt: "2026-03-21T04:00:00Z", failing: [] }, gaps: [], ...change,
});
const fresh = answer().freshness;
const failing: Partial<MetricAnswer> = { trust: { state: "failed", checkedAt: null, failing: ["mart_equals_ledger"] } };

test.each<[string, MetricAnswer | null, number, { state: string; because: string }]>([
  ["an answer that could not be read has failed", null, 0, { state: "failed", because: "read" }],
  ["no data at all is empty", answer({ freshness: { ...fresh, firstDay: null, completeThrough: null } }), 0, { state: "empty", because: "no_data" }],
  ["days outside the data are empty", answer({ period: { from: "2026-05-01", to: "2026-06-01" } }), 0, { state: "empty", because: "period" }],
  ["a missing rate has failed", answer({ total: { values: { net_sales: null }, compare: null }, gaps: [{ currency: "USD", from: "2026-03-02", through: "2026-03-02", events: 1 }] }), 0, { state: "failed", because: "gap" }],
  ["a check that fails goes before lateness", answer({ ...failing, freshness: { ...fresh, daysBehind: 4 } }), 0, { state: "failed", because: "checks" }],
  ["four days behind is late", answer({ freshness: { ...fresh, daysBehind: 4 } }), 0, { state: "late", because: "days" }],
  ["one day behind is not: yesterday may still be on its way", answer({ freshness: { ...fresh, daysBehind: 1 } }), 0, { state: "ready", because: "reconciled" }],
  ["an old file is no late shop", answer({ freshness: { ...fresh, daysBehind: historicAfterDays + 1 } }), 0, { state: "ready", because: "reconciled" }],
  ["one store that ends before the others is late", answer({ freshness: { ...fresh, late: [{ name: "B", completeThrough: "2026-03-01" }] } }), 0, { state: "late", because: "store" }],
  ["days being counted again are maturing", answer(), 3, { state: "maturing", because: "counting" }],
  ["a window that runs past the data is maturing", answer({ period: { from: "2026-03-01", to: "2026-04-01" } }), 0, { state: "maturing", because: "future" }],
  ["days that a source may still restate are maturing", answer({ freshness: { ...fresh, roles: [{ ...fresh.roles[0]!, settledThrough: "2026-03-10" }] } }), 0, { state: "maturing", because: "settling" }],
  ["days before those are not", answer({ freshness: { ...fresh, roles: [{ ...fresh.roles[0]!, settledThrough: "2026-03-20" }] } }), 0, { state: "ready", because: "reconciled" }],
  ["a kind of data that is missing is empty", answer({ freshness: { ...fresh, roles: [] } }), 0, { state: "empty", because: "no_data" }],
  ["checks that never ran are said", answer({ trust: { state: "unchecked", checkedAt: null, failing: [] } }), 0, { state: "ready", because: "unchecked" }],
])("%s", (_, given, counting, expected) => {
  expect(cardState(given, "net_sales", counting)).toEqual(expected);
});
