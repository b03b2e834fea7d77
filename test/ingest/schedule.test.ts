import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayAt } from "#lib/core/day.ts";
import { backoffMs, everyMs, nextDue, readsDue, type Reads } from "#lib/ingest/schedule.ts";

const hour = 3_600_000;
const berlin = { zone: "Europe/Berlin", connectionId: 1 };
const at = (text: string) => new Date(text);
const fresh = (instant: string): Reads => ({ checkedAt: at(instant), nightlyAt: at(instant), weeklyAt: at(instant) });
const local = (instant: Date, zone: string) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(instant);

describe("what is due", () => {
  test("reads noted by a clock that was ahead by years don't silence a stream when it is put back", () => {
    const ahead = at("2030-01-01T12:00:00Z");
    expect(readsDue("1h", { checkedAt: ahead, nightlyAt: ahead, weeklyAt: ahead }, berlin, at("2026-11-20T12:00:00Z"))).toEqual({ poll: true, nightly: true, weekly: true });
  });
  test("a stream that never ran is due for everything", () => {
    expect(readsDue("1h", { checkedAt: null, nightlyAt: null, weeklyAt: null }, berlin, at("2026-11-20T12:00:00Z"))).toEqual({ poll: true, nightly: true, weekly: true });
  });
  test.each([["2026-11-20T12:09:59Z", false], ["2026-11-20T12:10:00Z", true], ["2026-11-25T00:00:00Z", true], ["2026-11-20T11:00:00Z", true]])("every 10m after 12:00: at %s %s (the last: a clock that was put back)", (now, poll) => {
    expect(readsDue("10m", fresh("2026-11-20T12:00:00Z"), berlin, at(now)).poll).toBe(poll);
  });
  test("five nights slept through are one read", () => {
    const now = at("2026-11-25T09:00:00Z");
    const reads = fresh("2026-11-20T12:00:00Z");
    expect(readsDue("1d", reads, berlin, now).nightly).toBe(true);
    expect(readsDue("1d", { ...reads, checkedAt: now, nightlyAt: now, weeklyAt: now }, berlin, now)).toEqual({ poll: false, nightly: false, weekly: false });
  });
  test("the week's read includes the night's", () => {
    const reads = { ...fresh("2026-11-20T12:00:00Z"), weeklyAt: at("2026-11-01T00:00:00Z") };
    expect(readsDue("1d", reads, berlin, at("2026-11-20T12:00:01Z"))).toEqual({ poll: false, nightly: true, weekly: true });
  });
  test.each(["Europe/Berlin", "Europe/Helsinki", "America/New_York", "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Kiritimati", "Asia/Beirut", "Asia/Kolkata"])("in %s a year has one night a day and one week's read a week, at three o'clock, whatever the clocks do", (zone) => {
    const place = { zone, connectionId: 99 };
    const start = "2026-01-01T21:00:00Z";
    let reads: Reads = fresh(start);
    const nights = new Map<string, string>();
    let weeks = 0;
    for (let now = nextDue({ kind: "done" }, "9h", place, at(start))!; now < at("2026-12-31T12:00:00Z"); now = nextDue({ kind: "done" }, "9h", place, now)!) {
      const due = readsDue("9h", reads, place, now);
      expect(due.poll || due.nightly).toBe(true);
      if (due.nightly) { expect(nights.has(dayAt(now, zone))).toBe(false); nights.set(dayAt(now, zone), local(now, zone)); }
      if (due.weekly) weeks++;
      reads = { checkedAt: now, nightlyAt: due.nightly ? now : reads.nightlyAt, weeklyAt: due.weekly ? now : reads.weeklyAt };
    }
    expect([363, 364]).toContain(nights.size);
    expect([51, 52]).toContain(weeks);
    expect([...nights.values()].filter((time) => !/^0(3:|4:0)/.test(time))).toEqual([]);
  });
  test("connections are spread over the hour and the week", () => {
    const minutes = new Set(Array.from({ length: 40 }, (_, id) => local(nextDue({ kind: "done" }, "9d", { zone: "UTC", connectionId: id }, at("2026-11-20T12:00:00Z"))!, "UTC")));
    expect(minutes.size).toBeGreaterThan(25);
  });
});

describe("what comes next", () => {
  const now = at("2026-11-20T12:00:00Z");
  test("after a success the interval, or the night when that is sooner", () => {
    expect(nextDue({ kind: "done" }, "10m", berlin, now)).toEqual(at("2026-11-20T12:10:00Z"));
    const night = nextDue({ kind: "done" }, "1d", berlin, now)!;
    expect(local(night, "Europe/Berlin")).toMatch(/^03:/);
    expect(night < at("2026-11-21T12:00:00Z")).toBe(true);
  });
  test("what is left of the history goes on at once", () => expect(nextDue({ kind: "done", more: true }, "1d", berlin, now)).toEqual(now));
  test("a day's quota waits until its instant, not for the interval", () => {
    const until = at("2026-11-21T08:00:00Z");
    const due = nextDue({ kind: "partial", until }, "10m", berlin, now)!;
    expect(due.getTime() - until.getTime()).toBeGreaterThanOrEqual(0);
    expect(due.getTime() - until.getTime()).toBeLessThan(30_000);
    expect(nextDue({ kind: "partial", until: at("2026-11-20T11:00:00Z") }, "1d", berlin, now)).toEqual(at("2026-11-20T12:01:00Z"));
  });
  test("a dead credential is not tried again by itself", () => expect(nextDue({ kind: "failed", fault: "auth", failures: 1 }, "10m", berlin, now)).toBeNull());
  test("failures back off from a minute to six hours", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 40].map((failures) => (nextDue({ kind: "failed", fault: "network", failures }, "10m", berlin, now)!.getTime() - now.getTime()) / 60_000);
    for (const [index, wait] of waits.entries()) {
      const full = Math.min(2 ** index, 360);
      expect(wait).toBeGreaterThanOrEqual(full * 0.79);
      expect(wait).toBeLessThanOrEqual(full);
    }
    fc.assert(fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 1_000_000 }), (failures, id) => { const wait = backoffMs(failures, id); return wait >= 48_000 && wait <= 6 * hour; }));
  });
  test.each([["10m", 600_000], ["1h", hour], ["2d", 48 * hour]])("%s is %i ms", (text, ms) => expect(everyMs(text)).toBe(ms));
  test.each(["", "0m", "m", "10", "1.5h", "-1h", "1w"])("%j is no interval", (text) => expect(() => everyMs(text)).toThrow(RangeError));
});
