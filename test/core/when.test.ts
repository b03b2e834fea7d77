// The day of an instant, by the clock of a zone.
import { expect, test } from "vitest";
import { dayReader } from "#lib/core/when.ts";

const zones = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Gaza", "America/Caracas", "UTC"];

test("is the zone's own, whatever was asked before, also around midnight and where clocks are turned", () => {
  for (const zone of zones) {
    const dayOf = dayReader(zone);
    const format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
    const moments = Array.from({ length: 3_000 }, () => Math.floor(Date.UTC(1995, 0, 1) + Math.random() * 32 * 365 * 86_400_000));
    // Every quarter of an hour of the weeks in which clocks are turned, and the second before it.
    for (const begin of [Date.UTC(2026, 2, 27), Date.UTC(2026, 9, 23), Date.UTC(2011, 11, 29), Date.UTC(2016, 4, 1)]) for (let step = 0; step < 4 * 24 * 4; step++) moments.push(begin + step * 900_000, begin + step * 900_000 - 1_000);
    for (const moment of moments) {
      const instant = new Date(moment).toISOString();
      expect(dayOf(instant), `${instant} in ${zone}`).toBe(format.format(moment));
    }
  }
});

test("an instant may be written with an offset, and with a blank for the T", () => {
  expect(["2026-11-12T23:30:00+00:00", "2026-11-12 23:30:00+00:00", "2026-11-12T22:59:59Z"].map(dayReader("Europe/Berlin"))).toEqual(["2026-11-13", "2026-11-13", "2026-11-12"]);
});
