// What an answer's status, an answer's body and a broken connection mean.
import { HttpFault, isHttpFault, type Fault } from "#lib/core/fault.ts";
import type { HttpAnswer } from "#lib/sources/http.ts";
import { retryAfterOf } from "#lib/core/retry-after.ts";

/** Most letters of a vendor's own words in a message. */
const mostWords = 300;

/** The fault of an answer whose status is no success and that the source didn't judge by itself. */
export function faultOfStatus(answer: HttpAnswer, asked: string, now: Date): Fault {
  const { status, headers } = answer;
  const said = vendorWords(answer.body);
  const fault = { status, message: `${asked} was answered with ${status}${said ? `: ${said}` : ""}`, retryAfterMs: retryAfterOf(headers.get("retry-after"), now) };
  if (status === 401) return { ...fault, kind: "auth" };
  // An API refuses in JSON; a page of HTML comes from a firewall or a host before it, and often passes.
  if (status === 403) return looksLikePage(headers, answer.body) ? { ...fault, kind: "vendor", code: "blocked", message: `${asked} was blocked with a web page (403)${said ? `: ${said}` : ""}` } : { ...fault, kind: "auth" };
  if (status === 404 || status === 410) return { ...fault, kind: "gone" };
  if (status === 429) return { ...fault, kind: "throttled" };
  if (status === 408 || status === 425 || status >= 500) return { ...fault, kind: "vendor" };
  return { ...fault, kind: "input" };
}

export function looksLikePage(headers: Headers, body: unknown): boolean {
  return /\bhtml\b/i.test(headers.get("content-type") ?? "") || (typeof body === "string" && /^\s*<(!doctype|html|head|body)\b/i.test(body));
}

/** The sentence in which a vendor says what is wrong, where its body has one of the usual shapes. */
export function vendorWords(body: unknown): string {
  const words = sentence(Array.isArray(body) ? body[0] : body);
  const plain = words.replace(/<(style|script)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
  return plain.length > mostWords ? `${plain.slice(0, mostWords)}…` : plain;
}

function sentence(body: unknown): string {
  if (typeof body === "string") return body.slice(0, 20_000);
  if (typeof body !== "object" || body === null) return "";
  const record = body as Record<string, unknown>;
  for (const key of ["error_description", "message", "detail", "title"]) if (typeof record[key] === "string") return record[key];
  const inner = record.error ?? record.errors;
  return inner === undefined || inner === body ? "" : sentence(Array.isArray(inner) ? inner[0] : inner);
}

const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/;

/** The fault behind an error of fetch or of reading a body. Ours pass through, wherever a client wrapped them. */
export function faultOfError(error: unknown, asked: string): HttpFault | undefined {
  const chain: unknown[] = [];
  for (let at = error; at !== undefined && at !== null && chain.length < 6; at = inside(at)) chain.push(at);
  // A client may put the code of what it wraps on its own error: look for ours all the way first.
  const own = chain.find(isHttpFault);
  if (own) return own;
  for (const at of chain) {
    const code = String((at as { code?: unknown }).code ?? "");
    const said = code && words(code, asked);
    if (said) return new HttpFault({ kind: "network", code, message: said, tries: certificate.test(code) ? 1 : undefined }, { cause: error });
  }
  // fetch wraps whatever else went wrong on the wire in one of two words.
  if (error instanceof TypeError && ["fetch failed", "terminated"].includes(error.message)) return new HttpFault({ kind: "network", message: `${asked}: ${String((error.cause as Error | undefined)?.message ?? error.message)}.` }, { cause: error });
  return undefined;
}

function inside(error: unknown): unknown {
  const { cause, errors } = error as { cause?: unknown; errors?: unknown[] };
  return cause ?? errors?.[0];
}

function words(code: string, asked: string): string | undefined {
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `${asked}: the name of the host isn't known (${code}).`;
  if (code === "ECONNREFUSED") return `${asked}: nobody answers there (${code}).`;
  if (["UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"].includes(code)) return `${asked}: the host can't be reached (${code}).`;
  if (code === "UND_ERR_BODY_TIMEOUT") return `${asked}: the answer stopped in its middle.`;
  if (["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_CLOSED", "UND_ERR_DESTROYED", "UND_ERR_ABORTED", "UND_ERR_RES_CONTENT_LENGTH_MISMATCH"].includes(code)) return `${asked}: the connection broke off (${code}).`;
  if (["Z_DATA_ERROR", "Z_BUF_ERROR"].includes(code)) return `${asked}: the packed answer is cut off or damaged (${code}).`;
  if (code.startsWith("HPE_") || code.startsWith("UND_ERR_")) return `${asked}: what came back isn't HTTP as it should be (${code}).`;
  if (certificate.test(code)) return `${asked}: the host's certificate can't be trusted (${code}).`;
  return undefined;
}
