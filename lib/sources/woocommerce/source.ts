// WooCommerce: the orders of a WordPress shop, by its REST API v3.
import { z } from "zod";
import { defineSource, type Account } from "#lib/sources/source.ts";
import { ask, type Asker } from "#lib/sources/woocommerce/client.ts";
import { readOrders } from "#lib/sources/woocommerce/read.ts";
import { setup } from "#lib/sources/woocommerce/setup.ts";

const settings = z.object({
  site: z.string().trim().toLowerCase().transform((text) => `https://${text.replace(/^https?:\/\//, "").replace(/\/+$/, "")}`)
    .refine((url) => /^https:\/\/([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](\/[\w./~-]*)?$/.test(url), "This is the shop's address, such as https://www.my-shop.com.")
    .meta({ label: "Shop", help: "The WordPress address of the shop, such as https://www.my-shop.com. It has to be https." }),
  consumerKey: z.string().trim().regex(/^ck_\w+$/, "It begins with ck_.").meta({ label: "Consumer key", help: "Begins with ck_.", secret: true }),
  consumerSecret: z.string().trim().regex(/^cs_\w+$/, "It begins with cs_.").meta({ label: "Consumer secret", help: "Begins with cs_.", secret: true }),
  paidStatuses: z.string().trim().default("").meta({ label: "Own statuses that are paid", help: "Only for statuses that the shop added itself: shipped, picked-up. Processing, completed and refunded always count." }),
  permalinks: z.enum(["pretty", "plain"]).default("pretty").meta({ label: "Permalinks", help: "Plain only if WordPress has them so." }),
  sendKeys: z.enum(["header", "address"]).default("header").meta({ label: "Send the keys", help: "In the address only if the host strips the login from requests: they then stand in its logs." }),
});
export type Settings = z.infer<typeof settings>;

export const woocommerce = defineSource<Settings>({
  name: "woocommerce",
  label: "WooCommerce",
  role: "orders",
  hosts: [],
  hostsOf: ({ site }) => [new URL(site).hostname],
  api: { version: "v3", endsOn: null },
  settings,
  setup,
  endpoint: ({ site }) => ({ base: site, token: site }),
  test: testShop,
  // Refunds of some payment plugins don't stamp the order: 90 days are read again each week.
  streams: [{ name: "orders", mode: "upsert", every: "10m", history: 1_100, chunk: 92, restates: { weekly: 90 }, overlapMinutes: 10, read: readOrders }],
});

const indexSchema = z.object({ name: z.string().default(""), url: z.string().default(""), timezone_string: z.string().nullish(), namespaces: z.array(z.string()).default([]) });
const currencySchema = z.object({ value: z.string().regex(/^[A-Z]{3}$/) });

async function testShop(context: Asker): Promise<Account> {
  const index = indexSchema.safeParse((await ask(context, "/")).body);
  await ask(context, "/wc/v3/orders", { per_page: 1 });
  // A key may see orders and not the settings; then the orders tell their currency.
  const currency = currencySchema.safeParse((await ask(context, "/wc/v3/settings/general/woocommerce_currency").catch(() => ({ body: null }))).body);
  const zone = index.data?.timezone_string || null;
  return {
    id: new URL(context.settings.site).hostname, name: index.data?.name || new URL(context.settings.site).hostname, currency: currency.data?.value ?? null, zone,
    notes: zone && zone !== context.store.zone ? [{ id: "otherShopZone", values: { zone, store: context.store.zone } }] : [],
  };
}
