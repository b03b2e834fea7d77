// Whatever comes in: never a crash, and every row is imported, unchanged or rejected.
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { dayWindow } from "#lib/imports/day-window.ts";
import { previewFile } from "#lib/imports/inspect.ts";
import { bytesOf } from "#test/imports/support.ts";
import { workbook } from "#test/imports/zip.ts";
import { sized } from "#test/support/size.ts";

const seeds: Buffer[] = [
  gunzipSync(readFileSync("test/data/online-retail/online-retail-2010-12_2011-08.csv.gz")).subarray(0, 6_000),
  readFileSync("test/data/orders/shopify-orders.csv"),
  Buffer.from("order_id;date;amount;currency\n1;14.03.2026;1.234,50;EUR\n2;15.03.2026;\"2,00\";EUR\n", "utf8"),
  Buffer.from("\ufefforder_id\tdate\tamount\n1\t2026-03-14\t12\n", "utf16le"),
  workbook([["order_id", "date", "amount"], ["1", { date: 46095 }, { number: "12" }], ["2", { date: 46096 }, { number: "3" }]]),
];
const nasty = ["\u0000", '"', '""', "\r", "\n", ",,,,,", ";", "\t", "=1+1", "é", "\ufffe", "💶", "\u202e", "9".repeat(400), "1e308", "-", "__proto__", "31/12/2026", "x".repeat(3_000)].map((text) => Buffer.from(text));

type Change = { at: number; kind: "insert" | "cut" | "flip" | "double"; what: number; size: number };
const change: fc.Arbitrary<Change> = fc.record({ at: fc.nat(10_000), kind: fc.constantFrom("insert", "cut", "flip", "double"), what: fc.nat(255), size: fc.integer({ min: 1, max: 300 }) });

function apply(bytes: Buffer, { at, kind, what, size }: Change): Buffer {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  if (kind === "insert") return Buffer.concat([bytes.subarray(0, place), nasty[what % nasty.length]!, bytes.subarray(place)]);
  if (kind === "cut") return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + size)]);
  if (kind === "double") return Buffer.concat([bytes.subarray(0, place + size), bytes.subarray(place)]);
  const flipped = Buffer.from(bytes);
  if (flipped.length > 0) flipped[place] = what;
  return flipped;
}

test("mutated files are read whole or refused in words; rows read = rows told + rows rejected", async () => {
  let read = 0;
  await fc.assert(fc.asyncProperty(fc.nat(seeds.length - 1), fc.array(change, { minLength: 1, maxLength: 6 }), async (seed, changes) => {
    const bytes = changes.reduce(apply, seeds[seed]!);
    try {
      const preview = await previewFile(() => bytesOf(bytes, 997), { pricesIncludeVat: false }, { currency: "EUR", window: dayWindow("Europe/Berlin", new Date("2026-11-21T12:00:00Z")) });
      expect(preview.rejected).toBeLessThanOrEqual(preview.rows);
      if (preview.rows > 0) read++;
    } catch (error) {
      if (!isAppError(error)) throw error;
      expect(error.kind).not.toBe("broken");
    }
  }), { numRuns: sized(600, 10_000) });
  expect(read).toBeGreaterThan(60);
}, 120_000);
