import { afterAll, beforeEach, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
const base = servers.shopUrl(nordlicht);
afterAll(() => servers.close());
beforeEach(() => servers.control.clear());

const headers = { "content-type": "application/json", "x-shopify-access-token": credentials.shopify.accessToken };

async function ask(query: string, variables: object = {}): Promise<any> {
  const answer = await fetch(`${base}/admin/api/2026-10/graphql.json`, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  return answer.json();
}

test("client credentials give a token that opens the shop, wrong ones don't", async () => {
  const token = (secret: string) => fetch(`${base}/admin/oauth/access_token`, { method: "POST", body: new URLSearchParams({ grant_type: "client_credentials", client_id: credentials.shopify.clientId, client_secret: secret }) });
  const given = await (await token(credentials.shopify.clientSecret)).json() as { access_token: string };
  const shop = await fetch(`${base}/admin/api/2026-10/graphql.json`, { method: "POST", headers: { ...headers, "x-shopify-access-token": given.access_token }, body: JSON.stringify({ query: "{ shop { name currencyCode ianaTimezone } }" }) });
  expect(await shop.json()).toMatchObject({ data: { shop: { name: "Nordlicht Outdoor", currencyCode: "EUR", ianaTimezone: "Europe/Berlin" } } });
  expect((await token("wrong")).status).toBe(400);
  const stranger = await fetch(`${base}/admin/api/2026-10/graphql.json`, { method: "POST", headers: { ...headers, "x-shopify-access-token": "no" }, body: "{}" });
  expect(stranger.status).toBe(401);
});

test("pages by cursor hold each order of the window once, by when it changed", async () => {
  const query = `query($after: String) { orders(first: 3, after: $after, sortKey: UPDATED_AT, query: "updated_at:>='2026-11-12T00:00:00Z' AND updated_at:<'2026-11-18T00:00:00Z'") { edges { node { name updatedAt } } pageInfo { hasNextPage endCursor } } }`;
  const names: string[] = [];
  let after: string | null = null;
  do {
    const { data } = await ask(query, { after });
    names.push(...data.orders.edges.map((edge: any) => edge.node.name));
    after = data.orders.pageInfo.hasNextPage ? data.orders.pageInfo.endCursor : null;
  } while (after);
  expect(names).toEqual(["#1001", "#1004", "#1002", "#1005", "#1006", "#1007"]);
});

test("money holds together: price = subtotal + shipping where prices hold tax, less what was refunded", async () => {
  const { data } = await ask(`{ order(id: "gid://shopify/Order/6001000000006") {
    cancelledAt displayFinancialStatus totalPriceSet { shopMoney { amount } } subtotalPriceSet { shopMoney { amount } } currentTotalPriceSet { shopMoney { amount } }
    refunds { totalRefundedSet { shopMoney { amount } } refundLineItems(first: 5) { nodes { quantity subtotalSet { shopMoney { amount } } } } refundShippingLines(first: 5) { nodes { subtotalAmountSet { shopMoney { amount } } } } } } }`);
  expect(data.order).toEqual({
    cancelledAt: "2026-11-15T10:00:00Z", displayFinancialStatus: "REFUNDED",
    totalPriceSet: { shopMoney: { amount: "114.30" } }, subtotalPriceSet: { shopMoney: { amount: "109.40" } }, currentTotalPriceSet: { shopMoney: { amount: "0.00" } },
    refunds: [{ totalRefundedSet: { shopMoney: { amount: "114.30" } }, refundLineItems: { nodes: [{ quantity: 2, subtotalSet: { shopMoney: { amount: "109.40" } } }] }, refundShippingLines: { nodes: [{ subtotalAmountSet: { shopMoney: { amount: "4.90" } } }] } }],
  });
});

test("a bulk operation runs in the background and its lines find their parents", async () => {
  const inner = `{ orders { edges { node { id name lineItems { edges { node { id sku } } } } } } }`;
  const started = await ask(`mutation($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { id status } userErrors { message } } }`, { query: inner });
  const { id } = started.data.bulkOperationRunQuery.bulkOperation;
  let operation: any;
  do operation = (await ask(`query($id: ID!) { node(id: $id) { ... on BulkOperation { status objectCount url } } }`, { id })).data.node;
  while (operation.status === "RUNNING");
  expect(operation).toMatchObject({ status: "COMPLETED", objectCount: "18" });
  const lines = (await (await fetch(operation.url)).text()).trim().split("\n").map((line) => JSON.parse(line));
  expect(lines).toHaveLength(18);
  expect(lines.filter((line) => line.__parentId === "gid://shopify/Order/6001000000003").map((line) => line.sku)).toEqual(["SK-3P", "CAP-01"]);
  expect((await fetch(operation.url, { headers })).status).toBe(400);
});

test("a bulk query with a list of lists, or a field that Shopify doesn't have, is refused in words", async () => {
  const run = (query: string) => ask(`mutation($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { id } userErrors { message } } }`, { query });
  const nested = await run("{ orders { edges { node { id refunds { refundLineItems(first: 5) { edges { node { quantity } } } } } } } }");
  expect(nested.data.bulkOperationRunQuery).toMatchObject({ bulkOperation: null, userErrors: [{ message: expect.stringContaining("list field") }] });
  expect(await ask("{ shop { nickname } }")).toMatchObject({ errors: [{ message: expect.stringContaining("nickname") }] });
});

test("an empty bucket answers 200 with THROTTLED and no data", async () => {
  const poor = await startDemoServers({ world: smallWorld, now: () => smallNow, shopifyPoints: { maximum: 20, perSecond: 1 } });
  const post = () => fetch(`${poor.shopUrl(nordlicht)}/admin/api/2026-10/graphql.json`, { method: "POST", headers, body: JSON.stringify({ query: "{ orders(first: 100) { edges { node { name } } } }" }) });
  await post();
  const second = await post();
  const body = await second.json() as any;
  expect([second.status, body.data, body.errors[0].extensions.code]).toEqual([200, undefined, "THROTTLED"]);
  expect(body.extensions.cost.throttleStatus.currentlyAvailable).toBeLessThan(body.extensions.cost.requestedQueryCost);
  await poor.close();
});

test("without read_all_orders the older orders are silently missing", async () => {
  servers.control.shopifyScopes(["read_orders"]);
  expect((await ask("{ ordersCount { count } currentAppInstallation { accessScopes { handle } } }")).data).toEqual({ ordersCount: { count: 8 }, currentAppInstallation: { accessScopes: [{ handle: "read_orders" }] } });
});

test("without read_orders nothing of orders is told: HTTP 200 and ACCESS_DENIED", async () => {
  servers.control.shopifyScopes(["read_products"]);
  expect(await ask("{ orders(first: 1) { nodes { name } } }")).toMatchObject({ data: null, errors: [{ extensions: { code: "ACCESS_DENIED" } }] });
  expect((await ask("{ shop { name } }")).data.shop.name).toBe("Nordlicht Outdoor");
});

test("the newest twelve bulk files are kept, older operations say that they expired", async () => {
  const many = await startDemoServers({ world: smallWorld, now: () => smallNow });
  const post = async (query: string) => (await (await fetch(`${many.shopUrl(nordlicht)}/admin/api/2026-10/graphql.json`, { method: "POST", headers, body: JSON.stringify({ query }) })).json()) as any;
  const status = async (id: string) => (await post(`{ node(id: "${id}") { ... on BulkOperation { status url } } }`)).data.node;
  const ids: string[] = [];
  for (let run = 0; run < 14; run++) {
    const { id } = (await post(`mutation { bulkOperationRunQuery(query: "{ orders { edges { node { id } } } }") { bulkOperation { id } userErrors { message } } }`)).data.bulkOperationRunQuery.bulkOperation;
    while ((await status(id)).status === "RUNNING");
    ids.push(id);
  }
  expect(await status(ids[0]!)).toEqual({ status: "EXPIRED", url: null });
  expect(await status(ids[1]!)).toMatchObject({ status: "COMPLETED", url: expect.stringContaining("jsonl") });
  await many.close();
});
