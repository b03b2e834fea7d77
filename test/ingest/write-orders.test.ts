// The writer of orders against a plain model: what stands is the last telling of each order, whatever came before.
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Dims } from "#lib/facts/dims.ts";
import type { OrderEvent, OrderFact, OrderGone } from "#lib/facts/order.ts";
import { undoImport } from "#lib/imports/undo.ts";
import { orderEncoder } from "#lib/ingest/order-rows.ts";
import { writeDims } from "#lib/ingest/write-dims.ts";
import { writeOrders, type OrdersWritten } from "#lib/ingest/write-orders.ts";
import { openShop, type Shop } from "#test/imports/support.ts";
import { sized } from "#test/support/size.ts";

let shop: Shop;
beforeAll(async () => { shop = await openShop("America/New_York", "USD"); });
afterAll(() => shop?.close());
beforeEach(async () => { await shop.host.pool.query("truncate fact.sales_order, fact.sale_event, fact.order_touch, dim.customer, dim.product, dim.traffic, raw.order_telling, raw.order_version, raw.import_file, ingest.import, ingest.reject, ingest.coverage, ingest.dirty_day, mart.sales_daily, mart.sales_total_daily, mart.product_daily, mart.customer_daily"); });

const target = () => ({ storeId: shop.storeId, connectionId: 7, source: "shopify", zone: "America/New_York" });
const encoded = (orders: readonly (OrderFact | OrderGone)[]) => orders.map(orderEncoder(target()));

