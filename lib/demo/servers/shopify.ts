// The shop side of Shopify: client credentials, the Admin GraphQL API, bulk downloads. One shop for each prefix.
import { GraphQLError, Kind, parse, validate, type OperationDefinitionNode } from "graphql";
import { now as wallClock } from "#lib/core/day.ts";
import type { DemoStore, OrderRecord } from "#lib/demo/records.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { bulkOperations } from "#lib/demo/servers/shopify-bulk.ts";
import { bucket, maxQueryCost, requestedCost } from "#lib/demo/servers/shopify-cost.ts";
import { gid, shopifyOrder } from "#lib/demo/servers/shopify-order.ts";
import { fieldsOf, planOf, project } from "#lib/demo/servers/shopify-project.ts";
import { schema } from "#lib/demo/servers/shopify-schema.ts";
import { cursorOf, findOrders, readSearch } from "#lib/demo/servers/shopify-search.ts";
import { json, parseObject, Refusal, type Answer, type Ask, type Setting, type Vendor } from "#lib/demo/servers/vendor.ts";

const prefix = "shpat_demo_day_";
const lifetime = 86_399;
const version = "2026-10";
const documentation = "https://shopify.dev/api/usage/rate-limits";
const sorts: Record<string, "placed" | "updated" | "id"> = { UPDATED_AT: "updated", CREATED_AT: "placed", PROCESSED_AT: "placed", ORDER_NUMBER: "placed", ID: "id" };
/** Without read_all_orders a token sees no more than these days, and nothing says so. */
const shortSight = 60 * 86_400_000;

type OrdersAsk = { first?: number; after?: string; sortKey?: string; reverse?: boolean; query?: string };

