// How one stream looks, from its state and the clock alone.
import { describe, expect, test } from "vitest";
import { cellOf, worst } from "#lib/ingest/heat.ts";
import { isMoving, lookOf, streamLook, type StreamRow } from "#lib/ingest/stream-look.ts";
import type { Stream } from "#lib/sources/source.ts";

const now = new Date("2026-11-21T15:00:00Z");
const report = { name: "traffic", mode: "replace", fact: { measure: "sessions" }, every: "6h", history: 30, chunk: 7, lag: 1, restates: { nightly: 4, weekly: 14 }, read: null } as unknown as Stream;
const lab = { ...report, name: "lab", lag: 0, history: 1, restates: { nightly: 0, weekly: 0 } } as Stream;
const row = (change: Partial<StreamRow> = {}): StreamRow => ({
  connectionId: 1, stream: "traffic", doneFrom: "2026-10-22", doneTo: "2026-11-21", historyFrom: null, checkedAt: new Date("2026-11-21T03:00:00Z"), dueAt: new Date("2026-11-21T18:00:00Z"), failures: 0, problem: null, ranAt: null, isRunning: false, ...change,
});
const look = (change: Partial<StreamRow> = {}, stream = report, zone = "UTC") => streamLook(stream, row(change), { now, zone });

describe("how a stream looks", () => {
  test("complete through yesterday; what the vendor no longer keeps isn't missing", () => {
    expect(look()).toMatchObject({ look: "complete", completeThrough: "2026-11-20", settlingUntil: "2026-11-24", settledThrough: "2026-11-16", historyFrom: "2026-10-22", progress: 1 });
    expect(look({ historyFrom: "2024-01-01" })).toMatchObject({ historyFrom: "2026-10-22", progress: 1 });
  });
  test("a day that wasn't over when it was read isn't complete, however far the stretch goes", () => {
    expect(look({ checkedAt: new Date("2026-11-20T12:00:00Z") })).toMatchObject({ completeThrough: "2026-11-19", look: "late" });
  });
  test("the account's own zone cuts its days: in Honolulu the 20th isn't over yet at 5 in the morning", () => {
    expect(look({ checkedAt: now }, report, "Pacific/Honolulu")).toMatchObject({ completeThrough: "2026-11-20", expectedThrough: "2026-11-19" });
  });
  test("part of the history: coming in, by how much; nothing yet: waiting; failures come first", () => {
    expect(look({ doneFrom: "2026-11-06" })).toMatchObject({ look: "loading", progress: 0.5 });
    expect(look({ doneFrom: null, doneTo: null }).look).toBe("waiting");
    expect(look({ failures: 2, doneFrom: null, doneTo: null }).look).toBe("failing");
  });
  test("a measurement of the moment is whole as soon as it is taken", () => {
    expect(look({ doneFrom: "2026-11-21", doneTo: "2026-11-22", checkedAt: now }, lab)).toMatchObject({ completeThrough: "2026-11-21", look: "complete" });
  });
  test("a connection is what its worst stream is; paused is paused", () => {
    expect(lookOf("active", [look(), look({ failures: 1 })])).toBe("failing");
    expect(lookOf("active", [look(), look({ doneFrom: null, doneTo: null })])).toBe("loading");
    expect(lookOf("paused", [look({ failures: 1 })])).toBe("paused");
    expect(isMoving({ state: "active", streams: [look()] }, now)).toBe(false);
    expect(isMoving({ state: "active", streams: [look({ dueAt: now })] }, now)).toBe(true);
    expect(isMoving({ state: "paused", streams: [look({ dueAt: now })] }, now)).toBe(false);
  });
  test("a day's cell: not asked for, still coming, missing, failed, flagged, settling, empty, complete", () => {
    const cell = (day: string, stream = look(), told?: { row_count: number; flags: string[] }, about: Parameters<typeof cellOf>[1] = { state: "active", look: "complete" }) => cellOf(stream, about, day, told);
    expect(cell("2026-10-01")).toBe("none");
    expect(cell("2026-11-21")).toBe("none");
    expect(cell("2026-10-25", look({ doneFrom: "2026-11-01" }))).toBe("waiting");
    expect(cell("2026-10-25", look({ doneFrom: "2026-11-01" }), undefined, { state: "stopped", look: "stopped" })).toBe("failed");
    expect(cell("2026-11-19", look({ doneTo: "2026-11-18" }))).toBe("missing");
    expect(cell("2026-11-19", look({ doneTo: "2026-11-18", failures: 1 }))).toBe("failed");
    expect(cell("2026-11-10", look(), { row_count: 4, flags: ["sampled"] })).toBe("flagged");
    expect(cell("2026-11-18", look(), { row_count: 4, flags: [] })).toBe("settling");
    expect(cell("2026-11-10", look(), { row_count: 4, flags: ["not_final"] })).toBe("settling");
    expect(cell("2026-11-10")).toBe("empty");
    expect(cell("2026-11-10", look(), { row_count: 4, flags: [] })).toBe("complete");
    expect([worst(["complete", "empty"]), worst(["complete", "missing", "settling"]), worst(["none", "none"])]).toEqual(["complete", "missing", "none"]);
  });
});
