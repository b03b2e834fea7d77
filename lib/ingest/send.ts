// One request on the wire: allowed host, time limits, redirects within the host, and nothing else.
import { Readable } from "node:stream";
import { Agent, request as undiciRequest } from "undici";
import { HttpFault } from "#lib/core/fault.ts";
import type { HttpRequest } from "#lib/sources/http.ts";
import { guardedLookup } from "#lib/ingest/addresses.ts";
import { faultOfError } from "#lib/ingest/faults.ts";
import { decoded, type Bytes } from "#lib/ingest/body.ts";
import { checkAddress, checkCredentials, type Place } from "#lib/ingest/hosts.ts";
import type { HttpOptions } from "#lib/ingest/http.ts";

/** Redirects within one host that a request follows. */
const mostRedirects = 3;
/** A whole body may take this many times as long as its beginning may. */
const bodyPatience = 5;

export interface Sent {
  status: number;
  headers: Headers;
  /** Unpacked. */
  body: Bytes;
}

interface Wire { method: string; headers: Headers; body: string | Uint8Array | AsyncIterable<Uint8Array> | undefined }
type Given = Omit<HttpOptions, "secrets"> & { secrets: readonly string[]; clean: (text: string) => string };

export function createSend(given: Given) {
  const trusted = new Set((given.operatorHosts ?? []).map((entry) => entry.toLowerCase().replace(/:\d+$/, "").replace(/^\[|\]$/g, "")));
  const agent = new Agent({ bodyTimeout: given.stallMs ?? 30_000, headersTimeout: 0, connections: 8, connect: { timeout: 15_000, lookup: guardedLookup(trusted, given.lookup) } });
  let count = 0;
  const capped = (ms: number): number => Math.min(ms, given.mostMs ?? ms);

  /** One trip; the status is any, redirects within the host are behind us. */
  async function travel(address: URL, wire: Wire, signal: AbortSignal, asked: string): Promise<Sent> {
    let { url, place } = checkAddress(address, given);
    for (let hops = 0; ; hops++) {
      checkCredentials(place, url, wire.headers, typeof wire.body === "string" ? wire.body : undefined, given.secrets);
      const answer = await once(url, wire, signal);
      const to = answer.status >= 300 && answer.status < 400 && answer.status !== 304 ? answer.headers.get("location") : null;
      if (to === null) return { ...answer, body: decoded(answer.body, answer.headers) };
      answer.body.on("error", () => {}).destroy();
      ({ url, place } = redirected(url, to, answer.status, wire, asked, hops));
    }
  }

  async function once(url: URL, wire: Wire, signal: AbortSignal): Promise<{ status: number; headers: Headers; body: Readable }> {
    if (given.budget && count >= given.budget.requests) throw new HttpFault({ kind: "quota", code: "budget", message: `The allowance of ${given.budget.requests} requests is used up.`, stopUntil: given.budget.until });
    count++;
    const start = performance.now();
    let status: number | undefined;
    try {
      // Not fetch: that takes a packed body which is cut off for a shorter one.
      const answer = await undiciRequest(url, { method: wire.method as "GET", headers: Object.fromEntries(wire.headers), body: wire.body as never, signal, dispatcher: agent });
      status = answer.statusCode;
      return { status, headers: headersOf(answer.headers), body: answer.body };
    } finally {
      given.onRequest?.({ method: wire.method, address: given.clean(`${url.origin}${url.pathname}`), status, ms: Math.round(performance.now() - start) });
    }
  }

  /** The next address of a redirect, when it stays on the host and loses nothing. */
  function redirected(from: URL, to: string, status: number, wire: Wire, asked: string, hops: number): { url: URL; place: Place } {
    const next = URL.canParse(to, from) ? new URL(to, from) : undefined;
    if (!next || hops >= mostRedirects) throw new HttpFault({ kind: "vendor", code: "redirected", message: `${asked} is sent from one address to the next without end.` });
    if (next.host !== from.host || next.protocol !== from.protocol) throw new HttpFault({ kind: "input", code: "redirected", message: `${asked} is sent on to ${next.protocol}//${next.host}. Credentials don't follow; if that is the right address, enter it.` });
    if (wire.method !== "GET" && (![307, 308].includes(status) || isStream(wire.body))) throw new HttpFault({ kind: "input", code: "redirected", message: `${asked} is sent on to ${next.pathname}, which would lose what was sent.` });
    return checkAddress(next, given);
  }

  /** Sends and hands the answer to `read`, all within its time; what `read` returns is done with the body. */
  async function send<T>(request: HttpRequest, asked: string, read: (sent: Sent) => Promise<T>): Promise<T> {
    const { release, ...result } = await open(request, asked, async (sent) => ({ value: await read(sent) }));
    release();
    return result.value;
  }

  /** Like send(), but the body may be read on after it; the caller calls `release` when done. */
  async function open<T extends object>(request: HttpRequest, asked: string, read: (sent: Sent) => Promise<T>): Promise<T & { release: () => void }> {
    const limit = capped(request.timeoutMs ?? given.timeoutMs ?? 60_000);
    const clock = deadline(given.signal, asked);
    try {
      clock.set(limit, "gave no answer");
      const sent = await travel(addressOf(request), wireOf(request), clock.signal, asked);
      clock.set(limit * bodyPatience, "did not end its answer");
      const result = await read(sent);
      clock.clear();
      return { ...result, release: clock.release };
    } catch (error) {
      clock.release();
      throw clock.signal.aborted ? clock.signal.reason : error;
    }
  }

  /** fetch for a foreign client: guarded the same, one try. A `timeout` among its options (gaxios hands its own on) stands. */
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = input instanceof Request ? input : undefined;
    const address = new URL(request ? request.url : String(input));
    const headers = new Headers(init?.headers ?? request?.headers);
    if (!headers.has("accept-encoding")) headers.set("accept-encoding", "gzip, br, deflate");
    const wire: Wire = { method: init?.method ?? request?.method ?? "GET", headers, body: bodyOf(init?.body ?? request?.body ?? undefined, headers) };
    const asked = `${wire.method} ${address.origin}${address.pathname}`;
    const clock = deadline(anyOf(given.signal, init?.signal ?? request?.signal), asked);
    try {
      clock.set(capped((init as { timeout?: number } | undefined)?.timeout ?? given.timeoutMs ?? 60_000), "gave no answer");
      const sent = await travel(address, wire, clock.signal, asked);
      clock.clear();
      return responseOf(sent, asked, clock.release);
    } catch (error) {
      clock.release();
      throw clock.signal.aborted ? clock.signal.reason : (faultOfError(error, asked) ?? error);
    }
  };
  return { send, open, fetch, count: () => count };
}