/** Writes batches in one transaction, as the engine does. */
async function write(...batches: (OrderFact | OrderGone)[][]): Promise<OrdersWritten[]> {
  const client = await shop.host.pool.connect();
  try {
    await client.query("begin");
    const written: OrdersWritten[] = [];
    const dims = new Dims();
    for (const batch of batches) {
      written.push(await writeOrders(client, target(), encoded(batch), dims));
      await writeDims(client, shop.storeId, 7, dims, () => ({ channel: "", rule: "" }));
    }
    const left = await client.query("select relname from pg_class where relpersistence = 't' and relkind = 'r' and relnamespace = pg_my_temp_schema()");
    expect(left.rows).toEqual([]);
    await client.query("commit");
    return written;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

const sale = (at: string, amount: string, productId: string | null = null): OrderEvent => ({ kind: "sale", at, amount, quantity: "1", productId });
function order(orderId: string, given: Partial<OrderFact> = {}): OrderFact {
  const placedAt = given.placedAt ?? "2026-03-02T12:00:00Z";
  return { orderId, placedAt, changedAt: placedAt, customerId: null, country: "US", currency: "USD", isOrder: true, events: [sale(placedAt, "10")], touches: [], products: [], ...given };
}
const touch = (source: string, isCounted = true): OrderFact["touches"][number] => ({ at: null, landingPage: "/a\tb", referrer: null, clickKind: null, coupon: null, method: "utm", confidence: "high", source, medium: "cpc", campaignId: "1", campaign: "x", toldChannel: "", isCounted });
const rows = async (sql: string): Promise<string[]> => (await shop.host.pool.query<{ text: string }>(sql)).rows.map((row) => row.text);
const ledger = () => rows("select concat_ws(' ', order_id, kind, event_day, trim_scale(amount)) as text from fact.sale_event order by order_id, event_day, amount");

describe("orders of a connection", () => {
  test("an order stands with its events on their own days in the store's zone, its touches and its products", async () => {
    const [written] = await write([order("#1", {
      placedAt: "2026-03-02T03:30:00Z", customerId: "c1", country: "DE", touches: [touch("news\u0000letter", false), touch("google")],
      events: [sale("2026-03-02T03:30:00Z", "10.5", "SKU"), { kind: "return", at: "2026-03-09T05:00:00Z", amount: "-4", quantity: "-1", productId: "SKU" }],
      products: [{ productId: "SKU", name: "A cap", category: "Caps" }],
    })]);
    expect(written).toEqual({ changed: 1, unchanged: 0, removed: 0, dirtyDays: ["2026-03-01", "2026-03-09"] });
    expect(await ledger()).toEqual(["#1 sale 2026-03-01 10.5", "#1 return 2026-03-09 -4"]);
    expect(await rows("select concat_ws(' ', source, connection_id, order_day, country, customer_id, line_count, traffic_id is not null, changed_at at time zone 'UTC') as text from fact.sales_order")).toEqual(["shopify 7 2026-03-01 Germany c1 2 t 2026-03-02 03:30:00"]);
    expect(await rows("select concat_ws(' ', t.touch_no, t.landing_page, t.is_counted, t.traffic_id = o.traffic_id) as text from fact.order_touch t join fact.sales_order o using (store_id, order_id) order by touch_no")).toEqual(["1 /a\tb f f", "2 /a\tb t t"]);
    expect(await rows("select concat_ws(' ', product_id, name, category) as text from dim.product")).toEqual(["SKU A cap Caps"]);
    expect(await rows("select concat_ws(' ', customer_id, first_order_id, first_order_day) as text from dim.customer")).toEqual(["c1 #1 2026-03-01"]);
  });

  test("told again it costs nothing: no day moves, no row is written, a note on the order changes no figure", async () => {
    const batch = [order("#1", { touches: [touch("google")], products: [{ productId: "A", name: "A", category: null }] }), order("#2", { customerId: "c" })];
    await write(batch);
    const was = await rows("select concat(ctid, xmin) as text from fact.sales_order");
    const client = await shop.host.pool.connect();
    const dims = new Dims();
    await client.query("begin");
    const again = await writeOrders(client, target(), encoded(batch.map((one) => ({ ...one, changedAt: "2026-03-05T00:00:00Z", events: [...one.events].reverse() }))), dims);
    // A transaction that wrote nothing has no number.
    const number = await client.query("select pg_current_xact_id_if_assigned() as id");
    await client.query("commit");
    client.release();
    expect(again).toEqual({ changed: 0, unchanged: 2, removed: 0, dirtyDays: [] });
    expect(number.rows).toEqual([{ id: null }]);
    expect(dims.traffic.size).toBe(0);
    expect(await rows("select concat(ctid, xmin) as text from fact.sales_order")).toEqual(was);
  });

  test("a touch that is found later changes the order, and with it the days of its money", async () => {
    await write([order("#1")]);
    const [written] = await write([order("#1", { touches: [touch("google")] })]);
    expect(written).toMatchObject({ changed: 1, dirtyDays: ["2026-03-02"] });
  });

  test("a test order that was told before is taken out; one that never stood is nothing", async () => {
    await write([order("#1", { customerId: "c" }), order("#2", { customerId: "c", placedAt: "2026-03-06T12:00:00Z" })]);
    const [written] = await write([{ orderId: "#1", isGone: true }, { orderId: "#9", isGone: true }]);
    expect(written).toEqual({ changed: 0, unchanged: 0, removed: 1, dirtyDays: ["2026-03-02", "2026-03-06"] });
    expect(await rows("select first_order_id as text from dim.customer")).toEqual(["#2"]);
  });

  test("an older order of a known customer makes the days of both dirty; a refund moves only its order's days", async () => {
    await write([order("#5", { customerId: "c", placedAt: "2026-03-10T12:00:00Z" }), order("#6", { customerId: "c", placedAt: "2026-03-20T12:00:00Z" })]);
    const [older] = await write([order("#1", { customerId: "c", placedAt: "2026-03-01T12:00:00Z" })]);
    expect(older!.dirtyDays).toEqual(["2026-03-01", "2026-03-10"]);
    const [refund] = await write([order("#6", { customerId: "c", placedAt: "2026-03-20T12:00:00Z", events: [sale("2026-03-20T12:00:00Z", "10"), { kind: "return", at: "2026-03-25T12:00:00Z", amount: "-10", quantity: "-1", productId: null }] })]);
    expect(refund!.dirtyDays).toEqual(["2026-03-20", "2026-03-25"]);
  });
});

interface Telling { day: number; customer: number; cents: number[]; source: number; gone: boolean }
const telling: fc.Arbitrary<Telling> = fc.record({ day: fc.integer({ min: 1, max: 6 }), customer: fc.integer({ min: 0, max: 2 }), cents: fc.array(fc.constantFrom(100, 250, 250, -300), { maxLength: 3 }), source: fc.integer({ min: 0, max: 2 }), gone: fc.boolean().map((one) => one) });
const batch = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), telling), { minLength: 1, maxLength: 5 });
const dayOf = (day: number) => `2026-03-0${day}`;

