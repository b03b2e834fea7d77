import { expect, test } from "vitest";
import { Breath } from "#lib/core/breath.ts";

test("work that took long lets what waits have its turn", async () => {
  const breath = new Breath();
  let isTaken = false;
  setImmediate(() => { isTaken = true; });
  const until = performance.now() + 5;
  while (performance.now() < until) { /* work */ }
  expect([breath.isDue, isTaken]).toEqual([true, false]);
  await breath.take();
  expect(isTaken).toBe(true);
});
