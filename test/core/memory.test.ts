import { expect, test } from "vitest";
import { Memory } from "#lib/core/memory.ts";

test("a value is made once, null too, until the memory is full", () => {
  const made: string[] = [];
  const memory = new Memory<string, string | null>(2);
  const ask = (key: string) => memory.of(key, () => {
    made.push(key);
    return key === "none" ? null : key.toUpperCase();
  });
  expect([ask("a"), ask("none"), ask("a"), ask("none")]).toEqual(["A", null, "A", null]);
  expect(made).toEqual(["a", "none"]);
  // A third key: everything is forgotten.
  expect([ask("b"), ask("a")]).toEqual(["B", "A"]);
  expect(made).toEqual(["a", "none", "b", "a"]);
});
