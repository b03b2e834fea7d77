import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyOf, openWith, rewrap, sealWith, type Box, type Place } from "#lib/secrets/box.ts";

const place: Place = { storeId: 3, connectionId: 41, source: "shopify" };
const [key, other] = [keyOf(randomBytes(32)), keyOf(randomBytes(32))];

describe("a box", () => {
  test("gives back what was put in, any text at all, and shows none of it", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 4000 }), (plain) => {
      const box = sealWith(plain, place, key);
      expect(openWith(JSON.parse(JSON.stringify(box)) as Box, place, [other, key])).toBe(Buffer.from(plain).toString());
      if (plain.length > 8) expect(JSON.stringify(box)).not.toContain(plain);
    }), { numRuns: 200 });
  });
  test("is another one each time, also for the same text", () => {
    const boxes = Array.from({ length: 50 }, () => sealWith("same", place, key));
    expect(new Set(boxes.flatMap((box) => [box.wrapped, box.body])).size).toBe(100);
  });
  test.each([["store", { storeId: 4 }], ["connection", { connectionId: 42 }], ["source", { source: "woocommerce" }]] as const)("opens in no other %s", (_what, change) => {
    expect(() => openWith(sealWith("x", place, key), { ...place, ...change }, [key])).toThrowError(/belong to another one/);
  });
  test("a place can't be written so that it reads as another", () => {
    const box = sealWith("x", { storeId: 1, connectionId: 1, source: 'a",""]' }, key);
    expect(() => openWith(box, { storeId: 1, connectionId: 1, source: "a" }, [key])).toThrow();
  });
  test("one changed bit anywhere is found", () => {
    const box = sealWith("a secret of some length", place, key);
    fc.assert(fc.property(fc.constantFrom("wrapped" as const, "body" as const), fc.nat(), fc.nat(7), (part, at, bit) => {
      const bytes = Buffer.from(box[part], "base64");
      bytes[at % bytes.length]! ^= 1 << bit;
      expect(() => openWith({ ...box, [part]: bytes.toString("base64") }, place, [key])).toThrowError(/altered/);
    }), { numRuns: 300 });
  });
  test("parts of two boxes don't make one", () => {
    const [one, two] = [sealWith("one", place, key), sealWith("two", place, key)];
    expect(() => openWith({ ...one, body: two.body }, place, [key])).toThrow();
    expect(() => openWith({ ...one, wrapped: "" }, place, [key])).toThrow();
  });
  test("opens with its own key only, and says so", () => {
    const box = sealWith("x", place, key);
    expect(() => openWith(box, place, [other])).toThrowError(/sealed with the key/);
    expect(() => openWith({ ...box, key: other.id }, place, [other])).toThrowError(/altered/);
  });
  test("under a new key it holds the same, byte for byte", () => {
    const box = sealWith("x", place, key);
    const moved = rewrap(box, place, [key], other);
    expect([openWith(moved, place, [other]), moved.body, moved.key]).toEqual(["x", box.body, other.id]);
    expect(() => openWith(moved, place, [key])).toThrow();
    expect(() => rewrap({ ...box, body: sealWith("y", place, key).body }, place, [key], other)).toThrow();
  });
});
