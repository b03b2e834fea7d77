// Google Analytics 4: visits, where they came from, what they looked at and what it says they bought.
import { z } from "zod";
import { defineSource, type Account, type Context, type ReportStream } from "#lib/sources/source.ts";
import { accessFields, accessMissing, hasAccess, tokenUrl } from "#lib/sources/google/access.ts";
import { accessSteps } from "#lib/sources/google/setup.ts";
import { readReportDays } from "#lib/sources/google-analytics/read.ts";
import { reports } from "#lib/sources/google-analytics/reports.ts";
import { testProperty } from "#lib/sources/google-analytics/probe.ts";

const settings = z.object({
  propertyId: z.string().trim().regex(/^\d{4,15}$/, "A property ID is a number, such as 312345678. The one with G- in front is the tag's.")
    .meta({ label: "Property ID", help: "In Google Analytics: Admin, Property details, at the top right." }),
  ...accessFields,
}).refine(hasAccess, accessMissing);
export type Settings = z.infer<typeof settings>;

export const googleAnalytics = defineSource<Settings>({
  name: "google-analytics",
  label: "Google Analytics",
  role: "web",
  hosts: ["analyticsdata.googleapis.com", "oauth2.googleapis.com"],
  api: { version: "v1beta", endsOn: null },
  settings,
  setup: accessSteps({
    api: "Google Analytics Data API", link: "https://console.cloud.google.com/apis/library/analyticsdata.googleapis.com", scope: "https://www.googleapis.com/auth/analytics.readonly",
    advice: "A service account is the easier way here and doesn't end when a person leaves.",
    invite: { text: "In Google Analytics open Admin, Property access management, and add the service account's e-mail address as a Viewer, with no restrictions on cost or revenue.", link: "https://analytics.google.com/" },
  }),
  endpoint: () => ({ base: "https://analyticsdata.googleapis.com", token: tokenUrl }),
  test: (context): Promise<Account> => testProperty(context),
  // Three years back; GA4 itself goes on correcting a day for three.
  streams: reports.map((asked): ReportStream<any, Settings> => ({
    name: asked.name, fact: asked.fact, mode: "replace",
    every: "6h", history: 1_100, chunk: 28, lag: 1, restates: { nightly: 4, weekly: 14 },
    read: (context: Context<Settings>, ask) => readReportDays(context, ask, asked),
  })),
});
