// Google Search Console: how often the shop was found in Google's search, and with what.
import { z } from "zod";
import { defineSource, HttpFault, type Account, type Context, type ReportStream } from "#lib/sources/source.ts";
import { accessFields, accessMissing, hasAccess, tokenUrl } from "#lib/sources/google/access.ts";
import { accessSteps } from "#lib/sources/google/setup.ts";
import { askSites, type Asker } from "#lib/sources/search-console/client.ts";
import { readSearchDays, streams } from "#lib/sources/search-console/read.ts";

const known = ["web", "image", "video", "news", "discover"];

const settings = z.object({
  siteUrl: z.string().trim().regex(/^(sc-domain:[a-z0-9.-]+|https?:\/\/[^\s]+\/)$/i, "Write it as Search Console does: sc-domain:shop.example for a domain, or https://www.shop.example/ with the slash at the end.")
    .meta({ label: "Property", help: "sc-domain:shop.example for a domain property, https://www.shop.example/ for one with an address." }),
  searchTypes: z.string().trim().default("web").refine((text) => text.split(",").every((type) => known.includes(type.trim())), `Only these, with commas between them: ${known.join(", ")}.`)
    .meta({ label: "Kinds of results", help: "web is the ordinary search. More with commas: image, video, news, discover." }),
  ...accessFields,
}).refine(hasAccess, accessMissing);
export type Settings = z.infer<typeof settings>;

export const searchConsole = defineSource<Settings>({
  name: "search-console",
  label: "Google Search Console",
  role: "seo",
  hosts: ["searchconsole.googleapis.com", "oauth2.googleapis.com"],
  api: { version: "v1", endsOn: null },
  settings,
  setup: accessSteps({
    api: "Google Search Console API", link: "https://console.cloud.google.com/apis/library/searchconsole.googleapis.com", scope: "https://www.googleapis.com/auth/webmasters.readonly",
    advice: "A service account is the easier way here. Connect soon: Google forgets everything older than 16 months, Storecast keeps it.",
    invite: { text: "In Search Console open Settings, Users and permissions, Add user, and enter the service account's e-mail address with the permission Restricted.", link: "https://search.google.com/search-console" },
  }),
  endpoint: () => ({ base: "https://searchconsole.googleapis.com", token: tokenUrl }),
  test: testSite,
  // Google keeps 16 months, and tells the last two or three days while it still counts them.
  streams: streams.map((asked): ReportStream<any, Settings> => ({
    name: asked.name, fact: asked.fact, mode: "replace",
    every: "6h", history: 485, chunk: asked.chunk, lag: 1, restates: { nightly: 6, weekly: 10 },
    read: (context: Context<Settings>, ask) => readSearchDays(context, ask, asked),
  })),
});

/** Throws an HttpFault that says which sites the access may read when ours isn't among them. */
async function testSite(context: Asker): Promise<Account> {
  const { siteUrl } = context.settings;
  const sites = await askSites(context);
  const site = sites.find((one) => one.siteUrl.toLowerCase() === siteUrl.toLowerCase());
  if (site && site.permissionLevel !== "siteUnverifiedUser") return { id: site.siteUrl, name: site.siteUrl.replace(/^sc-domain:|^https?:\/\/|\/$/g, ""), currency: null, zone: "America/Los_Angeles" };
  const readable = sites.filter((one) => one.permissionLevel !== "siteUnverifiedUser").map((one) => one.siteUrl);
  throw new HttpFault({ kind: "auth", code: "no_site", message: `This access may not read ${siteUrl}. It may read: ${readable.length > 0 ? readable.join(", ") : "nothing yet"}. Add its e-mail address as a user of the property, or correct the property.` });
}
