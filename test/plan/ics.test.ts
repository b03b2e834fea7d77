import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { guessSize, guessType } from "#lib/plan/guess-event.ts";
import { readCalendar } from "#lib/plan/ics/read.ts";
import { zoneClock } from "#lib/plan/ics/zone.ts";
import { writeCalendar } from "#lib/plan/ics/write.ts";
import type { PlanEvent } from "#lib/plan/event.ts";

const file = (name: string) => readFileSync(`test/fixtures/ics/${name}`, "utf8");
const window = { from: "2024-01-01", to: "2028-01-01" };
const berlin = readCalendar(file("marketing.ics"), "Europe/Berlin", window);
const spans = (read: typeof berlin, name: string) => read.events.filter((event) => event.name.startsWith(name)).map(({ from, to }) => [from, to]);
const calendar = (...lines: string[]) => ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:a", "SUMMARY:A", ...lines, "END:VEVENT", "END:VCALENDAR"].join("\r\n");
const one = (...lines: string[]) => readCalendar(calendar(...lines), "America/New_York", window);

describe("a calendar file", () => {
  test("tells its name, whole days with their end left out, and texts over folded lines", () => {
    expect(berlin.name).toBe("Marketing 2026");
    expect(berlin.events.find((event) => event.uid === "autumn@shop.example")).toMatchObject({ name: "Autumn sale, up to 30 %", note: "Banner on the front page\nMail on the first day", from: "2026-10-12", to: "2026-10-19" });
    expect(berlin.rejected).toEqual([]);
  });
  test("a series is one event each time: one day left out, one moved, the last by its until, alarms aside", () => {
    expect(spans(berlin, "Newsletter")).toEqual([["2026-01-06", "2026-01-07"], ["2026-01-21", "2026-01-22"], ["2026-01-27", "2026-01-28"], ["2026-02-03", "2026-02-04"]]);
    expect(spans(berlin, "Newsletter, a day late")).toEqual([["2026-01-21", "2026-01-22"]]);
    expect(new Set(berlin.events.map((event) => event.uid)).size).toBe(berlin.events.length);
  });
  test("a yearly feast that moves stands on its day in every year of the window", () => {
    expect(spans(berlin, "Black Friday").map(([from]) => from)).toEqual(["2024-11-29", "2025-11-28", "2026-11-27", "2027-11-26"]);
  });
  test("times fall on the days of the store's own zone", () => {
    expect(spans(berlin, "Launch")).toEqual([["2026-06-01", "2026-06-02"]]);
    const newYork = readCalendar(file("marketing.ics"), "America/New_York", window);
    expect(spans(newYork, "Launch")).toEqual([["2026-05-31", "2026-06-01"]]);
    expect(spans(newYork, "Autumn")).toEqual([["2026-10-12", "2026-10-19"]]);
    // Zones that only the file knows, as Outlook writes them: 23:00 to 06:00 in Berlin.
    expect(spans(berlin, "Shop offline")).toEqual([["2026-07-15", "2026-07-17"]]);
    // In New York that ends at midnight.
    expect(spans(newYork, "Shop offline")).toEqual([["2026-07-15", "2026-07-16"]]);
  });
  test("what ends at midnight doesn't touch the next day, and what is called off isn't there", () => {
    expect(spans(berlin, "Until midnight")).toEqual([["2026-08-01", "2026-08-02"]]);
    expect(spans(berlin, "Called off")).toEqual([]);
    expect(berlin.outside).toBe(1);
  });
  test.each<[string, string[], [string, string][]]>([
    ["no end is one day", ["DTSTART;VALUE=DATE:20260301"], [["2026-03-01", "2026-03-02"]]],
    ["a length instead of an end", ["DTSTART;VALUE=DATE:20260301", "DURATION:P3D"], [["2026-03-01", "2026-03-04"]]],
    ["hours over midnight", ["DTSTART;TZID=America/New_York:20260301T220000", "DURATION:PT4H"], [["2026-03-01", "2026-03-03"]]],
    ["eight o'clock stays eight when clocks change", ["DTSTART;TZID=Asia/Tokyo:20260310T080000", "RRULE:FREQ=MONTHLY;COUNT=2"], [["2026-03-09", "2026-03-10"], ["2026-04-09", "2026-04-10"]]],
    ["further days by name", ["DTSTART;VALUE=DATE:20260301", "RDATE;VALUE=DATE:20260305,20260309"], [["2026-03-01", "2026-03-02"], ["2026-03-05", "2026-03-06"], ["2026-03-09", "2026-03-10"]]],
    ["the 31st only where there is one", ["DTSTART;VALUE=DATE:20260131", "RRULE:FREQ=MONTHLY;COUNT=3"], [["2026-01-31", "2026-02-01"], ["2026-03-31", "2026-04-01"], ["2026-05-31", "2026-06-01"]]],
    ["a series that began before the window", ["DTSTART;VALUE=DATE:20180101", "RRULE:FREQ=YEARLY;UNTIL=20250601"], [["2024-01-01", "2024-01-02"], ["2025-01-01", "2025-01-02"]]],
  ])("%s", (_, lines, expected) => {
    expect(one(...lines).events.map(({ from, to }) => [from, to])).toEqual(expected);
  });
});

