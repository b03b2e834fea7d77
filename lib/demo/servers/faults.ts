// Faults that tests script: which request goes wrong, how often, and what its answer is turned into.
import type { Answer, Ask, Vendor, VendorName } from "#lib/demo/servers/vendor.ts";

/** What happens to one answer. `at` leads into the JSON body, "*" is every item: "data.orders.edges.*.node.name". */
export type Harm =
  | { kind: "tooMany"; seconds: number; as?: "seconds" | "date" }
  /** The vendor's own way to say it: Shopify's 200 THROTTLED, Search Console's 403, Meta's 80004. */
  | { kind: "quota" }
  /** Meta's usage header, percent of what is allowed; the answer itself is whole. */
  | { kind: "usage"; percent: number }
  | { kind: "error"; status: number }
  /** Answers after `ms`; without it never. */
  | { kind: "stall"; ms?: number }
  /** The connection breaks in the middle of the body. */
  | { kind: "reset" }
  /** A whole answer whose JSON ends too early. */
  | { kind: "truncated" }
  | { kind: "html"; status?: number }
  /** The answer of the request before, with its cursor, once more. */
  | { kind: "repeat" }
  /** A page without rows that still says where to go on. */
  | { kind: "emptyPage" }
  | { kind: "duplicateRows" }
  | { kind: "currency"; currency: string }
  /** A new field, a null amount, a flag. */
  | { kind: "set"; at: string; value: unknown }
  | { kind: "remove"; at: string }
  /** A body of this size, by a field that nobody knows. */
  | { kind: "huge"; megabytes: number };

export type Fault = Harm & {
  on: VendorName | readonly VendorName[];
  /** Only requests whose path holds this. */
  path?: string;
  /** This many requests go well before. */
  skip?: number;
  /** How many requests are hit; 1 unless told; Infinity until cleared. */
  times?: number;
};

interface Scripted { fault: Fault; skip: number; times: number }

export class FaultScript {
  #faults: Scripted[] = [];

  add(...faults: Fault[]): void {
    this.#faults.push(...faults.map((fault) => ({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 })));
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that hits this request; it is used up by that. */
  take(vendor: VendorName, path: string): Fault | undefined {
    for (const scripted of this.#faults) {
      const names: readonly VendorName[] = typeof scripted.fault.on === "string" ? [scripted.fault.on] : scripted.fault.on;
      if (scripted.times <= 0 || !names.includes(vendor) || !path.includes(scripted.fault.path ?? "")) continue;
      if (scripted.skip-- > 0) continue;
      scripted.times--;
      return scripted.fault;
    }
    return undefined;
  }
}

/** The answer as the fault leaves it; stalls and resets are the sender's to do. `previous`: the answer before at this path. */
export function harmed(fault: Harm, answer: Answer, vendor: Vendor, ask: Ask, now: Date, previous: Answer | undefined): Answer {
  switch (fault.kind) {
    case "tooMany": {
      const retryAfter = fault.as === "date" ? new Date(now.getTime() + fault.seconds * 1000).toUTCString() : String(fault.seconds);
      return { ...vendor.quota(ask), status: 429, headers: { "retry-after": retryAfter } };
    }
    case "quota": return vendor.quota(ask);
    case "error": return { status: fault.status, body: { error: { code: fault.status, message: "Internal error encountered.", status: "INTERNAL" } } };
    case "html": return { status: fault.status ?? 200, headers: { "content-type": "text/html; charset=utf-8" }, body: "<!doctype html><html><head><title>Just a moment</title></head><body>Checking your browser</body></html>" };
    case "repeat": return previous ?? answer;
    case "usage": return { ...answer, headers: { ...answer.headers, ...usage(answer, fault.percent) } };
    case "truncated": return { ...answer, headers: { "content-type": "application/json", ...answer.headers }, body: cut(JSON.stringify(answer.body)) };
    default: return { ...answer, body: changed(fault, structuredClone(answer.body), vendor) };
  }
}

function changed(fault: Harm, body: unknown, vendor: Vendor): unknown {
  const rows = vendor.rows(body);
  switch (fault.kind) {
    case "emptyPage": rows?.splice(0); return body;
    case "duplicateRows": rows?.push(...structuredClone(rows)); return body;
    case "currency": renameCurrency(body, fault.currency); return body;
    case "set": each(body, fault.at.split("."), (holder, key) => { holder[key] = fault.value; }); return body;
    case "remove": each(body, fault.at.split("."), (holder, key) => { delete holder[key]; }); return body;
    case "huge": {
      const padding = "x".repeat(fault.megabytes * 1024 * 1024);
      return Array.isArray(body) ? [...(body as unknown[]), { padding }] : { ...(body as object), padding };
    }
    default: return body;
  }
}

const cut = (text: string) => text.slice(0, Math.max(1, Math.floor(text.length * 0.6)));

function each(value: unknown, path: string[], act: (holder: Record<string, unknown>, key: string) => void): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (typeof value !== "object" || value === null) return;
  const holder = value as Record<string, unknown>;
  if (key === "*") for (const own of Object.keys(holder)) each(value, [own, ...rest], act);
  else if (rest.length === 0) act(holder, key);
  else each(holder[key], rest, act);
}

const currencyKeys = new Set(["currency", "currencyCode", "currency_code", "account_currency", "presentmentCurrencyCode"]);

function renameCurrency(value: unknown, currency: string): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, held] of Object.entries(value)) {
    if (currencyKeys.has(key) && typeof held === "string") (value as Record<string, unknown>)[key] = currency;
    else renameCurrency(held, currency);
  }
}

function usage(answer: Answer, percent: number): Record<string, string> {
  const name = "x-business-use-case-usage";
  const told = JSON.parse(answer.headers?.[name] ?? "{}") as Record<string, { call_count: number; estimated_time_to_regain_access: number }[]>;
  for (const entry of Object.values(told).flat()) {
    entry.call_count = percent;
    entry.estimated_time_to_regain_access = percent >= 100 ? 5 : 0;
  }
  return { [name]: JSON.stringify(told) };
}
