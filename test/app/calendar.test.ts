import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarSentence } from "#app/(dashboard)/calendar/sentence.ts";
import { howItWent } from "#app/(dashboard)/calendar/shown-event.ts";
import { gridOf, layWeeks } from "#app/(dashboard)/calendar/weeks.ts";
import { addDays, weekday } from "#lib/core/day.ts";
import type { PlanEvent } from "#lib/plan/event.ts";
import { translator } from "#lib/words/words.ts";

const reader = { language: "en", locale: "en-GB" } as const;
let ids = 0;
const event = (name: string, from: string, to = addDays(from, 1), more: Partial<PlanEvent> = {}): PlanEvent =>
  ({ id: ++ids, storeId: 1, type: "promotion", name, from, to, size: null, note: "", isIgnored: false, source: "own", calendar: "", uid: null, madeBy: "Mia", ...more });

describe("a month as weeks", () => {
  test("begins on the Monday before its first day and ends on the Sunday after its last", () => {
    expect(gridOf("2026-11-01")).toEqual({ from: "2026-10-26", to: "2026-12-07" });
    expect(gridOf("2027-02-01")).toEqual({ from: "2027-02-01", to: "2027-03-01" });
  });
  test("an event over a Sunday stands in both weeks, open where it goes on", () => {
    const weeks = layWeeks("2026-11-01", [event("Black Week", "2026-11-27", "2026-12-02")]);
    expect(weeks.flatMap(({ laid }) => laid).map(({ column, days, begins, ends }) => [column, days, begins, ends])).toEqual([[4, 3, true, false], [0, 2, false, true]]);
  });
  test("no two events of a week lie on each other, and each is there on all its days", () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: -20, max: 50 }), fc.integer({ min: 1, max: 25 })), { maxLength: 30 });
    fc.assert(fc.property(spans, (list) => {
      const events = list.map(([at, length], index) => event(String(index), addDays("2026-11-01", at), addDays("2026-11-01", at + length)));
      for (const { days, laid } of layWeeks("2026-11-01", events)) {
        const taken = new Set<string>();
        for (const { lane, column, days: width } of laid) for (let at = column; at < column + width; at++) { expect(taken.has(`${lane} ${at}`)).toBe(false); taken.add(`${lane} ${at}`); }
        const on = (day: string) => events.filter(({ from, to }) => from <= day && day < to).length;
        for (const day of days) expect(laid.filter(({ column, days: width }) => column < weekday(day) && weekday(day) <= column + width).length).toBe(on(day));
      }
    }));
  });
});

describe("what the calendar says first", () => {
  const say = (...events: PlanEvent[]) => calendarSentence(events, "2026-11-22", translator(reader, "calendar"), reader.locale);
  test.each<[string, PlanEvent[], string]>([
    ["nothing", [], "Nothing is planned. Add promotions"],
    ["only what is over", [event("Sale", "2026-10-01")], "Nothing is planned from today on. 1 event stands in the past."],
    ["what is on, what is next, how much follows", [event("Sale", "2026-11-20", "2026-11-25"), event("Black Friday", "2026-11-27"), event("News", "2026-12-01")], "Sale is on until Tue, 24 Nov 2026. Next is Black Friday on Fri, 27 Nov 2026, in 5 days. 1 more event is planned in the next 90 days."],
    ["a single day that is today, and tomorrow's", [event("Launch", "2026-11-22"), event("News", "2026-11-23")], "Launch is today. Next is News on Mon, 23 Nov 2026, tomorrow. Nothing else is planned in the next 90 days."],
  ])("%s", (_, events, text) => expect(say(...events).replaceAll(/(Mon|Tue|Fri) (\d)/g, "$1, $2")).toContain(text));
});

describe("how it went", () => {
  const effect = { type: "promotion", seen: 3, factors: [{ offset: -1, factor: 0.8, low: 0.7, high: 0.9 }, { offset: 0, factor: 1.5, low: 1.3, high: 1.7 }, { offset: 1, factor: 1.2, low: 1, high: 1.4 }, { offset: 2, factor: 1.2, low: 1, high: 1.4 }, ...[3, 4, 5, 6, 7].map((offset) => ({ offset, factor: 0.9, low: 0.8, high: 1 }))], pulledForward: 0.35 };
  const went = (one: PlanEvent, effects = [effect]) => howItWent(one, { effects, inputs: { hash: "", days: 1, events: [] } } as never, "2026-11-22", reader);
  test("the mean of its own days, days around them aside", () => {
    expect(went(event("Sale", "2026-10-01", "2026-10-04"))).toEqual(["Events of this kind brought +30% on their days on average (+10% to +50%), over 3 times.", "35% of that came from the days around them."]);
    expect(went(event("Sale", "2026-10-01"))[0]).toContain("+20%");
  });
  test("nothing is said to be known where nothing was learned, or where nobody learns", () => {
    expect(went(event("Launch", "2026-12-01", undefined, { type: "launch" }))).toEqual([expect.stringMatching(/^Its days are still to come\. Nothing is known yet/)]);
    expect(went(event("Sale", "2026-10-01"), [{ ...effect, seen: 0 }])[0]).toMatch(/^Nothing is known yet/);
    expect(went(event("Down", "2026-10-01", undefined, { isIgnored: true }))).toEqual(["Projections don’t learn from its days."]);
  });
});
