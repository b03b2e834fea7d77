// One loopback HTTP server that answers as the vendors do, out of a world; tests script its faults.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { now as wallClock } from "#lib/core/day.ts";
import type { DemoStore, DemoWorld } from "#lib/demo/records.ts";
import { EditedWorld, type OrderEdit, type RowEdit } from "#lib/demo/servers/edited-world.ts";
import { FaultScript, harmed, type Fault } from "#lib/demo/servers/faults.ts";
import { ga4 } from "#lib/demo/servers/ga4.ts";
import { googleToken } from "#lib/demo/servers/google-auth.ts";
import { googleAds } from "#lib/demo/servers/google-ads.ts";
import { meta } from "#lib/demo/servers/meta.ts";
import { crux, pageSpeed } from "#lib/demo/servers/page-speed.ts";
import { rates } from "#lib/demo/servers/rates.ts";
import { searchConsole } from "#lib/demo/servers/search-console.ts";
import { shopify } from "#lib/demo/servers/shopify.ts";
import { wooCommerce } from "#lib/demo/servers/woocommerce.ts";
import { json, parseObject, Refusal, type Answer, type Ask, type Setting, type Vendor, type VendorName } from "#lib/demo/servers/vendor.ts";

export interface DemoServersOptions {
  world: DemoWorld;
  /** 0: the system picks one. */
  port?: number;
  /** The instant that the world is told at; the wall's clock unless given. */
  now?: () => Date;
  /** Lets POST /__control script faults over HTTP, for runs in another process. */
  testMode?: boolean;
  shopifyPoints?: { maximum: number; perSecond: number };
}

export interface SeenRequest { vendor: VendorName; method: string; path: string; query: string; status: number }

export interface DemoServers {
  url: string;
  /** The base address of a shop's own API (Shopify, WooCommerce): connectors add the vendor's path to it. */
  shopUrl(store: DemoStore): string;
  control: DemoControl;
  close(): Promise<void>;
}

/** What tests turn: everything is undone by clear(). */
export interface DemoControl {
  fault(...faults: Fault[]): void;
  /** Credentials of this vendor stop working, tokens in use too; "google" is the token behind GA4, Search Console and Ads. */
  revoke(vendor: VendorName): void;
  editRows(edit: RowEdit): void;
  editOrder(edit: OrderEdit): void;
  /** Scopes of Shopify's token; without read_all_orders older orders are silently missing. */
  shopifyScopes(scopes: string[]): void;
  clear(): void;
  /** The last 10,000 requests, oldest first; tokens in addresses are left out. */
  seen: SeenRequest[];
}

const allScopes = ["read_orders", "read_all_orders", "read_products", "read_customers"];
const keptRequests = 10_000;
const keptAnswers = 20;
const largestBody = 4 * 1024 * 1024;

