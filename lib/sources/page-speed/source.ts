// Page speed: Core Web Vitals as Chrome's visitors had them (CrUX), and laboratory runs (PageSpeed Insights).
import { z } from "zod";
import { labRun, vitalsPeriod } from "#lib/facts/speed.ts";
import { defineSource, type Account, type ReportStream } from "#lib/sources/source.ts";
import { tokenUrl } from "#lib/sources/google/access.ts";
import { askRecord, bases, historyWeeks, type Asker } from "#lib/sources/page-speed/client.ts";
import { originOf, readLab, readVitals } from "#lib/sources/page-speed/read.ts";

const mostPages = 10;
const isPage = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const settings = z.object({
  site: z.string().trim().refine(isPage, "Write the whole address, such as https://www.shop.example.").meta({ label: "Shop's address", help: "With https:// in front, as visitors see it: with or without www." }),
  pages: z.string().trim().optional().refine((text) => { const list = (text ?? "").split(/[\s,]+/).filter(Boolean); return list.length <= mostPages && list.every(isPage); }, `Whole addresses, one a line, ${mostPages} at most.`)
    .meta({ label: "Pages to measure", help: "Whole addresses, one a line: a product, a category, the basket. Empty means the home page.", lines: 4 }),
  apiKey: z.string().trim().min(1).meta({ label: "API key", secret: true }),
});
export type Settings = z.infer<typeof settings>;

export const pageSpeed = defineSource<Settings>({
  name: "page-speed",
  label: "Page speed (Google)",
  role: "speed",
  hosts: ["pagespeedonline.googleapis.com", "chromeuxreport.googleapis.com"],
  api: { version: "v5", endsOn: null },
  settings,
  setup: [
    { text: "Open the Google Cloud console, choose or make a project, and switch on the PageSpeed Insights API. It costs nothing.", link: "https://console.cloud.google.com/apis/library/pagespeedonline.googleapis.com" },
    { text: "In the same project switch on the Chrome UX Report API.", link: "https://console.cloud.google.com/apis/library/chromeuxreport.googleapis.com" },
    { text: "Under Credentials choose Create credentials, API key, and restrict it to these two APIs.", link: "https://console.cloud.google.com/apis/credentials" },
    { text: "Enter the key and the shop's address. Google tells visitors' figures only of sites with enough visits; a small shop gets laboratory runs alone." },
  ],
  endpoint: () => ({ base: bases.lab, token: tokenUrl }),
  test: testSite,
  streams: [
    // Weeks can be asked for again, the newest day's figure only while it is the newest: it stays when it was told once.
    { name: "vitals", fact: vitalsPeriod, mode: "replace", every: "6h", history: historyWeeks * 7, chunk: historyWeeks * 7, lag: 2, keepsEmpty: true, restates: { nightly: 14, weekly: 14 }, read: readVitals } satisfies ReportStream<any, Settings>,
    { name: "lab", fact: labRun, mode: "replace", every: "1d", history: 1, chunk: 1, lag: 0, restates: { nightly: 0, weekly: 0 }, read: readLab } satisfies ReportStream<any, Settings>,
  ],
});

async function testSite(context: Asker): Promise<Account> {
  const site = originOf(context.settings);
  const record = await askRecord(context, { subject: site, isOrigin: true, formFactor: null });
  return { id: site, name: new URL(site).host, currency: null, zone: "UTC", notes: record ? [] : [{ id: "noFieldData" }] };
}
