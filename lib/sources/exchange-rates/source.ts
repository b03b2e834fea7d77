// Exchange rates of each day, from a file at an address: the European Central Bank's, or one's own.
import { z } from "zod";
import { addDays, dayAt } from "#lib/core/day.ts";
import { defineSource, type Account } from "#lib/sources/source.ts";
import type { Asker } from "#lib/sources/exchange-rates/client.ts";
import { lookThrough, readFile } from "#lib/sources/exchange-rates/read.ts";

const settings = z.object({
  url: z.string().trim().default("https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip")
    .refine((text) => /^https:\/\/([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]+\/\S*$/i.test(text), "This is the https address of a file.")
    .meta({ label: "Address of the file", help: "A CSV file with day, base, quote and rate, or a table like the European Central Bank's; plain, gzip or zip." }),
});
export type Settings = z.infer<typeof settings>;

export const exchangeRates = defineSource<Settings>({
  name: "exchange-rates",
  label: "Exchange rates",
  role: "rates",
  hosts: [],
  hostsOf: ({ url }) => [new URL(url).hostname],
  api: { version: "-", endsOn: null },
  settings,
  setup: [
    {
      text: "Which rates shall figures be converted with?",
      choices: [
        { answer: "Those of the European Central Bank", steps: [{ text: "Leave the address as it is. The bank publishes about 30 currencies each working day at 16:00 in Frankfurt.", link: "https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/" }] },
        { answer: "Those of my accounting", steps: [{ text: "Put a CSV file with the columns day, base, quote and rate at an https address, such as 2026-11-20,EUR,USD,1.0841, and enter the address." }, { text: "Or load such a file by hand: npm run import -- rates FILE." }] },
      ],
    },
  ],
  endpoint: ({ url }) => ({ base: new URL(url).origin, token: new URL(url).origin }),
  test: testFile,
  // The whole file comes at once, so one ask holds all of its days. A rate once published hardly ever changes.
  streams: [{ name: "rates", mode: "rates", every: "6h", history: 4_000, chunk: 4_001, lag: 0, restates: { nightly: 7, weekly: 30 }, read: readFile }],
});

async function testFile(context: Asker): Promise<Account> {
  const { last, currencies } = await lookThrough(context);
  const host = new URL(context.settings.url).hostname;
  const isOld = last === null || last < addDays(dayAt(context.now, "UTC"), -7);
  return {
    id: context.settings.url, name: host, currency: null, zone: null,
    notes: [
      ...(isOld ? [{ id: "ratesEnd", values: { day: last ?? "–" } }] : []),
      ...(currencies.has(context.store.currency) ? [] : [{ id: "ratesLack", values: { currency: context.store.currency } }]),
    ],
  };
}