/** Throws when the port is taken. */
export async function startDemoServers(options: DemoServersOptions): Promise<DemoServers> {
  const now = options.now ?? wallClock;
  const world = new EditedWorld(options.world);
  const script = new FaultScript();
  const revoked = new Set<VendorName>();
  const seen: SeenRequest[] = [];
  const setting: Setting = { world, worldVersion: () => world.version, now, isRevoked: (vendor) => revoked.has(vendor), shopifyPoints: options.shopifyPoints ?? { maximum: 20_000, perSecond: 1000 }, shopifyScopes: allScopes };
  const shop = shopify(setting);
  const vendors: Vendor[] = [googleToken(setting), ga4(setting), searchConsole(setting), googleAds(setting), pageSpeed(setting), crux(setting), meta(setting), shop, wooCommerce(setting), rates(setting)];
  const answered = new Map<string, Answer>();

  const control: DemoControl = {
    fault: (...faults) => script.add(...faults),
    revoke: (vendor) => revoked.add(vendor),
    editRows: (edit) => world.editRows(edit),
    editOrder: (edit) => world.editOrder(edit),
    shopifyScopes: (scopes) => { setting.shopifyScopes = scopes; },
    clear() { script.clear(); revoked.clear(); world.clear(); setting.shopifyScopes = allScopes; },
    seen,
  };

  function answer(vendor: Vendor, route: Vendor["routes"][number], ask: Ask, parts: string[]): Answer {
    try {
      return route.answer(ask, parts);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  const server = http.createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end(`The local server failed: ${(error as Error).message}`);
    });
  });

  // Longer than any client keeps an idle connection, so that none is closed under a request.
  server.keepAliveTimeout = 120_000;

  async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const ask = await readAsk(request, world.stores);
    if (options.testMode && ask.path === "/__control" && ask.method === "POST") return send(response, obey(control, ask));
    for (const vendor of vendors) {
      for (const route of vendor.routes) {
        const match = ask.method === route.method ? route.path.exec(ask.path) : null;
        if (!match) continue;
        const fault = script.take(vendor.name, ask.path);
        if (fault?.kind === "stall") {
          if (fault.ms === undefined) return;
          await new Promise((resume) => setTimeout(resume, fault.ms));
        }
        const whole = answer(vendor, route, ask, match.slice(1));
        const place = `${ask.shop?.key ?? ""}${ask.path}`;
        const told = fault ? harmed(fault, whole, vendor, ask, now(), answered.get(place)) : whole;
        if (!whole.stream) remember(answered, place, whole);
        seen.push({ vendor: vendor.name, method: ask.method, path: ask.path, query: withoutSecrets(ask.query), status: told.status });
        if (seen.length > keptRequests) seen.shift();
        return send(response, told, fault?.kind === "reset");
      }
    }
    return send(response, json({ error: { code: 404, message: `Nothing answers ${ask.method} ${ask.path} here.` } }, 404));
  }

  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(options.port ?? 0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url, control,
    shopUrl: (store) => `${url}/shops/${store.key}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      shop.close();
    },
  };
}

async function readAsk(request: http.IncomingMessage, stores: readonly DemoStore[]): Promise<Ask> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new Error("The request's body is too large.");
    chunks.push(chunk);
  }
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const [, key, rest] = /^\/shops\/([^/]+)(\/.*)$/.exec(url.pathname) ?? [];
  const shop = stores.find((store) => store.key === key);
  return {
    method: request.method ?? "GET", path: shop ? rest! : url.pathname, query: url.searchParams, headers: request.headers,
    text: Buffer.concat(chunks).toString("utf8"), origin: `http://${request.headers.host ?? "127.0.0.1"}`, shop,
  };
}

async function send(response: http.ServerResponse, answer: Answer, isCut = false): Promise<void> {
  const type = typeof answer.body === "string" ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
  response.writeHead(answer.status, { "content-type": type, ...answer.headers });
  if (answer.stream) {
    if (!isCut) return pipeline(Readable.from(answer.stream), response);
    for await (const piece of answer.stream) { response.write(piece.slice(0, Math.ceil(piece.length / 2))); break; }
    return void setImmediate(() => response.destroy());
  }
  const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
  if (!isCut) return void response.end(text);
  response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.destroy());
}

/** The last answers are kept, one a path: a fault may repeat them. */
function remember(answered: Map<string, Answer>, place: string, answer: Answer): void {
  answered.delete(place);
  answered.set(place, answer);
  if (answered.size > keptAnswers) answered.delete(answered.keys().next().value!);
}

function withoutSecrets(query: URLSearchParams): string {
  const shown = new URLSearchParams(query);
  for (const name of ["access_token", "key", "consumer_key", "consumer_secret"]) shown.delete(name);
  return shown.toString();
}

/** POST /__control { fault?, revoke?, editRows?, editOrder?, shopifyScopes?, clear? } does what the control's functions do. */
function obey(control: DemoControl, ask: Ask): Answer {
  const order = parseObject(ask.text);
  if (!order) return json({ error: "The body must be a JSON object." }, 400);
  if (order.clear) control.clear();
  if (order.fault) control.fault(...([order.fault].flat() as Fault[]));
  if (order.revoke) control.revoke(order.revoke as VendorName);
  if (order.editRows) control.editRows(order.editRows as RowEdit);
  if (order.editOrder) control.editOrder(order.editOrder as OrderEdit);
  if (order.shopifyScopes) control.shopifyScopes(order.shopifyScopes as string[]);
  return json({ seen: control.seen });
}
