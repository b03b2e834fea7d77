// Uploads that overlap, repeats and undo, against a model: what stands is what the last standing upload says of each order.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { undoImport } from "#lib/imports/undo.ts";
import { openShop, type Shop } from "#test/imports/support.ts";
import { sized } from "#test/support/size.ts";

interface Line { order: number; day: number; cents: number; customer: number }
/** One telling of an order: its day, customer and lines. */
type Telling = { day: number; customer: number; cents: number[] };
type Upload = Map<number, Telling>;
interface Standing { id: string; upload: Upload }

const telling = fc.record({ day: fc.integer({ min: 1, max: 5 }), customer: fc.integer({ min: 0, max: 3 }), cents: fc.array(fc.constantFrom(100, 250, 250, -300, 0), { minLength: 1, maxLength: 4 }) });
const upload: fc.Arbitrary<Upload> = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 6 }), telling), { minLength: 1, maxLength: 4, selector: ([order]) => order }).map((pairs) => new Map(pairs));

function csv(told: Upload): string {
  const lines: Line[] = [...told].flatMap(([order, { day, customer, cents }]) => cents.map((one) => ({ order, day, customer, cents: one })));
  return `order_id,date,amount,customer_id\n${lines.map((line) => `${line.order},2026-03-0${line.day} 1${line.order}:00,${(line.cents / 100).toFixed(2)},${line.customer === 0 ? "" : `c${line.customer}`}`).join("\n")}\n`;
}

/** What must stand: per order its day, customer and money; per customer the first order. */
function expected(standing: readonly Standing[]): string {
  const last = new Map<number, Telling>();
  for (const { upload: told } of standing) for (const [order, one] of told) last.set(order, one);
  const orders = [...last].sort(([a], [b]) => a - b).map(([order, { day, customer, cents }]) => `${order}|2026-03-0${day}|${customer === 0 ? "" : `c${customer}`}|${cents.some((one) => one > 0)}|${[...cents].filter((one) => one !== 0).sort((a, b) => a - b).join(",")}`);
  const firsts = [1, 2, 3].flatMap((customer) => {
    const own = [...last].filter(([, one]) => one.customer === customer && one.cents.some((cents) => cents > 0)).sort(([a, x], [b, y]) => x.day - y.day || a - b);
    return own.length === 0 ? [] : [`c${customer}: ${own[0]![0]}`];
  });
  const days = new Map<number, number>();
  for (const { day, cents } of last.values()) for (const one of cents) if (one !== 0) days.set(day, (days.get(day) ?? 0) + one);
  return [...orders, ...firsts, ...[...days].sort(([a], [b]) => a - b).map(([day, cents]) => `2026-03-0${day}: ${cents}`)].join("\n");
}

async function actual(shop: Shop): Promise<string> {
  const orders = await shop.host.pool.query(`select o.order_id || '|' || o.order_day || '|' || coalesce(o.customer_id, '') || '|' || o.is_order || '|' || coalesce((select string_agg((e.amount * 100)::int::text, ',' order by e.amount) from fact.sale_event e where e.store_id = o.store_id and e.order_id = o.order_id), '') as text
    from fact.sales_order o where store_id = $1 order by o.order_id`, [shop.storeId]);
  const firsts = await shop.host.pool.query("select customer_id || ': ' || first_order_id as text from dim.customer where store_id = $1 order by customer_id", [shop.storeId]);
  const days = await shop.host.pool.query("select day || ': ' || (net_sales * 100)::int as text from mart.sales_total_daily where store_id = $1 and exists (select 1 from fact.sale_event e where e.store_id = $1 and e.event_day = day) order by day", [shop.storeId]);
  return [...orders.rows, ...firsts.rows, ...days.rows].map((row: { text: string }) => row.text).join("\n");
}

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop?.close());

async function clear(): Promise<void> {
  await shop.host.pool.query("truncate fact.sales_order, fact.sale_event, dim.customer, dim.product, raw.order_telling, raw.order_version, raw.import_file, ingest.import, ingest.reject, ingest.coverage, ingest.dirty_day, mart.sales_daily, mart.sales_total_daily, mart.product_daily, mart.customer_daily");
}

type Move = { do: "upload"; upload: Upload } | { do: "again"; which: number } | { do: "undo"; which: number };
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("upload" as const), upload }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("again" as const), which: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("undo" as const), which: fc.nat(9) }) },
);

describe("uploads and undo", () => {
  test("any sequence leaves what the last standing upload says of each order, with first orders and marts to match", async () => {
    await fc.assert(fc.asyncProperty(fc.array(move, { minLength: 2, maxLength: 8 }), async (moves) => {
      await clear();
      let standing: Standing[] = [];
      for (const one of moves) {
        if (one.do === "undo") {
          const target = standing[one.which % Math.max(1, standing.length)];
          if (!target) continue;
          await undoImport(shop.host, target.id);
          standing = standing.filter((known) => known !== target);
        } else {
          const told = one.do === "upload" ? one.upload : standing[one.which % Math.max(1, standing.length)]?.upload;
          if (!told) continue;
          const summary = await shop.load(csv(told));
          expect(summary.imported + summary.unchanged + summary.rejected).toBe(summary.read);
          standing = [...standing, { id: summary.importId, upload: told }];
        }
        expect(await actual(shop)).toBe(expected(standing));
      }
      for (const { id } of standing) await undoImport(shop.host, id);
      const left = await shop.host.pool.query("select (select count(*) from fact.sale_event) + (select count(*) from fact.sales_order) + (select count(*) from dim.customer) + (select count(*) from raw.order_telling) + (select count(*) from raw.order_version) + (select count(*) from ingest.coverage) as rows");
      expect(left.rows[0]).toEqual({ rows: "0" });
    }), { numRuns: sized(12, 200) });
  });

  test("a later export replaces the orders it holds, says the difference, and refreshes those days alone", async () => {
    await clear();
    await shop.load("order_id,date,amount,customer_id\n1,2026-03-01 10:00,10,a\n2,2026-03-02 10:00,20,b\n3,2026-03-04 10:00,30,b\n");
    const dirty = await shop.load("order_id,date,amount,customer_id\n2,2026-03-02 10:00,25,b\n3,2026-03-04 10:00,30,b\n4,2026-03-05 10:00,40,c\n");
    expect(dirty).toMatchObject({ read: 3, imported: 2, unchanged: 1, orders: { new: 1, changed: 1, unchanged: 1 }, ledger: { EUR: { sale: "95" } }, replaced: { EUR: { sale: "20" } }, refreshedDays: 2 });
    const days = await shop.host.pool.query("select days from ingest.refresh order by refresh_id desc limit 1");
    expect(days.rows[0].days).toEqual(["2026-03-02", "2026-03-05"]);
  });

  test("when a customer's first order moves, the days of the old and the new first order are refreshed too", async () => {
    await clear();
    await shop.load("order_id,date,amount,customer_id\n2,2026-03-02 10:00,20,b\n3,2026-03-04 10:00,30,b\n5,2026-03-05 10:00,30,z\n");
    await shop.load("order_id,date,amount,customer_id\n1,2026-03-01 10:00,10,b\n");
    const days = await shop.host.pool.query("select days from ingest.refresh order by refresh_id desc limit 1");
    expect(days.rows[0].days).toEqual(["2026-03-01", "2026-03-02"]);
  });
});
