import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { icsEvents } from "#lib/plan/ics-events.ts";
import { applyEvents, eventChanges, listCalendars, type FilePlace } from "#lib/plan/import-events.ts";
import { listEvents, saveEvent } from "#lib/plan/events.ts";
import { readStockDays } from "#lib/plan/stock-days.ts";
import { createStore, type Store } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

let fresh: FreshDatabase;
let store: Store;
let place: FilePlace;
const window = { from: "2024-01-01", to: "2028-01-01" };
const text = readFileSync("test/fixtures/ics/marketing.ics", "utf8");
const events = (of = text) => icsEvents(of, "Europe/Berlin", window, null).events;
const counts = ({ added, changed, unchanged, removed }: Awaited<ReturnType<typeof eventChanges>>) => [added.length, changed.length, unchanged, removed.length];
const all = () => listEvents(fresh.db, [store.id], window.from, window.to);

beforeAll(async () => {
  fresh = await freshDatabase();
  store = await createStore(fresh.db, { name: "A", currency: "EUR", zone: "Europe/Berlin" });
  place = { storeId: store.id, source: "ics", calendar: "Marketing" };
});
afterAll(() => fresh.drop());

describe("importing a calendar", () => {
  test("the preview counts and writes nothing; applying does what it said; the same file again changes nothing", async () => {
    expect(counts(await eventChanges(fresh.db, place, events(), window))).toEqual([12, 0, 0, 0]);
    expect(await all()).toEqual([]);
    expect(counts(await applyEvents(fresh.db, place, events(), window, "Mia"))).toEqual([12, 0, 0, 0]);
    expect(counts(await applyEvents(fresh.db, place, events(), window, "Mia"))).toEqual([0, 0, 12, 0]);
    expect((await all()).find((event) => event.name.startsWith("Autumn"))).toMatchObject({ type: "promotion", size: 0.3, isIgnored: false });
    expect((await all()).find((event) => event.name === "Shop offline")).toMatchObject({ type: "outage", isIgnored: true });
    expect(await listCalendars(fresh.db, [store.id])).toEqual([{ storeId: store.id, name: "Marketing", events: 12 }]);
  });
  test("a moved and a missing entry are told and written; what a person set stays", async () => {
    const autumn = (await all()).find((event) => event.name.startsWith("Autumn"))!;
    await saveEvent(fresh.db, { ...autumn, type: "launch", size: 0.25 }, "Max", autumn.id);
    const later = text.replace("DTEND;VALUE=DATE:20261019", "DTEND;VALUE=DATE:20261021").replace(/BEGIN:VEVENT\r\nUID:launch@[\s\S]*?END:VEVENT\r\n/, "");
    const changes = await applyEvents(fresh.db, place, events(later), window, "Mia");
    expect(counts(changes)).toEqual([0, 1, 10, 1]);
    expect(changes.removed[0]!.name).toBe("Launch of the blue kettle");
    expect((await all()).find((event) => event.name.startsWith("Autumn"))).toMatchObject({ id: autumn.id, to: "2026-10-21", type: "launch", size: 0.25 });
    expect((await all()).some((event) => event.name.startsWith("Launch"))).toBe(false);
  });
  test("a file that leaves out what is over doesn't take the past away", async () => {
    const future = events().filter((event) => event.from >= "2026-06-01");
    expect((await eventChanges(fresh.db, place, future, window)).removed).toEqual([]);
  });
  test("another calendar, another store and own events are left alone", async () => {
    await saveEvent(fresh.db, { storeId: store.id, type: "other", name: "Own", from: "2026-08-01", to: "2026-08-02", size: null, note: "", isIgnored: false }, "Mia");
    const before = await all();
    await applyEvents(fresh.db, { ...place, calendar: "Press" }, [], window, "Mia");
    expect(await all()).toEqual(before);
  });
  test("two at once write the entries once", async () => {
    const other = { ...place, calendar: "Twice" };
    const [one, two] = await Promise.all([applyEvents(fresh.db, other, events(), window, "Mia"), applyEvents(fresh.db, other, events(), window, "Max")]);
    expect([counts(one!), counts(two!)].sort()).toEqual([[0, 0, 12, 0], [12, 0, 0, 0]]);
  });
});

describe("days out of stock", () => {
  const read = (csv: string) => readStockDays(csv, (product) => (product ? `Out of stock: ${product}` : "Out of stock"));
  test("neighbouring days are one event; the whole shop's days aren't learned from, one product's are", () => {
    expect(read("date,product\n2026-03-02,\n2026-03-01,\n2026-03-04,\n2026-03-01,Kettle\n").events.map(({ name, from, to, isIgnored }) => [name, from, to, isIgnored])).toEqual([
      ["Out of stock", "2026-03-01", "2026-03-03", true], ["Out of stock: Kettle", "2026-03-01", "2026-03-02", false], ["Out of stock", "2026-03-04", "2026-03-05", true]]);
  });
  test("from and through are both included; semicolons and a byte-order mark are read", () => {
    expect(read("\uFEFFfrom;through\n2026-03-01;2026-03-03").events).toMatchObject([{ from: "2026-03-01", to: "2026-03-04" }]);
  });
  test("bad lines are named, the good rest is kept", () => {
    expect(read("from,through\n2026-02-30,2026-03-01\n2026-03-05,2026-03-01\n2020-01-01,2026-01-01\n2026-03-01,2026-03-01").rejected).toEqual([{ line: 2, reason: "day" }, { line: 3, reason: "order" }, { line: 4, reason: "long" }]);
  });
  test.each([["stock_columns", "a,b\n1,2"], ["stock_empty", "date\nnone"], ["stock_file", "date\n\"2026"], ["stock_columns", ""]])("says what is wrong with a file: %s", (code, csv) => {
    expect(() => read(csv)).toThrow(expect.objectContaining({ code: `calendar.${code}` }));
  });
});
