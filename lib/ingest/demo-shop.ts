// The demo shop: two simulated stores, connected through the same sources, scripts and tables as anybody's, only that
// their endpoints are the local servers of lib/demo. Removing it is lib/ingest/remove-demo.ts.
import type { Database } from "#db/client.ts";
import { now, type Day } from "#lib/core/day.ts";
import type { DemoStore } from "#lib/demo/records.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { shops } from "#lib/demo/world/index.ts";
import { saveConnection } from "#lib/ingest/connections.ts";
import { planDemo } from "#lib/ingest/demo-plan.ts";
import { sources } from "#lib/sources/registry.ts";
import type { Endpoint } from "#lib/sources/source.ts";
import { createStore, findStore } from "#lib/stores/stores.ts";

const settingKey = "demo";

/** What app.setting keeps of the demo: where its history begins, or that somebody took it away. */
export type DemoState = { state: "connected"; from: Day } | { state: "removed" };

export async function readDemo(db: Database): Promise<DemoState | null> {
  const row = await db.selectFrom("app.setting").select("value").where("key", "=", settingKey).executeTakeFirst();
  return (row?.value as unknown as DemoState | undefined) ?? null;
}

/** True for a database that nobody has put anything into yet. */
export async function isDemoWelcome(db: Database): Promise<boolean> {
  if ((await readDemo(db)) !== null) return false;
  const store = await db.selectFrom("dim.store").select("store_id").limit(1).executeTakeFirst();
  return store === undefined;
}

/** How one demo store is connected to one source. */
interface DemoConnection { source: string; settings: Record<string, string>; endpoint: Endpoint }

function connectionsOf(store: DemoStore, url: string): DemoConnection[] {
  const { google, meta, shopify, wooCommerce } = credentials;
  const access = { clientId: google.clientId, clientSecret: google.clientSecret, refreshToken: google.refreshToken };
  const shop = `${url}/shops/${store.key}`;
  const accounts = store.accounts;
  const all: DemoConnection[] = [];
  const add = (source: string, settings: Record<string, string>, endpoint: Endpoint = { base: url, token: url }): void => void all.push({ source, settings, endpoint });
  if (store.platform === "shopify") add("shopify", { shop: `${store.key}.myshopify.com`, clientId: shopify.clientId, clientSecret: shopify.clientSecret }, { base: shop, token: `${shop}/admin/oauth/access_token` });
  else add("woocommerce", { site: store.site, consumerKey: wooCommerce.consumerKey, consumerSecret: wooCommerce.consumerSecret }, { base: shop, token: shop });
  const atGoogle = { base: url, token: `${url}/token` };
  if (accounts.ga4Property) add("google-analytics", { propertyId: accounts.ga4Property, ...access }, atGoogle);
  if (accounts.searchSite) add("search-console", { siteUrl: accounts.searchSite, ...access }, atGoogle);
  if (accounts.googleAds) add("google-ads", { customerId: accounts.googleAds, ...access }, atGoogle);
  if (accounts.meta) add("meta", { accountId: accounts.meta, accessToken: meta.accessToken });
  add("page-speed", { site: store.site, apiKey: google.apiKey });
  add("exchange-rates", { url: "https://rates.example/fx/daily.csv" });
  return all;
}

/**
 * Makes what is missing of the stores and their connections, so that a kill in between is mended by the next start;
 * the scheduler fills them. `url` is where the local servers answer now (it may move with every start), `from` the
 * first day of their world.
 */
export async function connectDemo(db: Database, url: string, from: Day): Promise<void> {
  const state = JSON.stringify({ state: "connected", from } satisfies DemoState);
  await db.insertInto("app.setting").values({ key: settingKey, value: state, updated_at: now() }).onConflict((oc) => oc.column("key").doNothing()).execute();
  for (const shop of shops) {
    const { store } = shop;
    const known = await findStore(db, store.name);
    const { id: storeId } = known ?? (await createStore(db, { name: store.name, currency: store.currency, zone: store.zone }));
    for (const wanted of connectionsOf(store, url)) await connectOne(db, storeId, wanted, from);
    await planDemo(db, shop, storeId, from);
  }
}

async function connectOne(db: Database, storeId: number, wanted: DemoConnection, from: Day): Promise<void> {
  const source = sources.find((one) => one.name === wanted.source);
  if (!source) return;
  // Rates are the workspace's, not a store's: one connection brings them.
  if (source.role === "rates" && (await db.selectFrom("ingest.connection").select("store_id").where("source", "=", source.name).where("store_id", "<>", storeId).executeTakeFirst())) return;
  const { id } = await saveConnection(db, { storeId, source: source.name, settings: wanted.settings, endpoint: wanted.endpoint });
  await db.updateTable("ingest.connection").set({ is_demo: true }).where("connection_id", "=", id).execute();
  // Nothing was before the demo's first day: asking for it would only take time.
  for (const stream of source.streams) {
    await db.insertInto("ingest.stream").values({ connection_id: id, stream: stream.name, history_from: from }).onConflict((oc) => oc.columns(["connection_id", "stream"]).doUpdateSet({ history_from: from })).execute();
  }
}
