import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EventDraft, PlanEvent } from "#lib/plan/event.ts";
import { effectType, eventSpans } from "#lib/plan/event-spans.ts";
import { listEvents, removeEvent, saveEvent } from "#lib/plan/events.ts";
import { createStore, type Store } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

let fresh: FreshDatabase;
let store: Store;
let other: Store;
const draft = (more: Partial<EventDraft> = {}): EventDraft => ({ storeId: store.id, type: "promotion", name: "Autumn sale", from: "2026-10-12", to: "2026-10-19", size: 0.2, note: "", isIgnored: false, ...more });

beforeAll(async () => {
  fresh = await freshDatabase();
  store = await createStore(fresh.db, { name: "A", currency: "EUR", zone: "Europe/Berlin" });
  other = await createStore(fresh.db, { name: "B", currency: "USD", zone: "America/New_York" });
});
afterAll(() => fresh.drop());

describe("the marketing calendar", () => {
  test("shows what touches a window, not what ends where it begins", async () => {
    const made = await saveEvent(fresh.db, draft({ name: "  Autumn \n sale " }), "Mia");
    expect(made).toMatchObject({ name: "Autumn sale", size: 0.2, source: "own", madeBy: "Mia" });
    expect(await listEvents(fresh.db, [store.id], "2026-10-18", "2026-10-19")).toEqual([made]);
    expect(await listEvents(fresh.db, [store.id], "2026-10-19", "2026-11-01")).toEqual([]);
    expect(await listEvents(fresh.db, [store.id], "2026-10-01", "2026-10-12")).toEqual([]);
    expect(await listEvents(fresh.db, [other.id], "2026-01-01", "2027-01-01")).toEqual([]);
  });
  test("an event is changed and removed only under its own store", async () => {
    const made = await saveEvent(fresh.db, draft(), "Mia");
    await expect(saveEvent(fresh.db, draft({ storeId: other.id }), "Mia", made.id)).rejects.toMatchObject({ kind: "missing" });
    await expect(removeEvent(fresh.db, other.id, made.id!)).rejects.toMatchObject({ kind: "missing" });
    expect(await saveEvent(fresh.db, draft({ name: "Later", size: null, isIgnored: true }), "Max", made.id)).toMatchObject({ id: made.id, name: "Later", size: null, isIgnored: true, madeBy: "Mia" });
    await removeEvent(fresh.db, store.id, made.id!);
    await expect(removeEvent(fresh.db, store.id, made.id!)).rejects.toMatchObject({ kind: "missing" });
  });
  test.each<[string, Partial<EventDraft>]>([
    ["name", { name: " \n " }], ["name_long", { name: "x".repeat(121) }], ["day", { from: "2026-02-30" }], ["order", { to: "2026-10-12" }],
    ["long", { to: "2029-01-01" }], ["size", { size: 1.2 }], ["size", { size: 0 }], ["note_long", { note: "x".repeat(2001) }],
  ])("says what is wrong with it: %s", async (code, wrong) => {
    await expect(saveEvent(fresh.db, draft(wrong), "Mia")).rejects.toMatchObject({ kind: "invalid", code: `calendar.${code}` });
  });
});

describe("spans for the forecaster", () => {
  const event = (more: Partial<PlanEvent>): PlanEvent => ({ ...draft(), id: 1, source: "own", calendar: "", uid: null, madeBy: "Mia", ...more });
  test("promotions are one type, told apart by their depth beside the usual one, which an unsaid depth is taken for", () => {
    expect(eventSpans([event({ size: 0.1 }), event({ size: 0.2 }), event({ size: 0.4 }), event({ size: null })]).map(({ type, size }) => [type, size])).toEqual([["promotion", 0.5], ["promotion", 1], ["promotion", 2], ["promotion", 1]]);
    expect(eventSpans([event({ size: 0.2 })])[0]!.size).toBe(1);
    expect(eventSpans([event({ size: null })])[0]).not.toHaveProperty("size");
  });
  test("each holiday is a type of its own, the same in every year", () => {
    expect(effectType(event({ type: "holiday", name: "Black Friday 2025" }))).toBe("holiday:black-friday");
    expect(effectType(event({ type: "holiday", name: "Black Friday '26" }))).toBe("holiday:black-friday");
    expect(effectType(event({ type: "holiday", source: "holiday", uid: "black-friday", name: "Black Friday" }))).toBe("holiday:black-friday");
  });
  test("days that say nothing are left out of learning", () => {
    expect(eventSpans([event({ type: "outage", size: null, isIgnored: true })])).toEqual([{ type: "outage", from: "2026-10-12", to: "2026-10-19", ignore: true }]);
  });
});