function toFact(id: number, { day, customer, cents, source, gone }: Telling): OrderFact | OrderGone {
  if (gone) return { orderId: `#${id}`, isGone: true };
  const placedAt = `${dayOf(day)}T1${id}:00:00Z`;
  // What is given back is given back two days later.
  const events = cents.map((one): OrderEvent => (one > 0 ? sale(placedAt, String(one / 100), "P") : { kind: "return", at: `${dayOf(day + 2)}T12:00:00Z`, amount: String(one / 100), quantity: "-1", productId: "P" }));
  return order(`#${id}`, { placedAt, customerId: customer === 0 ? null : `c${customer}`, isOrder: cents.length > 0, events, touches: source === 0 ? [] : [touch(`s${source}`)] });
}

const same = (a: Telling | undefined, b: Telling | undefined) => JSON.stringify(a && { ...a, cents: [...a.cents].sort() }) === JSON.stringify(b && { ...b, cents: [...b.cents].sort() });
const daysOf = (one: Telling | undefined): string[] => (one ? [dayOf(one.day), ...one.cents.map((cents) => dayOf(cents > 0 ? one.day : one.day + 2))] : []);
function firsts(standing: Map<number, Telling>): Map<number, number> {
  const found = new Map<number, number>();
  for (const customer of [1, 2]) {
    const own = [...standing].filter(([, one]) => one.customer === customer && one.cents.length > 0).sort(([a, x], [b, y]) => x.day - y.day || a - b);
    if (own[0]) found.set(customer, own[0][0]);
  }
  return found;
}
const picture = (standing: Map<number, Telling>): string[] => [
  ...[...standing].sort(([a], [b]) => a - b).map(([id, one]) => `#${id} ${dayOf(one.day)} ${one.customer === 0 ? "-" : `c${one.customer}`} ${one.cents.length > 0} [${one.cents.map((cents) => `${dayOf(cents > 0 ? one.day : one.day + 2)}:${cents}`).sort().join(" ")}] ${one.source === 0 ? 0 : 1}`),
  ...[...firsts(standing)].map(([customer, id]) => `c${customer} #${id}`),
];
const stored = () => rows(`select * from (select concat_ws(' ', order_id, order_day, coalesce(customer_id, '-'), is_order, '[' || coalesce((select string_agg(e.event_day || ':' || (e.amount * 100)::int, ' ' order by e.event_day || ':' || (e.amount * 100)::int) from fact.sale_event e where e.order_id = o.order_id), '') || ']',
    (select count(*) from fact.order_touch t where t.order_id = o.order_id and t.traffic_id = o.traffic_id)) as text from fact.sales_order o order by order_id) a
  union all select * from (select customer_id || ' ' || first_order_id from dim.customer order by customer_id) b`).then((texts) => texts.map((text) => text.replace(/ t \[/, " true [").replace(/ f \[/, " false [")));

test("any run of tellings, repeats and removals leaves the last telling, and marks exactly the days that moved", async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(batch, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 }), async (runs) => {
    await shop.host.pool.query("truncate fact.sales_order, fact.sale_event, fact.order_touch, dim.customer, dim.product");
    const model = new Map<number, Telling>();
    for (const batches of runs) {
      const written = await write(...batches.map((one) => one.map(([id, told]) => toFact(id, told))));
      batches.forEach((told, at) => {
        const before = new Map(model);
        for (const [id, one] of new Map(told)) {
          if (one.gone) model.delete(id);
          else model.set(id, one);
        }
        const moved = [...new Set([...before.keys(), ...model.keys()])].filter((id) => !same(before.get(id), model.get(id)));
        const days = new Set(moved.flatMap((id) => [...daysOf(before.get(id)), ...daysOf(model.get(id))]));
        const [was, is] = [firsts(before), firsts(model)];
        for (const customer of [1, 2]) if (was.has(customer) && was.get(customer) !== is.get(customer)) for (const id of [was.get(customer)!, is.get(customer) ?? 0]) for (const day of daysOf(model.get(id))) days.add(day);
        expect(written[at]!.dirtyDays).toEqual([...days].sort());
        expect(written[at]!.changed + written[at]!.removed).toBe(moved.length);
      });
      expect(await stored()).toEqual(picture(model));
    }
  }), { numRuns: sized(60, 500) });
}, 120_000);

