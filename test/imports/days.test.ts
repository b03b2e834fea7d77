// The days that a file may bring: a day that isn't over is never complete, a year typed wrong moves nothing.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { windowJudge } from "#lib/imports/day-window.ts";
import { undoImport } from "#lib/imports/undo.ts";
import { openShop, type Shop } from "#test/imports/support.ts";

const zone = "Pacific/Kiritimati";
let shop: Shop;
beforeAll(async () => { shop = await openShop(zone); });
afterAll(() => shop?.close());
beforeEach(() => shop.host.pool.query("truncate fact.sales_order, fact.sale_event, dim.customer, raw.order_telling, raw.order_version, raw.import_file, ingest.import, ingest.reject, ingest.coverage, ingest.dirty_day"));

const coverage = async () => (await shop.host.pool.query("select through_day::text as day from ingest.coverage")).rows[0]?.day as string | undefined;
const rejects = async () => (await shop.host.pool.query("select row_no, reason from ingest.reject order by row_no")).rows;
const file = (...days: string[]) => `order_id,date,amount\n${days.map((day, at) => `${at + 1}-${day},${day},10`).join("\n")}\n`;

test("today in the shop's zone isn't over, so a file that reaches into it is complete through yesterday, whatever was said of its last day", async () => {
  const today = dayAt(now(), zone);
  const summary = await shop.load(file(addDays(today, -2), `${today} 00:10`), { lastDayCut: false });
  expect(summary).toMatchObject({ imported: 2, rejected: 0, lastDay: today, throughDay: addDays(today, -1), lastDayCut: false, notes: { day_not_over: 1 } });
  expect(await coverage()).toBe(addDays(today, -1));
});

test("yesterday is over: a file that ends there is complete through it", async () => {
  const yesterday = addDays(dayAt(now(), zone), -1);
  const summary = await shop.load(file(addDays(yesterday, -1), yesterday));
  expect(summary).toMatchObject({ throughDay: yesterday, notes: {} });
  expect(await coverage()).toBe(yesterday);
});

test("days after tomorrow and before the calendar are left out with their reason; the others count", async () => {
  const today = dayAt(now(), zone);
  const summary = await shop.load(file("2026-03-01", "2062-11-12", "1994-12-31", "1995-01-01", addDays(today, 2), addDays(today, 1)));
  expect(summary).toMatchObject({ read: 6, imported: 3, rejected: 3, firstDay: "1995-01-01", throughDay: addDays(today, -1) });
  expect(await rejects()).toEqual([{ row_no: 2, reason: "in_future" }, { row_no: 3, reason: "before_calendar" }, { row_no: 5, reason: "in_future" }]);
});

test("an order of a shop's export with a cancellation in the far future is left out whole", async () => {
  const header = "Name,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Cancelled at\n";
  const summary = await shop.load(`${header}#1,paid,EUR,30,2026-03-01 10:00:00 +0100,1,Cap,30,\n#2,refunded,EUR,30,2026-03-01 10:00:00 +0100,1,Cap,30,2062-03-02 10:00:00 +0100\n`);
  expect(summary).toMatchObject({ imported: 1, rejected: 1 });
  expect(await rejects()).toEqual([{ row_no: 2, reason: "in_future" }]);
});

test("an import of before, complete into the future, covers no day that isn't over once another is undone", async () => {
  const first = await shop.load(file("2026-03-01"));
  const second = await shop.load(file("2026-03-02"));
  await shop.host.pool.query("update ingest.import set through_day = '2062-11-12' where import_id = $1", [first.importId]);
  await undoImport(shop.host, second.importId);
  expect(await coverage()).toBe(addDays(dayAt(now(), zone), -1));
});

test("an instant is judged by its day in the shop's zone", () => {
  const judge = windowJudge({ zone: "Asia/Tokyo", today: "2026-11-21" });
  // 23:30 UTC is the next morning in Tokyo: the 23rd.
  expect([judge({ local: "2026-11-22 14:59:00", offset: "Z" }), judge({ local: "2026-11-22 23:30:00", offset: "Z" }), judge({ local: "2026-11-22 23:30:00", offset: null }), judge({ local: "2051-01-01 00:00:00", offset: null })]).toEqual([null, "in_future", null, "in_future"]);
});