function headersOf(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) for (const one of [value ?? []].flat()) headers.append(name, one);
  return headers;
}

function bodyOf(body: RequestInit["body"] | undefined, headers: Headers): Wire["body"] {
  if (body instanceof URLSearchParams) {
    if (!headers.has("content-type")) headers.set("content-type", "application/x-www-form-urlencoded");
    return body.toString();
  }
  return (body ?? undefined) as Wire["body"];
}

/** As a Response, with at most 256 MB of body: a client of Google's reads it whole. */
function responseOf(sent: Sent, asked: string, release: () => void): Response {
  async function* counted(): AsyncGenerator<Uint8Array> {
    let size = 0;
    try {
      for await (const part of sent.body) {
        size += part.length;
        if (size > 268_435_456) throw new HttpFault({ kind: "vendor", code: "too_large", tries: 1, message: `${asked}: the answer is larger than 256 MB.` });
        yield part;
      }
    } finally {
      release();
    }
  }
  // A Response without a body is told so, or it throws: no content, not modified.
  const isBare = [101, 204, 205, 304].includes(sent.status);
  if (isBare) release();
  const headers = new Headers(sent.headers);
  headers.delete("content-encoding");
  return new Response(isBare ? null : (Readable.toWeb(Readable.from(counted())) as ReadableStream<Uint8Array>), { status: sent.status, headers });
}

/** A signal that is aborted by the run's or by a time that can be set anew. */
function deadline(outer: AbortSignal | undefined, asked: string) {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const follow = () => controller.abort(outer!.reason);
  if (outer?.aborted) follow();
  outer?.addEventListener("abort", follow, { once: true });
  const clear = () => clearTimeout(timer);
  return {
    signal: controller.signal,
    set: (ms: number, what: string) => {
      clear();
      timer = setTimeout(() => controller.abort(new HttpFault({ kind: "network", code: "timeout", message: `${asked} ${what} within ${Math.round(ms / 100) / 10} s.` })), ms);
    },
    clear,
    release: () => { clear(); outer?.removeEventListener("abort", follow); },
  };
}

function anyOf(one: AbortSignal | undefined, two: AbortSignal | null | undefined): AbortSignal | undefined {
  return one && two ? AbortSignal.any([one, two]) : (one ?? two ?? undefined);
}

function isStream(body: Wire["body"]): boolean {
  return typeof body === "object" && Symbol.asyncIterator in body;
}

function addressOf(request: HttpRequest): URL {
  if (!URL.canParse(request.url)) throw new HttpFault({ kind: "input", code: "host_refused", message: "The address of a request is not a whole address." });
  const url = new URL(request.url);
  for (const [name, value] of Object.entries(request.query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

function wireOf(request: HttpRequest): Wire {
  const headers = new Headers({ accept: "application/json, text/csv;q=0.9, */*;q=0.5", "accept-encoding": "gzip, br, deflate", "user-agent": "Storecast", ...request.headers });
  const { body } = request;
  const method = request.method ?? (body === undefined ? "GET" : "POST");
  if (body === undefined || typeof body === "string") return { method, headers, body };
  const isForm = body instanceof URLSearchParams;
  if (!headers.has("content-type")) headers.set("content-type", isForm ? "application/x-www-form-urlencoded" : "application/json");
  return { method, headers, body: isForm ? body.toString() : JSON.stringify(body) };
}
