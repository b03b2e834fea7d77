import { describe, expect, test } from "vitest";
import { buckets, firstAhead, reach, sampleOf, spreadOf, toldOf, type Branch } from "#lib/projections/futures.ts";

/** Two paths over 3 and 4 May: 10, 20 and 30, 40. */
const paths = { first: "2026-05-03", steps: 2, values: Float32Array.from([10, 20, 30, 40]) };
const branch = (told: (number | null)[], more: Partial<Branch> = {}): Branch => ({ storeId: 1, from: "2026-05-01", told, paths, rate: 1, ...more });

describe("the future of a figure", () => {
  test("a period is what is told of it and the rest of each path", () => {
    const futures = { top: [branch([1, 2])], bottom: null };
    expect([...sampleOf(futures, { from: "2026-05-01", to: "2026-05-05" })!]).toEqual([33, 73]);
    expect([...sampleOf(futures, { from: "2026-05-02", to: "2026-05-04" })!]).toEqual([12, 32]);
    expect(toldOf(futures, { from: "2026-05-01", to: "2026-05-05" })).toBe(3);
    expect(spreadOf(futures, { from: "2026-05-04", to: "2026-05-05" })!.p50).toBe(30);
  });
  test("a period that isn't told or reached is unknown, not small", () => {
    const futures = { top: [branch([null, 2])], bottom: null };
    expect(sampleOf(futures, { from: "2026-05-01", to: "2026-05-04" })).toBeNull();
    expect(sampleOf(futures, { from: "2026-05-03", to: "2026-05-06" })).toBeNull();
    expect(toldOf(futures, { from: "2026-05-03", to: "2026-05-05" })).toBeNull();
    expect(sampleOf({ top: [branch([1, 2], { rate: Number.NaN })], bottom: null }, { from: "2026-05-03", to: "2026-05-04" })).toBeNull();
  });
  test("stores add up path by path, each at its rate", () => {
    const futures = { top: [branch([1, 2]), branch([5, 5], { storeId: 2, rate: 0.5 })], bottom: null };
    expect([...sampleOf(futures, { from: "2026-05-01", to: "2026-05-05" })!]).toEqual([3 + 30 + 10 + 15, 3 + 70 + 10 + 35]);
  });
  test("a store that is later than others adds its told days while theirs are projected", () => {
    const late = branch([5, 5, 7], { storeId: 2, paths: { first: "2026-05-04", steps: 1, values: Float32Array.from([1, 1]) } });
    const futures = { top: [branch([1, 2]), late], bottom: null };
    expect(firstAhead(futures)).toBe("2026-05-03");
    expect(reach(futures)).toBe("2026-05-05");
    expect([...sampleOf(futures, { from: "2026-05-03", to: "2026-05-05" })!]).toEqual([38, 78]);
  });
  test("a ratio is divided last, path by path", () => {
    const orders = branch([2, 2], { paths: { ...paths, values: Float32Array.from([1, 1, 2, 2]) } });
    const futures = { top: [branch([4, 4])], bottom: [orders] };
    expect([...sampleOf(futures, { from: "2026-05-01", to: "2026-05-05" })!]).toEqual([38 / 6, 78 / 8]);
    expect(toldOf(futures, { from: "2026-05-01", to: "2026-05-05" })).toBe(2);
  });
  test("days are cut into buckets, the last one as short as it must be", () => {
    expect(buckets({ from: "2026-05-01", to: "2026-05-10" }, 7)).toEqual([{ from: "2026-05-01", to: "2026-05-08" }, { from: "2026-05-08", to: "2026-05-10" }]);
  });
});
