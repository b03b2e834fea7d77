// What Google's errors mean. Two envelopes: APIs answer {error:{code,status,message,details|errors}}, the token
// endpoint {error,error_description}.
import { z } from "zod";
import { addDays, dayAt } from "#lib/core/day.ts";
import { retryAfterOf } from "#lib/core/retry-after.ts";
import { HttpFault, type Context, type Fault, type Http } from "#lib/sources/source.ts";

const envelope = z.looseObject({
  error: z.looseObject({
    code: z.number().optional(),
    status: z.string().optional(),
    message: z.string().optional(),
    errors: z.array(z.looseObject({ reason: z.string().optional() })).optional(),
    details: z.array(z.looseObject({ reason: z.string().optional() })).optional(),
  }),
});
const tokenEnvelope = z.looseObject({ error: z.string(), error_description: z.string().optional() });

/** What a Google API said went wrong. */
export interface Said { status: number; code: string; reason: string; message: string }

const quotaReasons = new Set(["quotaExceeded", "rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"]);
const dayReasons = new Set(["dailyLimitExceeded", "dailyLimitExceededUnreg"]);

/** Runs a call of Google's client with our tries. `own` judges first what only this API says. */
export async function call<T>(context: Pick<Context, "http" | "now">, what: string, ask: () => Promise<{ data: T }>, own?: (said: Said) => Fault | null): Promise<T> {
  return context.http.attempt(async () => {
    const { data } = await ask();
    if (typeof data !== "object" || data === null) throw new HttpFault({ kind: "vendor", code: "no_answer", message: `${what}: what came back is no JSON, or only the first part of it.` });
    return data;
  }, (error) => faultOf(error, what, context.now, own));
}

/** The fault of what Google's client threw; an error without an answer that is no timeout is ours, and thrown as it is. */
export function faultOf(error: unknown, what: string, now: Date, own?: (said: Said) => Fault | null): Fault {
  const response = (error as { response?: { status: number; data: unknown; headers?: unknown } }).response;
  if (!response) {
    if (isTimeout(error)) return { kind: "network", code: "timeout", message: `${what} gave no answer in time.` };
    throw error;
  }
  const token = tokenEnvelope.safeParse(response.data);
  if (token.success) return tokenFault(response.status, token.data.error, token.data.error_description ?? "");
  const said = readSaid(response.status, response.data);
  const fault = own?.(said) ?? faultOfSaid(said, what, now);
  const headers = response.headers instanceof Headers ? response.headers : new Headers(response.headers as Record<string, string> | undefined);
  return { ...fault, retryAfterMs: fault.retryAfterMs ?? retryAfterOf(headers.get("retry-after"), now) };
}

/** Google's client may end a call by its own clock before ours does. */
function isTimeout(error: unknown): boolean {
  const { name, cause } = error as { name?: string; cause?: unknown };
  return name === "TimeoutError" || (cause !== undefined && cause !== null && isTimeout(cause));
}

export function readSaid(status: number, data: unknown): Said {
  const read = envelope.safeParse(data);
  if (!read.success) return { status, code: "", reason: "", message: "" };
  const { error } = read.data;
  const reason = error.errors?.find((one) => one.reason)?.reason ?? error.details?.find((one) => one.reason)?.reason ?? "";
  return { status, code: error.status ?? "", reason, message: error.message ?? "" };
}

/** Rules that all of Google's APIs share. */
export function faultOfSaid(said: Said, what: string, now: Date): Fault {
  const { status, reason } = said;
  const code = reason || said.code || String(status);
  const fault = { status, code, message: `${what} was answered with ${status}${said.message ? `: ${said.message}` : ""}` };
  if (dayReasons.has(reason)) return { ...fault, kind: "quota", stopUntil: pacificMidnight(now) };
  if (quotaReasons.has(reason) || status === 429) return { ...fault, kind: "throttled" };
  if (reason === "SERVICE_DISABLED" || reason === "accessNotConfigured") return { ...fault, kind: "auth", message: `${fault.message} Switch the API on in the Google Cloud project, then try again.` };
  if (reason === "API_KEY_INVALID" || status === 401) return { ...fault, kind: "auth" };
  // A refusal comes as JSON; a web page comes from something before Google and often passes.
  if (status === 403) return said.message || said.code ? { ...fault, kind: "auth" } : { ...fault, kind: "vendor", code: "blocked" };
  if (status === 404 || status === 410) return { ...fault, kind: "gone" };
  if (status === 408 || status >= 500) return { ...fault, kind: "vendor" };
  return { ...fault, kind: "input" };
}

function tokenFault(status: number, error: string, description: string): Fault {
  const message = `Google's sign-in answered ${error}${description ? `: ${description}` : ""}`;
  if (status >= 500) return { kind: "vendor", status, code: error, message };
  if (status === 429 || error === "rate_limit_exceeded") return { kind: "throttled", status, code: error, message };
  // invalid_grant, invalid_client, unauthorized_client: revoked, expired or of another project.
  return { kind: "auth", status, code: error, message };
}

/** When Google's daily quotas begin anew: the next midnight in California. */
export function pacificMidnight(now: Date): Date {
  const next = addDays(dayAt(now, "America/Los_Angeles"), 1);
  const at = new Date(`${next}T08:00:00Z`);
  // 08:00 UTC is midnight in winter and one o'clock in summer.
  const before = new Date(at.getTime() - 3_600_000);
  return dayAt(before, "America/Los_Angeles") === next ? before : at;
}

/** Whether requests go to Google itself and not to what an operator put in its place. */
export function isGoogle(base: string): boolean {
  return new URL(base).hostname.endsWith(".googleapis.com");
}

/** Keeps `ms` between two calls to Google itself; a stand-in needs no such pause. */
export function paced(http: Http, base: string, ms: number): void {
  if (isGoogle(base)) http.pace(ms);
}
