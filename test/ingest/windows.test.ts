import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, dayAt, daysBetween, daysIn, type Day } from "#lib/core/day.ts";
import { joined } from "#lib/ingest/progress.ts";
import { daysToBackfill, nextWindows, progressAfter, type Progress, type When, type WindowRules } from "#lib/ingest/windows.ts";
import { sized } from "#test/support/size.ts";

const today = "2026-11-21";
const ads: WindowRules = { mode: "replace", history: 30, chunk: 7, lag: 1, restates: { nightly: 5, weekly: 12 } };
const none: Progress = { doneFrom: null, doneTo: null };
const due = (flags: Partial<When> = {}): When => ({ today, poll: true, nightly: false, weekly: false, ...flags });
const words = (windows: ReturnType<typeof nextWindows>) => windows.map((window) => `${window.reason} ${window.from} ${window.to}${window.since ? ` since ${window.since}` : ""}`);

describe("windows", () => {
  test("a first load begins with the newest days and goes back to the end of the history", () => {
    expect(words(nextWindows(ads, none, due()))).toEqual(["first 2026-11-14 2026-11-21", "backfill 2026-11-07 2026-11-14", "backfill 2026-10-31 2026-11-07", "backfill 2026-10-24 2026-10-31", "backfill 2026-10-22 2026-10-24"]);
  });
  test("the next morning asks for the one new day", () => {
    expect(words(nextWindows(ads, { doneFrom: "2026-10-01", doneTo: "2026-11-20" }, due()))).toEqual(["recent 2026-11-20 2026-11-21"]);
  });
  test("the night reads the restated days with the new ones, the week more of them", () => {
    const progress = { doneFrom: "2026-10-01", doneTo: "2026-11-20" };
    expect(words(nextWindows(ads, progress, due({ nightly: true })))).toEqual(["nightly 2026-11-16 2026-11-21"]);
    expect(words(nextWindows(ads, progress, due({ nightly: true, weekly: true })))).toEqual(["weekly 2026-11-09 2026-11-16", "weekly 2026-11-16 2026-11-21"]);
  });
  test("after a month of sleep everything that is missing comes once, oldest first, so that no gap can stay", () => {
    expect(words(nextWindows(ads, { doneFrom: "2026-09-01", doneTo: "2026-11-03" }, due({ nightly: true })))).toEqual(["recent 2026-11-03 2026-11-10", "recent 2026-11-10 2026-11-17", "recent 2026-11-17 2026-11-21"]);
  });
  test("nothing due and nothing missing is nothing to do", () => {
    expect(nextWindows(ads, { doneFrom: "2026-10-22", doneTo: "2026-11-21" }, due())).toEqual([]);
  });
  test("without lag the running day comes at each poll, and isn't done before it is over", () => {
    const live = { ...ads, lag: 0 };
    const progress = progressAfter({ doneFrom: "2026-10-01", doneTo: "2026-11-20" }, { from: "2026-11-20", to: "2026-11-22" }, live, today);
    expect(progress.doneTo).toBe(today);
    expect(words(nextWindows(live, progress, due()))).toEqual(["recent 2026-11-21 2026-11-22"]);
    expect(words(nextWindows(live, progress, due({ today: "2026-11-22" })))).toEqual(["recent 2026-11-21 2026-11-23"]);
  });
  test("orders are asked for by change, an overlap before the newest known one, and weekly by day", () => {
    const shop: WindowRules = { mode: "upsert", history: 800, chunk: 10, restates: { weekly: 15 }, overlapMinutes: 10 };
    const progress = { doneFrom: "2026-11-01", doneTo: "2026-11-20", historyFrom: "2026-10-25", watermark: "2026-11-20T23:05:00Z" };
    expect(words(nextWindows(shop, progress, due({ weekly: true })))).toEqual(["poll 2026-11-20 2026-11-22 since 2026-11-20T22:55:00.000Z", "weekly 2026-11-07 2026-11-17", "weekly 2026-11-17 2026-11-20", "backfill 2026-10-25 2026-11-01"]);
    expect(words(nextWindows(shop, none, due())).slice(0, 1)).toEqual(["first 2026-11-12 2026-11-22"]);
  });
  test("orders of days before the watermark that nobody read are read by day before the poll passes over them", () => {
    const shop: WindowRules = { mode: "upsert", history: 800, chunk: 10, restates: { weekly: 15 }, overlapMinutes: 10 };
    const progress = { doneFrom: "2026-11-01", doneTo: "2026-11-03", historyFrom: "2026-11-01", watermark: "2026-11-20T09:00:00Z", watermarkDay: "2026-11-20" };
    expect(words(nextWindows(shop, progress, due()))).toEqual(["recent 2026-11-03 2026-11-13", "recent 2026-11-13 2026-11-21", "poll 2026-11-21 2026-11-22 since 2026-11-20T08:50:00.000Z"]);
    expect(words(nextWindows(shop, { ...progress, doneTo: "2026-11-20" }, due()))).toEqual(["poll 2026-11-20 2026-11-22 since 2026-11-20T08:50:00.000Z"]);
  });
  test("a sleep longer than the vendor's history starts anew at its end", () => {
    const progress = { doneFrom: "2026-01-01", doneTo: "2026-03-01" };
    const [first] = nextWindows(ads, progress, due());
    expect(first).toMatchObject({ from: "2026-10-22" });
    expect(progressAfter(progress, first!, ads, today)).toMatchObject({ doneFrom: "2026-10-22", doneTo: "2026-10-29" });
  });
  test("a measurement of the moment that missed a day goes on from the next: nobody can tell it that day any more", () => {
    expect(joined({ from: "2026-11-10", to: "2026-11-18" }, { from: "2026-11-21", to: "2026-11-22", floor: "2026-11-21" })).toEqual({ from: "2026-11-21", to: "2026-11-22" });
    expect(joined({ from: "2026-11-10", to: "2026-11-18" }, { from: "2026-11-21", to: "2026-11-22", floor: "2026-11-01" })).toEqual({ from: "2026-11-10", to: "2026-11-18" });
  });
  test("a stretch by hand that doesn't touch what is done leaves it", () => {
    const progress = { doneFrom: "2026-11-01", doneTo: "2026-11-20" };
    expect(progressAfter(progress, { from: "2026-05-01", to: "2026-05-08" }, { history: 900, lag: 1 }, today)).toEqual(progress);
  });
  test("the history that is still to come is told in days", () => {
    expect([daysToBackfill(ads, none, today), daysToBackfill(ads, { doneFrom: "2026-11-01", doneTo: today }, today), daysToBackfill(ads, { doneFrom: "2026-01-01", doneTo: today }, today)]).toEqual([30, 10, 0]);
  });
});

