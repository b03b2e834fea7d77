// Asking Meta's Graph API: the token in a header, never in an address; what its error codes mean; its usage as pace.
import { HttpFault, type Context, type Fault, type HttpAnswer } from "#lib/sources/source.ts";
import { errorSchema, pageSchema, runSchema, startedSchema, usageSchema } from "#lib/sources/meta/payload.ts";
import type { Settings } from "#lib/sources/meta/source.ts";

export type Asker = Omit<Context<Settings>, "account">;
export const version = "v26.0";
type Query = Record<string, string | number>;

const minute = 60_000;
/** Percent of the allowance from which on we go slower, so that others who use the account still can. */
const busy = 75;
const perPage = 500;
const longestRunMs = 30 * minute;

/** Codes by which Meta says "too many calls", for the app, the user or the account. */
const rateCodes = new Set([4, 17, 32, 613]);
const isRate = (code: number) => rateCodes.has(code) || (code >= 80_000 && code <= 80_014);
const isPermission = (code: number) => code === 3 || code === 10 || (code >= 200 && code <= 299);

/** One answer of Graph: GET, or POST where a report is to be started. */
export async function ask(context: Asker, path: string, query: Query, method: "GET" | "POST" = "GET"): Promise<unknown> {
  const answer = await context.http.json({ url: `${context.endpoint.base}/${version}/${path}`, method, query, headers: { authorization: `Bearer ${context.settings.accessToken}` }, timeoutMs: 120_000 }, classify);
  const rest = restOf(answer.headers);
  if (rest > 0) context.http.pace(rest, "Meta's allowance for this ad account is nearly used up.");
  return answer.body;
}

/** All rows of a list, page by page. The next page's address is built here: Meta's own holds the token. */
export async function* askPages(context: Asker, path: string, query: Query): AsyncGenerator<unknown[]> {
  let after: string | undefined;
  for (;;) {
    const read = pageSchema.safeParse(await ask(context, path, { ...query, limit: perPage, ...(after ? { after } : {}) }));
    if (!read.success) throw new HttpFault({ kind: "shape", message: `Meta's report is not as documented: ${read.error.issues[0]!.path.join(".")}: ${read.error.issues[0]!.message}` });
    yield read.data.data;
    const { next, cursors } = read.data.paging ?? {};
    if (!next) return;
    if (!cursors?.after || cursors.after === after) throw new HttpFault({ kind: "vendor", code: "repeated", message: "Meta told the same page of a report twice." });
    after = cursors.after;
  }
}

/** Has Meta make a report in the background; returns its path. Throws code "too_much" where it doesn't get done. */
export async function askRun(context: Asker, path: string, query: Query): Promise<string> {
  const { report_run_id: run } = parsed(startedSchema, await ask(context, path, query, "POST"));
  for (let pause = 200, waited = 0; ; pause = Math.min(pause * 2, 30_000)) {
    const { async_status: status, async_percent_completion: percent } = parsed(runSchema, await ask(context, run, { fields: "async_status,async_percent_completion" }));
    // Completed is told a moment before the rows are there: both have to say so.
    if (status === "Job Completed" && percent === 100) return `${run}/insights`;
    if (status === "Job Failed" || status === "Job Skipped") throw new HttpFault({ kind: "vendor", code: "too_much", message: `Meta gave up making a report (${status}).` });
    if (waited > longestRunMs) throw new HttpFault({ kind: "vendor", code: "too_much", message: "Meta didn't finish a report within half an hour." });
    waited += pause;
    context.http.pace(pause);
  }
}

function parsed<T>(schema: { safeParse(body: unknown): { success: boolean; data?: T } }, body: unknown): T {
  const read = schema.safeParse(body);
  if (!read.success) throw new HttpFault({ kind: "shape", message: "Meta's answer about a report in the making is not as documented." });
  return read.data!;
}

/** What an error's code says. Null: no error of Graph's, judged by its status. */
export function classify(answer: HttpAnswer): Fault | null {
  const read = errorSchema.safeParse(answer.body);
  if (!read.success) return null;
  const { message, code, error_subcode: subcode, is_transient: isTransient } = read.data.error;
  const fault = { status: answer.status, code: String(code) };
  if (code === 190 || code === 102) return { ...fault, kind: "auth", message: "Meta doesn't take this access token any more. Make a new one for the system user in Business settings." };
  if (isRate(code)) return { ...fault, kind: "throttled", message: `Meta: ${message}`, retryAfterMs: Math.max(regainOf(answer.headers), 5 * minute) };
  if (isPermission(code)) return { ...fault, kind: "auth", message: `Meta lets this token see nothing here: ${message} The system user needs the ad account as an asset, and the token the permission ads_read.` };
  if (/reduce the amount of data/i.test(message)) return { ...fault, kind: "vendor", code: "too_much", message: `Meta: ${message}`, tries: 1 };
  // 1 and 2 are its "unknown" and "service": often too much at once, so two tries and then less.
  if (code === 1 || code === 2) return { ...fault, kind: "vendor", code: "too_much", message: `Meta: ${message}`, tries: 2 };
  if (isTransient || answer.status >= 500) return { ...fault, kind: "vendor", message: `Meta: ${message}` };
  if (code === 100 && subcode === 33) return { ...fault, kind: "input", message: "There is no such ad account, or this token may not see it. Check the number, and that the system user has the account as an asset." };
  return { ...fault, kind: "input", message: `Meta: ${message}` };
}

function usageOf(headers: Headers): { percent: number; minutes: number } {
  const told = [0];
  let minutes = 0;
  try {
    for (const one of Object.values(usageSchema.parse(JSON.parse(headers.get("x-business-use-case-usage") ?? "{}"))).flat()) {
      told.push(one.call_count, one.total_cputime, one.total_time);
      minutes = Math.max(minutes, one.estimated_time_to_regain_access);
    }
    const { app_id_util_pct: app, acc_id_util_pct: account } = JSON.parse(headers.get("x-fb-ads-insights-throttle") ?? "{}") as Record<string, unknown>;
    told.push(Number(app ?? 0), Number(account ?? 0));
  } catch { /* A header that can't be read limits nothing. */ }
  return { percent: Math.max(...told.filter((percent) => !Number.isNaN(percent))), minutes };
}

const regainOf = (headers: Headers): number => usageOf(headers).minutes * minute;

/** Ms to rest: none below 75 %, half a minute at 99 %, five minutes when all is used and Meta doesn't say how long. */
export function restOf(headers: Headers): number {
  const { percent, minutes } = usageOf(headers);
  if (minutes > 0) return minutes * minute;
  return percent >= 100 ? 5 * minute : percent > busy ? Math.round((percent - busy) * 1_250) : 0;
}
