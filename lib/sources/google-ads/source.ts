// Google Ads: what campaigns cost and what Google says they brought.
import { z } from "zod";
import { adConversion, adDay, adTerm } from "#lib/facts/ads.ts";
import { defineSource, type ReportStream } from "#lib/sources/source.ts";
import { accessFields, accessMissing, hasAccess, tokenUrl } from "#lib/sources/google/access.ts";
import { testAccount } from "#lib/sources/google-ads/account.ts";
import { version } from "#lib/sources/google-ads/client.ts";
import { readCampaigns, readConversions, readTerms } from "#lib/sources/google-ads/read.ts";
import { setup } from "#lib/sources/google-ads/setup.ts";

const accountNumber = z.string().trim().regex(/^\d{3}-?\d{3}-?\d{4}$/, "An account number has ten digits, such as 123-456-7890.");
const settings = z.object({
  customerId: accountNumber.meta({ label: "Ad account", help: "The ten digits at the top right in Google Ads, of the account that advertises." }),
  managerId: z.union([z.literal(""), accountNumber]).optional().meta({ label: "Manager account", help: "Only if the access was given to a manager account above it." }),
  ...accessFields,
}).refine(hasAccess, accessMissing);
export type Settings = z.infer<typeof settings>;

/** Conversions are booked on the day of the click, and come in until their window ends: 30 days usually, 90 at most. */
const manners = { mode: "replace", every: "6h", lag: 1, restates: { nightly: 30, weekly: 90 } } as const;

/** Raised with every change in how rows are read; test/sources holds it to the files that do. */
const sameAnswer = { reading: `${version} 3`, volatile: ["requestId", "queryResourceConsumption"] } as const;

export const googleAds = defineSource<Settings>({
  name: "google-ads",
  label: "Google Ads",
  role: "ads",
  hosts: ["googleads.googleapis.com", "oauth2.googleapis.com"],
  api: { version, endsOn: null },
  settings,
  setup,
  endpoint: () => ({ base: "https://googleads.googleapis.com", token: tokenUrl }),
  test: testAccount,
  // Google keeps days for 37 months.
  streams: [
    { name: "campaigns", fact: adDay, ...manners, history: 1_125, chunk: 30, read: readCampaigns } satisfies ReportStream<any, Settings>,
    { name: "conversions", fact: adConversion, ...manners, history: 1_125, chunk: 30, read: readConversions, sameAnswer } satisfies ReportStream<any, Settings>,
    { name: "terms", fact: adTerm, ...manners, history: 400, chunk: 10, read: readTerms, sameAnswer } satisfies ReportStream<any, Settings>,
  ],
});