const rulesOf = fc.record({
  mode: fc.constantFrom("replace" as const, "upsert" as const, "rates" as const),
  history: fc.integer({ min: 1, max: 120 }), chunk: fc.integer({ min: 1, max: 40 }), lag: fc.integer({ min: 0, max: 3 }),
  restates: fc.record({ nightly: fc.integer({ min: 0, max: 30 }), weekly: fc.integer({ min: 0, max: 90 }) }),
  overlapMinutes: fc.integer({ min: 0, max: 30 }),
}).map((rules): WindowRules => (rules.mode === "upsert" ? { ...rules, lag: 0, restates: { weekly: rules.restates.weekly } } : rules));
const zones = ["Pacific/Kiritimati", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "Europe/Helsinki", "UTC"];
const steps = fc.array(fc.record({ hours: fc.integer({ min: 1, max: 24 * 45 }), poll: fc.boolean(), nightly: fc.boolean(), weekly: fc.boolean(), stored: fc.integer({ min: 0, max: 12 }) }), { minLength: 1, maxLength: 14 });

test("any life of a stream: killed, asleep, over clock changes: no overlap, no gap, never in the future, and complete in the end", () => {
  fc.assert(fc.property(rulesOf, steps, fc.constantFrom(...zones), fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }), (rules, life, zone, wanted) => {
    let at = Date.UTC(2026, 1, 20);
    const firstDay = dayAt(new Date(at), zone);
    let progress: Progress = { ...none, historyFrom: wanted === null ? null : addDays(firstDay, -wanted), watermark: rules.mode === "upsert" ? "2026-01-01T00:00:00Z" : null };
    /** Days that were over when they were last read. */
    const settled = new Set<Day>();
    const live = (when: Omit<When, "today">, most: number) => {
      const today = dayAt(new Date(at), zone);
      const end = addDays(today, 1 - rules.lag!);
      const floor = [addDays(end, -rules.history), progress.historyFrom ?? ""].sort()[1]!;
      const windows = nextWindows(rules, progress, { today, ...when });
      const seen = new Set<Day>();
      for (const { from, to, since } of windows) {
        expect(from < to && to <= end).toBe(true);
        if (!since) expect(from >= floor && daysBetween(from, to) <= rules.chunk).toBe(true);
        for (const day of daysIn(from, to)) { expect(seen.has(day)).toBe(false); seen.add(day); }
      }
      if (progress.doneFrom !== null && progress.doneFrom <= floor && progress.doneTo! >= floor) {
        const again = Math.max(when.nightly ? (rules.restates.nightly ?? 0) : 0, when.weekly ? rules.restates.weekly : 0);
        for (const day of daysIn([addDays(end, -again), floor].sort()[1]!, progress.doneTo!)) expect(seen.has(day)).toBe(true);
      }
      for (const window of windows.slice(0, most)) {
        for (const day of daysIn(window.from, window.to)) if (day < today) settled.add(day);
        progress = progressAfter(progress, window, rules, today);
        expect(daysIn(progress.doneFrom!, progress.doneTo!).every((day) => settled.has(day) && day < today)).toBe(true);
      }
      return { today, end, floor };
    };
    for (const { hours, stored, ...flags } of life) { at += hours * 3_600_000; live(flags, stored); }
    const { today, end, floor } = live({ poll: true, nightly: false, weekly: false }, Number.POSITIVE_INFINITY);
    if (floor >= end) return;
    // All that may be wanted stands, and asking again asks for the running day at most.
    for (const day of daysIn(floor, [end, today].sort()[0]!)) expect(settled.has(day)).toBe(true);
    expect(daysToBackfill(rules, progress, today)).toBe(0);
    const more = nextWindows(rules, progress, { today, poll: true, nightly: false, weekly: false });
    expect(more.length).toBeLessThanOrEqual(1);
    for (const window of more) expect(window.from >= today || window.since !== undefined).toBe(true);
  }), { numRuns: sized(400, 10_000) });
});
