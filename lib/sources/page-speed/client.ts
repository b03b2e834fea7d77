// Asking CrUX (how visitors had it) and PageSpeed Insights (how a laboratory has it) through Google's own client.
import { HttpFault, isHttpFault, type Context, type Fault } from "#lib/sources/source.ts";
import { clientOptions } from "#lib/sources/google/access.ts";
import { call, type Said } from "#lib/sources/google/faults.ts";
import { fieldHistory, fieldRecord, labAnswer, readAs, type FieldHistory, type FieldRecord, type LabAnswer } from "#lib/sources/page-speed/payload.ts";
import { noteUnknown } from "#lib/sources/rows.ts";
import type { Settings } from "#lib/sources/page-speed/source.ts";

export type Asker = Omit<Context<Settings>, "account">;

/** The two APIs' own addresses; an operator's base stands in for both. */
export const bases = { lab: "https://pagespeedonline.googleapis.com", field: "https://chromeuxreport.googleapis.com" };
/** Google keeps this many weekly periods. */
export const historyWeeks = 40;
/** A laboratory run takes 10 to 60 seconds. */
const labMs = 120_000;
const metrics = ["largest_contentful_paint", "interaction_to_next_paint", "cumulative_layout_shift"];

/** A site as a whole, or one of its pages; all devices where none is named. */
export interface FieldAsk { subject: string; isOrigin: boolean; formFactor: "PHONE" | "DESKTOP" | null }

async function field(context: Asker) {
  const { chromeuxreport } = await import("googleapis/build/src/apis/chromeuxreport/index.js");
  const base = context.endpoint.base === bases.lab ? bases.field : context.endpoint.base;
  return chromeuxreport({ version: "v1", auth: context.settings.apiKey, ...clientOptions({ ...context, endpoint: { ...context.endpoint, base } }) }).records;
}

const bodyOf = ({ subject, isOrigin, formFactor }: FieldAsk) => ({ ...(isOrigin ? { origin: subject } : { url: subject }), ...(formFactor ? { formFactor } : {}), metrics });

/** The period of today with its payload; null where Google has too few visits to tell: a normal state. */
export async function askRecord(context: Asker, ask: FieldAsk): Promise<{ body: unknown; record: FieldRecord } | null> {
  return orNothing(async () => {
    const body = await call(context, "CrUX", async () => (await field(context)).queryRecord({ requestBody: bodyOf(ask) }));
    noteUnknown(context, "", body, ["record", "urlNormalizationDetails"]);
    const record = readAs(fieldRecord, body, "CrUX");
    holdDevice(ask, record.record.key.formFactor);
    return { body, record };
  });
}

export async function askHistory(context: Asker, ask: FieldAsk): Promise<{ body: unknown; history: FieldHistory } | null> {
  return orNothing(async () => {
    const body = await call(context, "CrUX", async () => (await field(context)).queryHistoryRecord({ requestBody: { ...bodyOf(ask), collectionPeriodCount: historyWeeks } }));
    noteUnknown(context, "", body, ["record", "urlNormalizationDetails"]);
    const history = readAs(fieldHistory, body, "CrUX");
    holdDevice(ask, history.record.key.formFactor);
    return { body, history };
  });
}

/** An answer about another device than was asked would be kept as this one's. */
function holdDevice({ formFactor }: FieldAsk, told: string | undefined): void {
  if ((told ?? null) !== formFactor) throw new HttpFault({ kind: "vendor", code: "other_device", message: `CrUX answered about ${told ?? "all devices"} where ${formFactor ?? "all devices"} was asked for.` });
}

/** One laboratory run. Throws an HttpFault with code "page" when the page itself could not be loaded. */
export async function askLab(context: Asker, url: string, strategy: "mobile" | "desktop"): Promise<{ body: unknown; answer: LabAnswer }> {
  const { pagespeedonline } = await import("googleapis/build/src/apis/pagespeedonline/index.js");
  const api = pagespeedonline({ version: "v5", auth: context.settings.apiKey, ...clientOptions(context), timeout: labMs }).pagespeedapi;
  const body = await call(context, "PageSpeed Insights", () => api.runpagespeed({ url, strategy, category: ["performance"] }), pageFault);
  const answer = readAs(labAnswer, body, "PageSpeed Insights");
  noteUnknown(context, "", body, ["captchaResult", "kind", "id", "loadingExperience", "originLoadingExperience", "lighthouseResult", "analysisUTCTimestamp", "version"]);
  const { runtimeError } = answer.lighthouseResult;
  if (runtimeError?.code && runtimeError.code !== "NO_ERROR") throw new HttpFault({ kind: "input", code: "page", message: `The page could not be loaded: ${runtimeError.message ?? runtimeError.code}` });
  return { body, answer };
}

/** 500 with this reason is about the page, not about Google: another try would fail like this one. */
export function pageFault(said: Said): Fault | null {
  return said.reason === "lighthouseUserError" || said.message.startsWith("Lighthouse returned error") ? { kind: "input", code: "page", status: said.status, message: `The page could not be loaded: ${said.message}` } : null;
}

async function orNothing<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (isHttpFault(error) && error.kind === "gone" && error.status === 404) return null;
    throw error;
  }
}
