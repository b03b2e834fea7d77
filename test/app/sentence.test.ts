import { describe, expect, test } from "vitest";
import { overviewSentence } from "#app/(dashboard)/overview/sentence.ts";
import type { MetricAnswer } from "#lib/metrics/read.ts";
import { readerFrom, translator } from "#lib/words/words.ts";

const reader = readerFrom("en-GB");
const base: MetricAnswer = {
  metrics: ["net_sales", "orders", "aov"], by: [], grain: null, stores: [{ id: 1, name: "Shop" }], currency: "GBP",
  period: { from: "2011-08-01", to: "2011-09-01" }, comparePeriod: { from: "2011-07-01", to: "2011-08-01" }, rows: [],
  total: { values: { net_sales: "704805.12", orders: "1361", aov: "517.86" }, compare: { net_sales: "684000" } },
  freshness: { firstDay: "2010-12-01", completeThrough: "2011-08-31", daysBehind: 5000, late: [], roles: [] },
  trust: { state: "reconciled", checkedAt: null, failing: [] }, gaps: [],
};

function say(change: Partial<MetricAnswer>): string {
  const { key, values } = overviewSentence({ ...base, ...change }, reader);
  return translator(reader, "overview").markup(`sentence.${key}`, { ...values, b: (text) => text }).replaceAll(/[\u2009\u202f\u00a0]/g, " ");
}

describe("the Overview's sentence follows from its figures", () => {
  test("a whole month that is over has closed, beside the month before", () => {
    expect(say({})).toBe("August 2011 closed at £704,805, 3% above July; 1,361 orders at £517.86 on average.");
  });
  test("below, and by less than ten percent with one decimal", () => {
    expect(say({ total: { values: base.total.values, compare: { net_sales: "736000" } } })).toContain("4.2% below July;");
  });
  test("the same amount is level, not 0 % above", () => {
    expect(say({ total: { values: base.total.values, compare: { net_sales: "704805.12" } } })).toContain("level with July;");
  });
  test("after nothing there is no percentage", () => {
    expect(say({ total: { values: base.total.values, compare: { net_sales: "0" } } })).toContain("after nothing in July;");
  });
  test("a month that still runs came to, and meets the same days", () => {
    expect(say({ period: { from: "2011-08-01", to: "2011-08-21" }, comparePeriod: { from: "2011-07-01", to: "2011-07-21" } })).toMatch(/^1 ?– ?20 Aug 2011 came to £704,805, 3% above 1 ?– ?20 Jul 2011;/);
  });
  test("a month whose last days are not in yet has not closed", () => {
    expect(say({ freshness: { ...base.freshness, completeThrough: "2011-08-30" } })).toMatch(/came to/);
  });
  test("a comparison that begins before the data is left out", () => {
    expect(say({ freshness: { ...base.freshness, firstDay: "2011-07-02" } })).toBe("August 2011 closed at £704,805; 1,361 orders at £517.86 on average.");
  });
  test("a month a year before is named with its year", () => {
    expect(say({ comparePeriod: { from: "2010-12-01", to: "2011-01-01" } })).toContain("above December 2010;");
  });
  test("no orders: says so instead of an average", () => {
    expect(say({ total: { values: { net_sales: "-20", orders: "0", aov: null }, compare: null } })).toBe("August 2011 closed at -£20.00; no orders were placed.");
  });
  test("outside the data: says where the data is", () => {
    expect(say({ period: { from: "2012-01-01", to: "2012-02-01" } })).toBe("There is nothing to say about these days: the data runs from 1 Dec 2010 through 31 Aug 2011.");
  });
  test("a missing rate makes net sales unknown, by the currency's name", () => {
    expect(say({ total: { values: { net_sales: null, orders: "3", aov: null }, compare: null }, gaps: [{ currency: "USD", from: "2011-08-02", through: "2011-08-09", events: 3 }] })).toContain("no exchange rate for USD from 2 Aug 2011 through 9 Aug 2011");
  });
  test("no data at all: what to do", () => {
    expect(say({ freshness: { firstDay: null, completeThrough: null, daysBehind: 0, late: [], roles: [] } })).toBe("No sales are in yet. Connect your shop or import its orders, and this page fills itself.");
  });
});