export function shopify(setting: Setting): Vendor & { close(): void } {
  // Points refill by the wall's clock: the world's may stand still.
  const points = bucket(setting.shopifyPoints, wallClock);
  const bulk = bulkOperations(setting);

  function shopOf(ask: Ask): DemoStore {
    const stores = setting.world.stores.filter((store) => store.platform === "shopify");
    const store = ask.shop ?? (stores.length === 1 ? stores[0] : undefined);
    if (store?.platform !== "shopify") throw new Refusal(json({ errors: "Not Found" }, 404));
    return store;
  }

  function token(ask: Ask): Answer {
    shopOf(ask);
    const form = ask.headers["content-type"]?.includes("json") ? new Map(Object.entries(parseObject(ask.text) ?? {})) : new URLSearchParams(ask.text);
    const own = credentials.shopify;
    if (form.get("grant_type") !== "client_credentials") return json({ error: "unsupported_grant_type" }, 400);
    if (form.get("client_id") !== own.clientId || form.get("client_secret") !== own.clientSecret || setting.isRevoked("shopify")) return json({ error: "invalid_client", error_description: "The client credentials are invalid." }, 400);
    return json({ access_token: `${prefix}${Math.floor(setting.now().getTime() / 1000)}`, scope: setting.shopifyScopes.join(","), expires_in: lifetime });
  }

  function requireToken(ask: Ask): void {
    const given = String(ask.headers["x-shopify-access-token"] ?? "");
    const age = given.startsWith(prefix) ? setting.now().getTime() / 1000 - Number(given.slice(prefix.length)) : Infinity;
    if (!setting.isRevoked("shopify") && (given === credentials.shopify.accessToken || age <= lifetime)) return;
    throw new Refusal(json({ errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" }, 401));
  }

  const cost = (requested: number, actual: number | null) => ({ cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: points.status() } });
  const failed = (errors: readonly { message: string }[], requested = 0) => json({ errors, ...(requested ? { extensions: cost(requested, null) } : {}) });
  const throttled = (requested: number) => failed([{ message: "Throttled", extensions: { code: "THROTTLED", documentation } } as { message: string }], requested);

  /** A missing scope is HTTP 200 with no data, as Shopify has it. */
  const denied = (requested: number) => json({
    data: null, errors: [{ message: "Access denied for orders field. Required access: `read_orders` access scope.", path: ["orders"], extensions: { code: "ACCESS_DENIED", documentation: "https://shopify.dev/api/usage/access-scopes", requiredAccess: "`read_orders` access scope." } }],
    extensions: cost(requested, requested),
  });

  function graphql(ask: Ask): Answer {
    const store = shopOf(ask);
    requireToken(ask);
    const body = parseObject(ask.text);
    if (typeof body?.query !== "string") return json({ errors: { query: "Required parameter missing or invalid" } }, 400);
    let document;
    try {
      document = parse(body.query);
    } catch (error) {
      return failed([{ message: (error as GraphQLError).message }]);
    }
    const faults = validate(schema, document);
    if (faults.length > 0) return failed(faults.map((fault) => ({ ...fault.toJSON(), extensions: { code: "undefinedField" } })));
    const operation = document.definitions.find((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION)!;
    const plan = planOf(document, (body.variables ?? {}) as Record<string, unknown>);
    const requested = Math.max(1, requestedCost(operation.selectionSet, plan));
    if (requested > maxQueryCost) return failed([{ message: `Query cost is ${requested}, which exceeds the single query max cost limit (${maxQueryCost}).`, extensions: { code: "MAX_COST_EXCEEDED", cost: requested, maxCost: maxQueryCost, documentation } } as { message: string }]);
    if (!points.take(requested)) return throttled(requested);
    const base = `${ask.origin}/shops/${store.key}`;
    try {
      if (!setting.shopifyScopes.includes("read_orders") && fieldsOf(operation.selectionSet, null, plan).some((field) => /^order|^bulk/.test(field.name.value))) return denied(requested);
      const data = project(operation.operation === "mutation" ? mutations(store, base) : queries(store, base), operation.selectionSet, plan);
      return json({ data, extensions: cost(requested, requested) }, 200, { "x-shopify-api-version": version });
    } catch (error) {
      if (error instanceof GraphQLError) return failed([error.toJSON()], requested);
      throw error;
    }
  }

  function queries(store: DemoStore, base: string) {
    const isSeen = (order: OrderRecord) => setting.shopifyScopes.includes("read_all_orders") || order.placedAt.getTime() >= setting.now().getTime() - shortSight;
    const order = (args: { id?: string }) => {
      const found = setting.world.order(store, String(args.id).split("/").at(-1)!, setting.now());
      return found && isSeen(found) ? shopifyOrder(found, store) : null;
    };
    const operation = (id: string) => {
      const found = bulk.find(store, id);
      return found ? bulk.tell(found, base) : null;
    };
    return {
      shop: {
        __typename: "Shop", id: gid("Shop", "1"), name: store.name, email: `owner@${new URL(store.site).hostname}`, myshopifyDomain: `${store.key}.myshopify.com`,
        primaryDomain: { host: new URL(store.site).hostname, url: store.site }, url: store.site, currencyCode: store.currency, ianaTimezone: store.zone,
        timezoneAbbreviation: store.zone, taxesIncluded: store.pricesIncludeTax, plan: { publicDisplayName: "Basic", shopifyPlus: false },
      },
      order,
      orders(args: OrdersAsk) {
        if (!args.first || args.first < 1 || args.first > 250) throw new GraphQLError("you must provide one of first or last, between 1 and 250");
        const sort = sorts[args.sortKey ?? "PROCESSED_AT"]!;
        const search = readSearch(args.query, sort === "updated" ? "updated" : "placed", setting.now());
        const page: OrderRecord[] = [];
        for (const found of findOrders(setting, store, search, sort, args.reverse ?? false, args.after ?? undefined)) {
          if (!isSeen(found)) continue;
          page.push(found);
          if (page.length > args.first) break;
        }
        const hasNextPage = page.length > args.first;
        const edges = page.slice(0, args.first).map((found) => ({ cursor: cursorOf(found, sort), node: shopifyOrder(found, store) }));
        return { edges, nodes: edges.map((edge) => edge.node), pageInfo: { hasNextPage, hasPreviousPage: args.after !== undefined && args.after !== null, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null } };
      },
      ordersCount(args: { query?: string; limit?: number | null }) {
        const search = readSearch(args.query, "placed", setting.now());
        const limit = args.limit === null ? Infinity : args.limit ?? 10_000;
        let count = 0;
        for (const found of findOrders(setting, store, search, search.by, false, undefined)) if (isSeen(found) && ++count >= limit) break;
        return { count, precision: count >= limit ? "AT_LEAST" : "EXACT" };
      },
      node: (args: { id: string }) => (args.id.includes("/BulkOperation/") ? operation(args.id) : args.id.includes("/Order/") ? order(args) : null),
      bulkOperation: (args: { id: string }) => operation(args.id),
      currentBulkOperation: () => operation(bulk.current(store)?.id ?? ""),
      currentAppInstallation: { id: gid("AppInstallation", "1"), accessScopes: setting.shopifyScopes.map((handle) => ({ handle, description: handle.replaceAll("_", " ") })) },
    };
  }

  function mutations(store: DemoStore, base: string) {
    return {
      bulkOperationRunQuery(args: { query: string; groupObjects?: boolean }) {
        const { operation, message } = bulk.run(store, args.query, args.groupObjects ?? false);
        return { bulkOperation: operation ? bulk.tell(operation, base) : null, userErrors: message ? [{ field: ["query"], message, code: "INVALID" }] : [] };
      },
      bulkOperationCancel(args: { id: string }) {
        const operation = bulk.find(store, args.id);
        if (operation) bulk.cancel(operation);
        return { bulkOperation: operation ? bulk.tell(operation, base) : null, userErrors: operation ? [] : [{ field: ["id"], message: "Bulk operation does not exist", code: null }] };
      },
    };
  }

  return {
    name: "shopify",
    rows: (body) => (body as { data?: { orders?: { edges?: unknown[]; nodes?: unknown[] } } }).data?.orders?.edges ?? (body as { data?: { orders?: { nodes?: unknown[] } } }).data?.orders?.nodes,
    quota: () => throttled(812),
    close: () => bulk.close(),
    routes: [
      { method: "POST", path: /^\/admin\/oauth\/access_token$/, answer: token },
      { method: "POST", path: /^\/admin\/api\/[\w-]+\/graphql\.json$/, answer: graphql },
      { method: "GET", path: /^\/bulk\/(\d+)\.jsonl$/, answer(ask, [number = ""]) {
        // The address is its own key; a token sent along would be shown to a stranger's storage.
        if (ask.headers.authorization || ask.headers["x-shopify-access-token"]) return { status: 400, headers: { "content-type": "application/xml" }, body: "<Error><Code>InvalidRequest</Code><Message>Only one auth mechanism allowed</Message></Error>" };
        const stream = bulk.download(shopOf(ask), number);
        return stream ? { status: 200, headers: { "content-type": "application/jsonl" }, body: null, stream } : { status: 404, body: "<Error><Code>NoSuchKey</Code></Error>" };
      } },
    ],
  };
}
