import { afterAll, beforeAll, expect, test } from "vitest";
import { undoImport } from "#lib/imports/undo.ts";
import { openShop, type Shop } from "#test/imports/support.ts";

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop.close());

const file = (month: string, first: number, last: number) => `order_id,date,revenue\n${Array.from({ length: last - first + 1 }, (_, index) => `${month}-${first + index},2026-${month}-${String(first + index).padStart(2, "0")},10`).join("\n")}\n`;
const stretches = async () => (await shop.host.pool.query("select from_day::text as from, through_day::text as through from ingest.coverage order by 1")).rows.map((row) => `${row.from}…${row.through}`);

test("files tell stretches: a week between two is quiet, a month is unknown, undo takes a stretch back", async () => {
  await shop.load(file("01", 1, 20), { lastDayCut: false });
  await shop.load(file("01", 28, 31), { lastDayCut: false });
  expect(await stretches()).toEqual(["2026-01-01…2026-01-31"]);
  const march = await shop.load(file("03", 1, 31), { lastDayCut: false });
  expect(await stretches()).toEqual(["2026-01-01…2026-01-31", "2026-03-01…2026-03-31"]);
  await shop.load(file("02", 1, 28), { lastDayCut: false });
  expect(await stretches()).toEqual(["2026-01-01…2026-03-31"]);
  await undoImport(shop.host, march.importId);
  expect(await stretches()).toEqual(["2026-01-01…2026-02-28"]);
});
