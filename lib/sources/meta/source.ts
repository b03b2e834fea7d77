// Meta Ads (Facebook, Instagram): what campaigns cost, and the purchases that Meta claims for them.
import { z } from "zod";
import { adConversion, adDay } from "#lib/facts/ads.ts";
import { defineSource, HttpFault, type Account, type ReportStream } from "#lib/sources/source.ts";
import { ask, version, type Asker } from "#lib/sources/meta/client.ts";
import { campaignDay, conversionDays, worthOf } from "#lib/sources/meta/conform.ts";
import { accountSchema } from "#lib/sources/meta/payload.ts";
import { readReport } from "#lib/sources/meta/read.ts";
import { setup } from "#lib/sources/meta/setup.ts";

const settings = z.object({
  accountId: z.string().trim().transform((text) => text.replace(/^act_/, "")).refine((text) => /^\d{5,20}$/.test(text), "An ad account's number has digits only, such as 1234567890123456.")
    .meta({ label: "Ad account", help: "Its number, as in Ads Manager." }),
  accessToken: z.string().trim().min(10, "The token of the system user.").meta({ label: "Access token", help: "Of a system user, with the permission ads_read.", secret: true }),
  purchase: z.enum(["omni_purchase", "purchase", "offsite_conversion.fb_pixel_purchase", "onsite_conversion.purchase", "web_in_store_purchase"]).default("omni_purchase")
    .meta({ label: "What counts as a purchase", help: "Meta counts one purchase under several names. omni_purchase holds them all: website, app and shop." }),
});
export type Settings = z.infer<typeof settings>;

/** Meta corrects a day for 28 days, as late purchases are claimed. */
const manners = { mode: "replace", every: "6h", history: 1_120, chunk: 90, lag: 1, restates: { nightly: 28, weekly: 35 } } as const;

export const meta = defineSource<Settings>({
  name: "meta",
  label: "Meta Ads",
  role: "ads",
  hosts: ["graph.facebook.com"],
  api: { version, endsOn: null },
  settings,
  setup,
  endpoint: () => ({ base: "https://graph.facebook.com", token: "https://graph.facebook.com" }),
  test: testAccount,
  streams: [
    { name: "campaigns", fact: adDay, ...manners, read: (context, wanted) => readReport(context, wanted, { fields: ["impressions", "clicks", "spend", "actions", "action_values"], conform: (row, purchase) => [campaignDay(row, purchase)], total: (row) => row.spend }) } satisfies ReportStream<any, Settings>,
    { name: "conversions", fact: adConversion, ...manners, read: (context, wanted) => readReport(context, wanted, { fields: ["actions", "action_values"], conform: conversionDays, total: (row, purchase) => worthOf(row.action_values, purchase) }) } satisfies ReportStream<any, Settings>,
  ],
});

async function testAccount(context: Asker): Promise<Account> {
  const read = accountSchema.safeParse(await ask(context, `act_${context.settings.accountId}`, { fields: "account_id,name,currency,timezone_name,account_status" }));
  if (!read.success) throw new HttpFault({ kind: "shape", message: `Meta's answer about the ad account is not as documented: ${read.error.issues[0]!.path.join(".")}` });
  const { account_id: id, name, currency, timezone_name: zone, account_status: status } = read.data;
  return {
    id, name: name || id, currency, zone,
    notes: [
      ...(status === undefined || status === 1 ? [] : [{ id: "metaAccountOff", values: { status } }]),
      ...(zone === context.store.zone ? [] : [{ id: "otherZone", values: { zone, store: context.store.zone } }]),
    ],
  };
}
