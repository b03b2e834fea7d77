// Shopify's search terms for orders ("updated_at:>='2026-11-12T00:00:00Z' AND test:false") and its cursors.
import type { DemoStore, OrderRecord } from "#lib/demo/records.ts";
import { base64, unbase64, type Setting } from "#lib/demo/servers/vendor.ts";

export interface OrderSearch { by: "placed" | "updated"; from: Date; to: Date; keep(order: OrderRecord): boolean }

const start = new Date("2000-01-01T00:00:00Z");
const fields: Record<string, "placed" | "updated"> = { updated_at: "updated", created_at: "placed", processed_at: "placed" };

/** Windows on one time field become a window of the world; the rest is looked at order by order. */
export function readSearch(text: string | null | undefined, by: "placed" | "updated", now: Date): OrderSearch {
  const end = new Date(now.getTime() + 1);
  const windows = { placed: { from: start, to: end }, updated: { from: start, to: end } };
  const tests: ((order: OrderRecord) => boolean)[] = [];
  for (const [, name = "", sign = "", quoted, bare] of (text ?? "").matchAll(/(\w+):(>=|<=|>|<)?(?:["']([^"']*)["']|(\S+))/g)) {
    const value = quoted ?? bare ?? "";
    const window = windows[fields[name] ?? "placed"];
    if (name in fields) {
      // Vendors' stamps are whole seconds: "> x" and "<= x" begin and end at the next one.
      const instant = new Date(value);
      const next = new Date(instant.getTime() + 1000);
      if (sign.startsWith(">")) window.from = later(window.from, sign === ">" ? next : instant);
      else if (sign.startsWith("<")) window.to = earlier(window.to, sign === "<=" ? next : instant);
      else { window.from = later(window.from, instant); window.to = earlier(window.to, next); }
    } else if (name === "id") tests.push((order) => compare(Number(order.id), sign, Number(value)));
    else if (name === "name") tests.push((order) => order.number === value.replace(/^#/, ""));
    else if (name === "test") tests.push((order) => order.isTest === (value === "true"));
  }
  // The named field with a bound decides which way the world is walked; the other is a test.
  const way = windows[by].from > start || windows[by].to < end ? by : windows.updated.from > start ? "updated" : windows.placed.from > start ? "placed" : by;
  const other = way === "updated" ? "placed" : "updated";
  const at = (order: OrderRecord) => (other === "placed" ? order.placedAt : order.updatedAt);
  tests.push((order) => at(order) >= windows[other].from && at(order) < windows[other].to);
  return { by: way, ...windows[way], keep: (order) => tests.every((test) => test(order)) };
}

/** The orders of a search after a cursor, in the sort's order, made one by one unless they must be turned round. */
export function* findOrders(setting: Setting, store: DemoStore, search: OrderSearch, sort: "placed" | "updated" | "id", reverse: boolean, after: string | undefined): Iterable<OrderRecord> {
  const since = after ? readCursor(after) : undefined;
  const straight = sort === search.by && !reverse;
  const from = straight && since ? later(search.from, new Date(since.value)) : search.from;
  const found = setting.world.orders(store, search.by, from, search.to, setting.now());
  for (const order of straight ? found : sorted([...found], sort, reverse)) {
    if (since && straight && before(place(order, sort), since.value, order.id, since.id)) continue;
    if (since && !straight && !pastCursor(order, sort, reverse, since)) continue;
    if (search.keep(order)) yield order;
  }
}

export function cursorOf(order: OrderRecord, sort: "placed" | "updated" | "id"): string {
  return base64(JSON.stringify({ last_id: Number(order.id), last_value: place(order, sort) }));
}

function readCursor(text: string): { id: string; value: number } {
  const { last_id, last_value } = JSON.parse(unbase64(text)) as { last_id: number; last_value: number };
  return { id: String(last_id), value: last_value };
}

const place = (order: OrderRecord, sort: "placed" | "updated" | "id") => sort === "id" ? Number(order.id) : (sort === "updated" ? order.updatedAt : order.placedAt).getTime();

/** True at or before the cursor. */
function before(value: number, cursorValue: number, id: string, cursorId: string): boolean {
  return value < cursorValue || (value === cursorValue && Number(id) <= Number(cursorId));
}

function pastCursor(order: OrderRecord, sort: "placed" | "updated" | "id", reverse: boolean, since: { id: string; value: number }): boolean {
  const value = place(order, sort);
  const sign = reverse ? -1 : 1;
  return value === since.value ? (Number(order.id) - Number(since.id)) * sign > 0 : (value - since.value) * sign > 0;
}

function sorted(orders: OrderRecord[], sort: "placed" | "updated" | "id", reverse: boolean): OrderRecord[] {
  const sign = reverse ? -1 : 1;
  return orders.sort((a, b) => sign * (place(a, sort) - place(b, sort) || Number(a.id) - Number(b.id)));
}

function compare(a: number, sign: string, b: number): boolean {
  return sign === ">=" ? a >= b : sign === "<=" ? a <= b : sign === ">" ? a > b : sign === "<" ? a < b : a === b;
}

const later = (a: Date, b: Date) => (a > b ? a : b);
const earlier = (a: Date, b: Date) => (a < b ? a : b);
