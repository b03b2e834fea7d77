// Reading one thing ahead.
import { expect, test } from "vitest";
import { ahead } from "#lib/ingest/ahead.ts";

/** Numbers up to `of`, each noted when it is begun; `breaks` throws in its place. */
async function* numbers(of: number, begun: number[], breaks = Infinity): AsyncGenerator<number> {
  try {
    for (let number = 1; number <= of; number++) {
      begun.push(number);
      await new Promise((resolve) => setImmediate(resolve));
      if (number === breaks) throw new Error(`broke at ${number}`);
      yield number;
    }
  } finally {
    begun.push(0);
  }
}

test("the next is begun before the one before it is done with, in order, and no more than one", async () => {
  const begun: number[] = [];
  const seen: [number, number[]][] = [];
  for await (const { value: number, goOn } of ahead(numbers(3, begun))) {
    goOn();
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.push([number, [...begun]]);
  }
  expect(seen).toEqual([[1, [1, 2]], [2, [1, 2, 3]], [3, [1, 2, 3, 0]]]);
});

test("a few may be begun, and no more than that", async () => {
  const begun: number[] = [];
  const seen: [number, number][] = [];
  for await (const { value: number, goOn } of ahead(numbers(6, begun), 2)) {
    goOn();
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.push([number, Math.max(...begun)]);
  }
  expect(seen).toEqual([[1, 3], [2, 4], [3, 5], [4, 6], [5, 6], [6, 6]]);
});

test("without a word the next is begun when this one is done with", async () => {
  const begun: number[] = [];
  const seen: [number, number[]][] = [];
  for await (const { value: number, goOn } of ahead(numbers(3, begun))) {
    if (number !== 1) goOn();
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.push([number, [...begun]]);
  }
  expect(seen[0]).toEqual([1, [1]]);
  expect(seen.map(([number]) => number)).toEqual([1, 2, 3]);
});

test("a fault comes after all that was read before it, whenever it happened", async () => {
  const seen: number[] = [];
  const work = async () => {
    for await (const { value: number, goOn } of ahead(numbers(5, [], 3))) {
      goOn();
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push(number);
    }
  };
  await expect(work()).rejects.toThrow("broke at 3");
  expect(seen).toEqual([1, 2]);
});

test("who leaves early leaves nothing running", async () => {
  const begun: number[] = [];
  let late = () => {};
  for await (const { value: number, goOn } of ahead(numbers(9, begun))) {
    goOn();
    late = goOn;
    if (number === 2) break;
  }
  late();
  expect(begun).toEqual([1, 2, 3, 0]);
});
