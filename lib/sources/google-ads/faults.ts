// What Google Ads says went wrong: a GoogleAdsFailure inside the details names it, the status alone says little.
import { z } from "zod";
import type { Fault, HttpAnswer } from "#lib/sources/source.ts";
import { faultOfSaid, readSaid } from "#lib/sources/google/faults.ts";

const failure = z.looseObject({
  requestId: z.string().optional(),
  errors: z.array(z.looseObject({
    errorCode: z.record(z.string(), z.string()).optional(),
    message: z.string().optional(),
    details: z.looseObject({ quotaErrorDetails: z.looseObject({ retryDelay: z.string().optional() }).optional() }).optional(),
  })),
});
const envelope = z.looseObject({ error: z.looseObject({ details: z.array(z.unknown()).default([]) }) });

const passing = new Set(["RESOURCE_TEMPORARILY_EXHAUSTED", "INTERNAL_ERROR", "TRANSIENT_ERROR", "DEADLINE_EXCEEDED", "CONCURRENT_MODIFICATION"]);
const access = new Set(["USER_PERMISSION_DENIED", "CUSTOMER_NOT_ENABLED", "OAUTH_TOKEN_REVOKED", "OAUTH_TOKEN_EXPIRED", "OAUTH_TOKEN_INVALID", "NOT_ADS_USER", "TWO_STEP_VERIFICATION_NOT_ENROLLED", "CUSTOMER_NOT_FOUND", "CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION", "DEVELOPER_TOKEN_NOT_APPROVED", "DEVELOPER_TOKEN_PROHIBITED"]);
/** What a person can do about the commonest. */
const advice: Record<string, string> = {
  USER_PERMISSION_DENIED: "Add the access under Admin, Access and security, or enter the manager account through which it is reached.",
  CUSTOMER_NOT_ENABLED: "The ad account is not active.",
  CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION: "The Google Cloud project has test access only: apply for access under API centre.",
};

/** The fault of an answer; null for one that is none. */
export function adsFault(answer: HttpAnswer, now: Date): Fault | null {
  // searchStream wraps its error in a list, as it does its rows.
  const body = Array.isArray(answer.body) ? (answer.body as unknown[]).find((part) => envelope.safeParse(part).success) : answer.body;
  const read = envelope.safeParse(body);
  if (!read.success) return null;
  const said = readSaid(answer.status, body);
  const found = read.data.error.details.map((detail) => failure.safeParse(detail)).find((one) => one.success && one.data.errors.length > 0);
  if (!found?.success) return faultOfSaid(said, "Google Ads", now);
  const [first] = found.data.errors;
  const [area = "", code = ""] = Object.entries(first?.errorCode ?? {})[0] ?? [];
  const message = ["Google Ads:", first?.message ?? said.message, advice[code], found.data.requestId && `Request ${found.data.requestId}.`].filter(Boolean).join(" ");
  const fault = { status: answer.status, code, message };
  if (code === "RESOURCE_EXHAUSTED") return { ...fault, kind: "throttled", retryAfterMs: seconds(first?.details?.quotaErrorDetails?.retryDelay) };
  if (passing.has(code)) return { ...fault, kind: answer.status === 429 || code === "RESOURCE_TEMPORARILY_EXHAUSTED" ? "throttled" : "vendor" };
  if (access.has(code) || area === "authorizationError" || area === "authenticationError") return { ...fault, kind: "auth" };
  return answer.status >= 500 ? { ...fault, kind: "vendor" } : { ...fault, kind: "input" };
}

/** "43s" is 43,000 ms. */
function seconds(text: string | undefined): number | undefined {
  const told = /^(\d+(?:\.\d+)?)s$/.exec(text ?? "")?.[1];
  return told === undefined ? undefined : Math.round(Number(told) * 1000);
}