/** What is wrong with the tellings: two of a connection, a content that undo would miss, one that nobody needs. */
const unkept = `select 'two tellings of ' || order_id as text from raw.order_telling where import_id = 0 group by order_id having count(*) > 1
  union all select 'content lost of ' || t.order_id from raw.order_telling t
    left join fact.sales_order f on f.store_id = t.store_id and f.order_id = t.order_id and f.content_hash = t.content_hash
    left join raw.order_version v on v.store_id = t.store_id and v.order_id = t.order_id and v.content_hash = t.content_hash
    where f.order_id is null and v.order_id is null
  union all select 'content kept for nobody of ' || v.order_id from raw.order_version v
    where not exists (select 1 from raw.order_telling t where t.order_id = v.order_id and t.content_hash = v.content_hash)`;

test("an order that a file told, that the shop took back and another file told again, falls back to the file before", async () => {
  const file = (cents: number) => shop.load(`order_id,date,amount\n#1,2026-03-01 12:00,${cents}\n`, { currency: "USD" });
  await file(100);
  await write([order("#1")]);
  await file(200);
  await write([order("#1")]);
  // What stands needs no second copy.
  expect([await rows(unkept), await rows("select v.order_id as text from raw.order_version v join fact.sales_order f using (order_id, content_hash)")]).toEqual([[], []]);
  await write([{ orderId: "#1", isGone: true }]);
  const { importId } = await file(300);
  await undoImport(shop.host, importId);
  expect(await ledger()).toEqual(["#1 sale 2026-03-01 200"]);
});

test("files and a connection that tell the same orders: undoing a file leaves what was told last by another", async () => {
  type Move = { do: "file"; id: number; cents: number } | { do: "tell"; id: number; cents: number } | { do: "gone"; id: number } | { do: "undo"; which: number };
  const id = fc.integer({ min: 1, max: 2 });
  const cents = fc.constantFrom(100, 200, 300);
  const move: fc.Arbitrary<Move> = fc.oneof(
    fc.record({ do: fc.constant("file" as const), id, cents }), fc.record({ do: fc.constant("tell" as const), id, cents }),
    { weight: 1, arbitrary: fc.record({ do: fc.constant("gone" as const), id }) }, { weight: 2, arbitrary: fc.record({ do: fc.constant("undo" as const), which: fc.nat(9) }) });
  await fc.assert(fc.asyncProperty(fc.array(move, { minLength: 3, maxLength: 9 }), async (moves) => {
    await shop.host.pool.query("truncate fact.sales_order, fact.sale_event, fact.order_touch, dim.customer, dim.product, raw.order_telling, raw.order_version, raw.import_file, ingest.import, ingest.reject, ingest.coverage");
    const model = new Map<number, { tellings: { by: string; cents: number }[]; stands: boolean }>();
    const files: string[] = [];
    for (const [at, one] of moves.entries()) {
      if (one.do === "undo") {
        const [file] = files.splice(one.which % Math.max(1, files.length), 1);
        if (file === undefined) continue;
        await undoImport(shop.host, file);
        for (const order of model.values()) {
          order.tellings = order.tellings.filter(({ by }) => by !== file);
          if (order.tellings.length === 0) order.stands = false;
        }
        continue;
      }
      const known = model.get(one.id) ?? { tellings: [], stands: false };
      model.set(one.id, known);
      if (one.do === "file") {
        // The line's number makes each file another one.
        const { importId } = await shop.load(`order_id,date,amount,line\n#${one.id},2026-03-01 12:00,${one.cents / 100},${at}\n`, { currency: "USD" });
        files.push(importId);
        known.tellings.push({ by: importId, cents: one.cents });
        known.stands = true;
      } else {
        known.tellings = known.tellings.filter(({ by }) => by !== "connection");
        if (one.do === "tell") known.tellings.push({ by: "connection", cents: one.cents });
        known.stands = one.do === "tell";
        await write([one.do === "gone" ? { orderId: `#${one.id}`, isGone: true } : order(`#${one.id}`, { events: [sale("2026-03-02T12:00:00Z", String(one.cents / 100))] })]);
      }
    }
    expect(await rows(unkept)).toEqual([]);
    const standing = [...model].filter(([, order]) => order.stands).sort(([a], [b]) => a - b).map(([order, { tellings }]) => `#${order} ${tellings.at(-1)!.by === "connection" ? "shopify 7" : "file"} ${tellings.at(-1)!.cents}`);
    expect(await rows("select concat_ws(' ', order_id, source, connection_id, (select sum(amount * 100)::int from fact.sale_event e where e.order_id = o.order_id)) as text from fact.sales_order o order by order_id")).toEqual(standing);
  }), { numRuns: sized(25, 300) });
}, 240_000);

