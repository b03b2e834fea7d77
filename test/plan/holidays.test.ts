import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { holidaysOf, holidaysWithin, regions, suggested } from "#lib/plan/holidays.ts";
import { listEvents, saveEvent } from "#lib/plan/events.ts";
import { effectType } from "#lib/plan/event-spans.ts";
import { countryOfZone, readHolidayChoice, saveHolidayChoice } from "#lib/plan/store-holidays.ts";
import { createStore, type Store } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

const dayOf = async (country: string, id: string, year: number) => (await holidaysOf(country, "", year)).find((holiday) => holiday.id === id)?.from;

describe("holidays", () => {
  test.each<[string, string, string[]]>([
    ["US", "black-friday", ["2024-11-29", "2025-11-28", "2026-11-27"]],
    ["DE", "black-friday", ["2024-11-29", "2025-11-28", "2026-11-27"]],
    ["NL", "cyber-monday", ["2024-12-02", "2025-12-01", "2026-11-30"]],
    ["DE", "singles-day", ["2024-11-11", "2025-11-11", "2026-11-11"]],
    ["DE", "easter-monday", ["2024-04-01", "2025-04-21", "2026-04-06"]],
    ["US", "thanksgiving-day", ["2024-11-28", "2025-11-27", "2026-11-26"]],
    ["GB", "mothers-day", ["2024-03-10", "2025-03-30", "2026-03-15"]],
    ["DE", "mothers-day", ["2024-05-12", "2025-05-11", "2026-05-10"]],
    ["FR", "mothers-day", ["2024-05-26", "2025-05-25", "2026-05-31"]],
    ["JP", "mothers-day-second-sunday-of-may", ["2024-05-12", "2025-05-11", "2026-05-10"]],
  ])("of %s: %s stands on its own day in each year", async (country, id, days) => {
    expect(await Promise.all([2024, 2025, 2026].map((year) => dayOf(country, id, year)))).toEqual(days);
  });
  test("each is there once, on one stretch of days, in a year of any country", async () => {
    for (const country of ["US", "DE", "NL", "GB", "FR", "CN", "JP", "BR", "AU", "SE"]) {
      const list = await holidaysOf(country, "", 2026);
      expect(new Set(list.map((holiday) => holiday.id)).size, country).toBe(list.length);
      expect(list.every((holiday) => holiday.to > holiday.from), country).toBe(true);
    }
  });
  test("a region has days that the country lacks; one that isn't known is refused", async () => {
    expect((await holidaysOf("DE", "BY", 2026)).some((holiday) => holiday.id === "epiphany")).toBe(true);
    expect((await holidaysOf("DE", "", 2026)).some((holiday) => holiday.id === "epiphany")).toBe(false);
    expect((await regions("DE")).length).toBe(16);
    expect(await regions("JP")).toEqual([]);
    await expect(holidaysOf("XX", "", 2026)).rejects.toMatchObject({ code: "calendar.country" });
    await expect(holidaysOf("DE", "XX", 2026)).rejects.toMatchObject({ code: "calendar.country" });
  });
  test("proposed are days that are free and days that people buy for", async () => {
    const proposed = suggested(await holidaysOf("DE", "", 2026));
    expect(proposed).toEqual(expect.arrayContaining(["black-friday", "cyber-monday", "mothers-day", "christmas-day", "good-friday"]));
    expect(proposed).not.toContain("totensonntag");
  });
  test("a window gets what touches it, over years", async () => {
    expect((await holidaysWithin("US", "", ["black-friday", "new-years-day"], "2025-11-28", "2027-01-02")).map(({ id, from }) => `${id} ${from}`)).toEqual(
      ["black-friday 2025-11-28", "new-years-day 2026-01-01", "black-friday 2026-11-27", "new-years-day 2027-01-01"]);
  });
});

describe("a store's holidays", () => {
  let fresh: FreshDatabase;
  let store: Store;
  beforeAll(async () => {
    fresh = await freshDatabase();
    store = await createStore(fresh.db, { name: "A", currency: "EUR", zone: "Europe/Berlin" });
  });
  afterAll(() => fresh.drop());

  test("stand in its calendar once somebody chose them, and go when they are no longer chosen", async () => {
    expect(await readHolidayChoice(fresh.db, store.id)).toBeNull();
    await saveEvent(fresh.db, { storeId: store.id, type: "promotion", name: "Sale", from: "2026-11-27", to: "2026-12-01", size: null, note: "", isIgnored: false }, "Mia");
    await saveHolidayChoice(fresh.db, { storeId: store.id, country: "DE", region: "", chosen: ["cyber-monday", "black-friday", "black-friday", "made-up"] }, "Mia");
    expect(await readHolidayChoice(fresh.db, store.id)).toMatchObject({ chosen: ["black-friday", "cyber-monday"] });
    const events = await listEvents(fresh.db, [store.id], "2026-11-01", "2026-12-31");
    expect(events.map((event) => [event.name, event.from, event.source, event.id === null])).toEqual([["Black Friday", "2026-11-27", "holiday", true], ["Sale", "2026-11-27", "own", false], ["Cyber Monday", "2026-11-30", "holiday", true]]);
    expect(effectType(events[0]!)).toBe("holiday:black-friday");
    await saveHolidayChoice(fresh.db, { storeId: store.id, country: "DE", region: "", chosen: [] }, "Mia");
    expect(await listEvents(fresh.db, [store.id], "2026-11-01", "2026-12-31")).toHaveLength(1);
  });
  test("the country is guessed from the zone, and not where the zone tells none", () => {
    expect([countryOfZone("Europe/Berlin", ["AT", "DE"]), countryOfZone("America/New_York", ["CA", "US"]), countryOfZone("UTC", ["GB"])]).toEqual(["DE", "US", null]);
  });
});
