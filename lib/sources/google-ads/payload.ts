// What Google Ads' searchStream answers: a JSON array of {results, fieldMask, requestId}. Whole numbers of 64 bits
// come as text, fractions as numbers, and what is zero or unset may be missing.
import { z } from "zod";
import { isDay } from "#lib/core/day.ts";
import { HttpFault, type Context } from "#lib/sources/source.ts";
import { noteUnknown } from "#lib/sources/rows.ts";

const whole = z.union([z.string().regex(/^-?\d+$/), z.number().int()]).transform(String);
const count = whole.default("0").transform(Number);
/** Doubles as decimal text; the largest and smallest come with an exponent, which money.ts reads. */
const fraction = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i)]).default(0).transform(String);
const day = z.string().refine(isDay, "no day");

const campaign = z.object({ id: whole, name: z.string().default(""), status: z.string().default(""), advertisingChannelType: z.string().default("") });
const customer = z.object({ id: whole, currencyCode: z.string().length(3) });
const metrics = { impressions: count, clicks: count, costMicros: whole.default("0"), conversions: fraction, conversionsValue: fraction };

export const campaignRow = z.object({
  customer, campaign,
  segments: z.object({ date: day, device: z.string().default(""), adNetworkType: z.string().default("") }),
  metrics: z.object(metrics).prefault({}),
});
export type CampaignRow = z.infer<typeof campaignRow>;

/** searchImpressionShare is a fraction; missing for campaigns that have none. */
export const shareRow = z.object({
  campaign: z.object({ id: whole }),
  segments: z.object({ date: day }),
  metrics: z.object({ searchImpressionShare: z.number().optional() }).prefault({}),
});
export type ShareRow = z.infer<typeof shareRow>;

export const totalRow = z.object({ segments: z.object({ date: day }), metrics: z.object({ costMicros: whole.default("0"), conversionsValue: fraction }).prefault({}) });
export type TotalRow = z.infer<typeof totalRow>;

export const currencyRow = z.object({ customer });

export const conversionRow = z.object({
  customer, campaign: z.object({ id: whole }),
  segments: z.object({ date: day, conversionAction: z.string(), conversionActionName: z.string().default(""), conversionActionCategory: z.string().default("") }),
  metrics: z.object({ conversions: fraction, conversionsValue: fraction }).prefault({}),
});
export type ConversionRow = z.infer<typeof conversionRow>;

/** resourceName is customers/{account}/searchTermViews/{campaign}~{ad group}~{term in Base64}, as Google documents it. */
export const termRow = z.object({
  searchTermView: z.object({ resourceName: z.string().regex(/^customers\/\d+\/searchTermViews\/\d+~\d+~/), searchTerm: z.string() }),
  segments: z.object({ date: day }),
  metrics: z.object(metrics).prefault({}),
});
export type TermRow = z.infer<typeof termRow>;

export const accountRow = z.looseObject({ customer: z.looseObject({ id: whole, descriptiveName: z.string().default(""), currencyCode: z.string().length(3), timeZone: z.string(), manager: z.boolean().default(false), status: z.string().default("") }) });

const stream = z.array(z.looseObject({ results: z.array(z.unknown()).default([]) }));

/** The rows of all parts. Throws an HttpFault "shape" when the answer is no stream. */
export function readStream(body: unknown, context: Pick<Context, "drift">): unknown[] {
  const read = stream.safeParse(body);
  if (!read.success) throw new HttpFault({ kind: "shape", message: `Google Ads' answer is not as documented: ${read.error.issues[0]!.path.join(".")}: ${read.error.issues[0]!.message}` });
  for (const part of read.data) noteUnknown(context, "", part, ["results", "fieldMask", "requestId", "summaryRow", "queryResourceConsumption"]);
  const rows = read.data.flatMap((part) => part.results);
  noteUnknown(context, "results", rows[0], ["customer", "campaign", "adGroup", "searchTermView", "segments", "metrics"]);
  return rows;
}