describe("a hostile or broken file", () => {
  const hostile = readCalendar(file("hostile.ics"), "Europe/Berlin", window);
  test("loses its bad entries, each with its reason, and keeps the good rest", () => {
    expect(Object.fromEntries(hostile.rejected.map(({ name, reason }) => [name, reason]))).toEqual({
      "Every second": "often", "No interval": "rule", "Nonsense rule": "rule", "30 February": "bad_day", "No start": "no_start", "": "no_name",
      "On Mars": "zone", "Backwards": "bad_end", "An age": "long", "First telling": "double",
    });
    expect(hostile.events.map((event) => event.uid)).toEqual(["script", "bidi", "twice", "good"]);
    expect(hostile.outside).toBe(1);
  });
  test("its texts are plain: nothing that steers a terminal or turns writing around", () => {
    expect(hostile.events[0]!.name).toBe("<script>alert(1)</script>=cmd|'/c calc'!A1");
    expect(hostile.events[1]!.name).toBe("Sale gnp.exe[31m");
  });
  test("no text is more than refused: never a crash, never a hang", () => {
    const line = fc.constantFrom("BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "UID:a", "SUMMARY:x", "DTSTART:20260101T000000Z", "DTSTART;VALUE=DATE:20260101",
      "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "RRULE:FREQ=YEARLY;INTERVAL=999999999", "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5", "RECURRENCE-ID:20260101T000000Z", "EXDATE:20260101", "TZID:Z", "DTSTART;TZID=Z:20260101T000000", "DURATION:-P1D", "DURATION:P99999999W", "DTEND:99999999T999999Z", " ", "X;=:", ":", "\u0000");
    fc.assert(fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 25 }), (lines) => {
      try {
        readCalendar(["BEGIN:VCALENDAR", ...lines].join("\n"), "Europe/Berlin", window);
      } catch (error) {
        expect(error).toMatchObject({ name: "AppError" });
      }
    }), { numRuns: 300 });
  }, 60_000);
  test("too many entries and what is no calendar are refused in words", () => {
    expect(() => readCalendar("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nEND:VEVENT\n".repeat(5001), "UTC", window)).toThrow(/at most 5000/);
    expect(() => readCalendar("<html>", "UTC", window)).toThrow(/BEGIN:VCALENDAR/);
    expect(() => readCalendar("", "UTC", window)).toThrow(/BEGIN:VCALENDAR/);
  });
  test("a daily series over all the window is told to be too many only beyond seven years of days", () => {
    expect(one("DTSTART;VALUE=DATE:19700101", "RRULE:FREQ=DAILY").events).toHaveLength(1461);
    expect(readCalendar(calendar("DTSTART;VALUE=DATE:20000101", "RRULE:FREQ=DAILY"), "UTC", { from: "2010-01-01", to: "2020-01-01" }).rejected[0]!.reason).toBe("many");
  });
});

describe("what an entry is", () => {
  test.each([["Newsletter: −20 % on tea", "mailing"], ["Summer sale", "promotion"], ["Rabattaktion 10%", "promotion"], ["Launch of the blue kettle", "launch"], ["Server maintenance", "outage"], ["Team lunch", "other"], ["Preiserhöhung", "price_change"]])("%s is %s", (name, type) => {
    expect(guessType(name, [])).toBe(type);
  });
  test("its categories go before its name; its discount is read from it", () => {
    expect(guessType("Team lunch", ["Promotion"])).toBe("promotion");
    expect([guessSize("Summer −20 %"), guessSize("10 to 30%"), guessSize("12,5 % off"), guessSize("Summer"), guessSize("100 % wool")]).toEqual([0.2, 0.3, 0.125, null, null]);
  });
});

test("clocks of zones: an hour that is skipped or comes twice still has an instant", () => {
  const clock = zoneClock("Europe/Berlin");
  expect(clock.instant({ day: "2026-03-29", minutes: 150 }).toISOString()).toMatch(/^2026-03-29T0[01]:30/);
  expect(clock.wall(clock.instant({ day: "2026-10-25", minutes: 150 }))).toEqual({ day: "2026-10-25", minutes: 150 });
  expect(clock.instant({ day: "2026-07-01", minutes: 0 }).toISOString()).toBe("2026-06-30T22:00:00.000Z");
});

test("what we write, we read: days, texts with commas, lines and letters of all scripts", () => {
  const event = (id: number, name: string, note: string, from: string, to: string): PlanEvent => ({ id, storeId: 1, type: "promotion", name, note, from, to, size: 0.2, isIgnored: false, source: "own", calendar: "", uid: null, madeBy: "Mia" });
  const events = [event(1, "Sale, one; two \\ three", "Line\nline", "2026-10-12", "2026-10-19"), event(2, "Ölkännchen für Ωmega ☕ ".repeat(4).trim(), "", "2026-02-28", "2026-03-01")];
  const text = writeCalendar(events, { name: "Shop", words: (type) => type, stamp: new Date("2026-11-22T00:00:00Z") });
  expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  const read = readCalendar(text, "Asia/Tokyo", window);
  expect(read.rejected).toEqual([]);
  expect(read.events.map(({ name, note, from, to, categories }) => ({ name, note, from, to, categories }))).toEqual(
    [...events].reverse().map(({ name, note, from, to }) => ({ name, note, from, to, categories: ["promotion"] })));
  expect(writeCalendar(events, { name: "Shop", words: (type) => type, stamp: new Date("2026-11-22T00:00:00Z") })).toBe(text);
});
