// When the next ask for orders is begun, with a shop that only notes what it was asked.
import { expect, test } from "vitest";
import { OrderAsks } from "#lib/ingest/order-asks.ts";
import type { Ask, Context, OrderStream } from "#lib/sources/source.ts";

const ask = (from: string, to: string): Ask => ({ from, to });
const asks = [ask("2026-01-01", "2026-02-01"), ask("2026-02-01", "2026-03-01"), ask("2026-03-01", "2026-04-01")];
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Asks of a shop with so many batches each; `said` tells in order what it was asked and what was handled. */
function shop(batches: number, options: { isOver?: () => boolean; cursors?: Record<string, unknown>; breaksAt?: string } = {}) {
  const said: string[] = [];
  const stream = {
    async *read(_: Context, { from, cursor }: Ask) {
      said.push(`asked ${from}${cursor === undefined ? "" : ` at ${String(cursor)}`}`);
      try {
        if (from === options.breaksAt) throw new Error("The shop fell silent.");
        for (let no = 1; no <= batches; no++) yield { raw: "", rows: [], read: no, rejects: [] };
        said.push(`read ${from}`);
      } finally {
        said.push(`left ${from}`);
      }
    },
  } as unknown as OrderStream;
  const all = new OrderAsks({} as Context, stream, asks, (order) => order as never, ({ from }) => options.cursors?.[from], options.isOver ?? (() => false));
  const take = async (one: Ask): Promise<void> => {
    for await (const { value: { read }, goOn } of all.batches(one)) {
      goOn();
      await settled();
      said.push(`wrote ${one.from} ${read}`);
    }
  };
  return { said, all, take };
}

test("the next ask is begun when this one is read, two batches before its last is written, and no other", async () => {
  const { said, all, take } = shop(5);
  await take(asks[0]!);
  expect(said.filter((line) => !line.endsWith("2026-02-01") || line.startsWith("asked"))).toEqual([
    "asked 2026-01-01", "wrote 2026-01-01 1", "wrote 2026-01-01 2", "wrote 2026-01-01 3", "read 2026-01-01", "left 2026-01-01", "asked 2026-02-01", "wrote 2026-01-01 4", "wrote 2026-01-01 5",
  ]);
  expect([all.hasBegun(asks[1]!), all.hasBegun(asks[2]!)]).toEqual([true, false]);
  await take(asks[1]!);
  await take(asks[2]!);
  expect(said.filter((line) => line.startsWith("asked"))).toEqual(["asked 2026-01-01", "asked 2026-02-01", "asked 2026-03-01"]);
  expect(said.filter((line) => line.startsWith("wrote"))).toHaveLength(15);
});

test("asks of one batch or none don't run away: one is begun at most", async () => {
  for (const batches of [0, 1]) {
    const { said, take } = shop(batches);
    await take(asks[0]!);
    await settled();
    expect(said.filter((line) => line.startsWith("asked"))).toEqual(["asked 2026-01-01", "asked 2026-02-01"]);
  }
});

test("once the run's time is over, no other is begun", async () => {
  const { said, all, take } = shop(2, { isOver: () => true });
  await take(asks[0]!);
  expect(all.hasBegun(asks[1]!)).toBe(false);
  expect(said.filter((line) => line.startsWith("asked"))).toEqual(["asked 2026-01-01"]);
});

test("one that an earlier run broke off goes on at its own place", async () => {
  const { said, take } = shop(1, { cursors: { "2026-02-01": 7 } });
  await take(asks[0]!);
  expect(said).toContain("asked 2026-02-01 at 7");
});

test("a fault of an ask that was begun early comes in its own turn, after all of the one before", async () => {
  const { said, take } = shop(2, { breaksAt: "2026-02-01" });
  await take(asks[0]!);
  expect(said).toContain("wrote 2026-01-01 2");
  await expect(take(asks[1]!)).rejects.toThrow("The shop fell silent.");
});

test("an ask that is left in its middle begins no other, and one that was begun and not taken is ended", async () => {
  const { said, all, take } = shop(3);
  for await (const _ of all.batches(asks[0]!)) break;
  expect(said.at(-1)).toBe("left 2026-01-01");
  await take(asks[1]!);
  await settled();
  expect(all.hasBegun(asks[2]!)).toBe(true);
  await all.close();
  expect([said.at(-1), all.hasBegun(asks[2]!)]).toEqual(["left 2026-03-01", false]);
});
