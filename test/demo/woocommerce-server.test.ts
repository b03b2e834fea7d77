import { afterAll, beforeEach, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { harbor, smallNow, smallWorld } from "#test/support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
afterAll(() => servers.close());
beforeEach(() => servers.control.clear());

const { consumerKey, consumerSecret } = credentials.wooCommerce;
const basic = `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString("base64")}`;
async function get(path: string, authorization = basic) {
  const answer = await fetch(`${servers.shopUrl(harbor)}/wp-json/wc/v3/${path}`, { headers: { authorization } });
  return { status: answer.status, headers: answer.headers, body: await answer.json() as any };
}

test("orders changed within a window come in pages, with the totals in headers", async () => {
  const window = "modified_after=2026-11-14T00:00:00&modified_before=2026-11-19T00:00:00&dates_are_gmt=true&orderby=id&order=asc&per_page=2";
  const first = await get(`orders?${window}`);
  expect(first.body.map((order: any) => order.id)).toEqual([4711, 4714]);
  expect([first.headers.get("x-wp-total"), first.headers.get("x-wp-totalpages")]).toEqual(["3", "2"]);
  expect(first.headers.get("link")).toContain('rel="next"');
  const second = await get(`orders?${window}&page=2`);
  expect(second.body.map((order: any) => [order.id, order.status])).toEqual([[4715, "cancelled"]]);
  expect((await get(`orders?${window}&page=9`)).body).toEqual([]);
});

test("amounts stand without tax beside their tax, and add up to the total", async () => {
  const { body } = await get("orders/4714");
  expect(body).toMatchObject({ total: "99.08", total_tax: "8.08", discount_total: "9.00", prices_include_tax: false, date_created: "2026-11-15T15:10:00", date_created_gmt: "2026-11-15T20:10:00", status: "completed" });
  expect(body.line_items[0]).toMatchObject({ quantity: 3, subtotal: "60.00", total: "51.00", total_tax: "4.53", price: 17 });
  expect(body.coupon_lines[0]).toMatchObject({ code: "socks15", discount: "9.00" });
});

test("refunds are negative lines that name the line they take back; a whole refund changes the status", async () => {
  const { body } = await get("orders/4712/refunds");
  expect(body).toMatchObject([{ id: 4790, amount: "54.81", line_items: [{ quantity: -1, total: "-46.22", meta_data: [{ key: "_refunded_item_id", value: "502" }] }], shipping_lines: [{ total: "-4.12" }] }]);
  expect((await get("orders/4712")).body).toMatchObject({ status: "refunded", refunds: [{ id: 4790, total: "-54.81" }] });
});

test("the last visit is told in meta data, unpaid and cancelled orders have their statuses", async () => {
  const meta = Object.fromEntries((await get("orders/4711")).body.meta_data.map(({ key, value }: any) => [key.replace("_wc_order_attribution_", ""), value]));
  expect(meta).toMatchObject({ source_type: "utm", utm_source: "google", utm_id: "21000000001", session_entry: expect.stringContaining("gclid=") });
  expect((await get("orders?status=pending,cancelled&_fields=id,status&order=asc")).body).toEqual([{ id: 4713, status: "pending" }, { id: 4715, status: "cancelled" }]);
});

test("a wrong secret is 401, a bad parameter 400 with its name, a missing order 404", async () => {
  expect(await get("orders", "Basic bm86bm8=")).toMatchObject({ status: 401, body: { data: { status: 401 } } });
  expect(await get("orders?per_page=500")).toMatchObject({ status: 400, body: { code: "rest_invalid_param", data: { params: { per_page: expect.any(String) } } } });
  expect(await get("orders/1")).toMatchObject({ status: 404, body: { code: "woocommerce_rest_shop_order_invalid_id" } });
});

test("the shop tells its currency, its way with tax and its zone", async () => {
  expect((await get("settings/general")).body).toContainEqual(expect.objectContaining({ id: "woocommerce_currency", value: "USD" }));
  expect((await get("settings/tax/woocommerce_prices_include_tax")).body.value).toBe("no");
  expect(await (await fetch(`${servers.shopUrl(harbor)}/wp-json/`)).json()).toMatchObject({ name: "Harbor Goods", timezone_string: "America/New_York" });
});
