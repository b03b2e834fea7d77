// Shopify: the orders of a shop, by its Admin GraphQL API.
import { z } from "zod";
import { defineSource, type Account } from "#lib/sources/source.ts";
import { apiVersion, askShop, type Asker } from "#lib/sources/shopify/client.ts";
import { readOrders } from "#lib/sources/shopify/read.ts";
import { setup } from "#lib/sources/shopify/setup.ts";

const settings = z.object({
  shop: z.string().trim().toLowerCase().transform((text) => text.replace(/^https?:\/\//, "").replace(/[/?#].*$/, "").replace(/^([a-z0-9][a-z0-9-]*)$/, "$1.myshopify.com"))
    .refine((host) => /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(host), "This is the address that ends in .myshopify.com, such as my-shop.myshopify.com.")
    .meta({ label: "Shop", help: "my-shop.myshopify.com, as in the address of your Shopify admin." }),
  clientId: z.string().trim().optional().meta({ label: "Client ID", help: "From the app's settings in the Dev Dashboard." }),
  clientSecret: z.string().trim().optional().meta({ label: "Client secret", help: "Beside the client ID.", secret: true }),
  accessToken: z.string().trim().optional().meta({ label: "Access token", help: "Only for an app that was made in the shop's admin before 2026. Begins with shpat_.", secret: true }),
}).refine((given) => Boolean(given.accessToken || (given.clientId && given.clientSecret)), { message: "Give a client ID with its secret, or an access token.", path: ["clientId"] });
export type Settings = z.infer<typeof settings>;

export const shopify = defineSource<Settings>({
  name: "shopify",
  label: "Shopify",
  role: "orders",
  hosts: [".myshopify.com"],
  // Bulk files lie with Google; their addresses are signed.
  downloadHosts: ["storage.googleapis.com"],
  api: { version: apiVersion, endsOn: "2027-10-16" },
  settings,
  setup,
  endpoint: ({ shop }) => ({ base: `https://${shop}`, token: `https://${shop}/admin/oauth/access_token` }),
  test: testShop,
  // Changes are asked for with five minutes of overlap: a child may be stamped after its order.
  streams: [{ name: "orders", mode: "upsert", every: "10m", history: 1_100, chunk: 92, restates: { weekly: 90 }, overlapMinutes: 5, read: readOrders }],
});

async function testShop(context: Asker): Promise<Account> {
  const { shop, scopes } = await askShop(context);
  return {
    id: shop.myshopifyDomain, name: shop.name, currency: shop.currencyCode, zone: shop.ianaTimezone,
    notes: [
      ...(scopes.has("read_all_orders") ? [] : [{ id: "shopifyShortHistory", values: { days: 60 } }]),
      ...(shop.ianaTimezone === context.store.zone ? [] : [{ id: "otherShopZone", values: { zone: shop.ianaTimezone, store: context.store.zone } }]),
    ],
  };
}
