import fc from "fast-check";
import { expect, test } from "vitest";
import { cuts, grains } from "#lib/metrics/marts.ts";
import { periodPresets } from "#lib/core/period.ts";
import { metricIds } from "#lib/metrics/catalogue.ts";
import { parseQuery, queryToSearch, type MetricQuery } from "#lib/metrics/query.ts";

const text = fc.string({ minLength: 1, maxLength: 30, unit: "grapheme" });
const query: fc.Arbitrary<MetricQuery> = fc.record({
  metrics: fc.uniqueArray(fc.constantFrom(...metricIds), { minLength: 1, maxLength: 5 }),
  stores: fc.oneof(fc.constant(null), fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 })),
  period: fc.oneof(fc.constantFrom(...periodPresets).map((preset) => ({ preset })), fc.constant({ from: "2026-01-01", through: "2026-02-28" })),
  compare: fc.oneof(fc.constantFrom("previous" as const, "weekdays" as const, "year" as const, "none" as const).map((kind) => ({ kind })), fc.constant({ kind: "custom" as const, from: "2025-01-01", through: "2025-02-28" })),
  grain: fc.oneof(fc.constant(null), fc.constantFrom(...grains)),
  by: fc.uniqueArray(fc.constantFrom(...cuts), { maxLength: 2 }),
  filters: fc.oneof(fc.constant({}), fc.record({ country: fc.array(text, { minLength: 1, maxLength: 3 }) }), fc.record({ product: fc.array(text, { minLength: 1, maxLength: 2 }), channel: fc.array(text, { minLength: 1, maxLength: 1 }) })),
  currency: fc.constantFrom(null, "EUR", "GBP"),
  sort: fc.oneof(fc.constant(null), fc.record({ metric: fc.constantFrom(...metricIds), descending: fc.boolean() })),
  limit: fc.constant(null),
});

test("a query and its address say the same, through any defaults", () => {
  fc.assert(fc.property(query, query, (wanted, defaults) => {
    // Filters of the defaults can't be taken back by an address that names none: pages have none in theirs.
    const base = { ...defaults, filters: {}, sort: null, currency: null };
    expect(parseQuery(new URLSearchParams(queryToSearch(wanted, base).toString()), base)).toEqual(wanted);
  }), { numRuns: 500 });
});
