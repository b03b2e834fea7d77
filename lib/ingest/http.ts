// The one place that fetches for sources: where to, how long, how often, and what an answer is.
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import { now } from "#lib/core/day.ts";
import { HttpFault, type Fault } from "#lib/core/fault.ts";
import { redact } from "#lib/core/redact.ts";
import type { Classify, Http, HttpAnswer, HttpRequest } from "#lib/sources/http.ts";
import type { Lookup } from "#lib/ingest/addresses.ts";
import { charsetOf, linesOf, peek, readBytes, readText, textOf, unpacked } from "#lib/ingest/body.ts";
import { faultOfError, faultOfStatus, looksLikePage, vendorWords } from "#lib/ingest/faults.ts";
import type { HostRules } from "#lib/ingest/hosts.ts";
import { createSend, type Sent } from "#lib/ingest/send.ts";
import { createTries, type Tempo } from "#lib/ingest/tries.ts";

export type { Classify, Http, HttpAnswer, HttpRequest } from "#lib/sources/http.ts";
export { HttpFault, isHttpFault, type Fault, type FaultKind } from "#lib/core/fault.ts";

const megabyte = 1_048_576;

/** One request that went out, for the journal and the log: no query, no secret. */
export interface RequestNote {
  method: string;
  /** Scheme, host and path. */
  address: string;
  /** Undefined when nobody answered. */
  status: number | undefined;
  /** Until the answer began. */
  ms: number;
}

export interface HttpOptions extends HostRules {
  /** The run's: aborting it ends every call and every wait. */
  signal?: AbortSignal;
  /** The connection's secret values: kept out of every message, and never sent to a download host. */
  secrets?: readonly string[];
  /** Least ms between two calls. */
  spacingMs?: number;
  /** Requests left of the vendor's allowance; the next one is a "quota" fault that holds until `until`. */
  budget?: { requests: number; until: Date };
  onRequest?: (note: RequestNote) => void;
  /** Until an answer begins, in ms: 60 s unless told. */
  timeoutMs?: number;
  /** No request waits longer than this for its answer to begin, whatever it asks for. */
  mostMs?: number;
  /** Between two pieces of a body, in ms: 30 s unless told. */
  stallMs?: number;
  clock?: Tempo["clock"];
  sleep?: Tempo["sleep"];
  random?: Tempo["random"];
  lookup?: Lookup;
}

/** How a client waits: tests let waits pass at once. */
export type HttpPace = Pick<HttpOptions, "clock" | "sleep" | "random" | "mostMs" | "stallMs">;

/**
 * A client for one run of one connection. Nothing leaves for a host outside the rules, redirects are followed
 * only within a host, and what is thrown is an HttpFault whose message was redacted (or the signal's reason).
 */
export function createHttp(options: HttpOptions): Http {
  const secrets = [...(options.secrets ?? [])];
  const clock = options.clock ?? now;
  const sleep: Tempo["sleep"] = options.sleep ?? ((ms, signal) => wait(ms, undefined, { signal }).then(() => undefined, (error: unknown) => { signal?.throwIfAborted(); throw error; }));
  const tries = createTries({ clock, sleep, random: options.random ?? Math.random, signal: options.signal, spacingMs: options.spacingMs });
  const clean = (text: string) => redact(text, secrets);
  const sender = createSend({ ...options, secrets, clean });

  /** Every fault leaves with a clean message; what isn't known as a fault leaves as it is. */
  async function guarded<T>(asked: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      options.signal?.throwIfAborted();
      const fault = faultOfError(error, asked);
      if (!fault) throw error;
      throw cleaned(fault, clean);
    }
  }

  function judge(request: HttpRequest, classify: Classify | undefined, answer: HttpAnswer, asked: string): void {
    const own = classify?.(answer);
    if (own) throw new HttpFault({ status: answer.status, ...own });
    const isAnswer = (answer.status >= 200 && answer.status < 300) || request.accept?.includes(answer.status);
    if (!isAnswer) throw new HttpFault(faultOfStatus(answer, asked, clock()));
  }

  /** Sends, reads the body whole, makes of its text what the caller wants, and judges the answer. */
  function whole<T>(request: HttpRequest, classify: Classify | undefined, charset: (headers: Headers) => string, isJson: boolean, make: (sent: Sent, text: string, asked: string) => T): Promise<HttpAnswer<T> & { text: string }> {
    const asked = askedOf(request);
    return tries.persist(() => guarded(asked, () => sender.send(request, asked, async (sent) => {
      const bytes = await readBytes(sent.body, request.maxBytes ?? 64 * megabyte, asked);
      if (sent.status >= 200 && sent.status < 300) client.onAnswer?.(request, isJson ? bytes : null);
      const text = textOf(bytes, charset(sent.headers));
      const answer = { status: sent.status, headers: sent.headers, body: make(sent, text, asked), text };
      judge(request, classify, answer, asked);
      return answer;
    })), request.tries);
  }

  const client: Http = {
    json: (request, classify) => whole<unknown>(request, classify, () => "utf-8", true, (sent, text, asked) => parsed(sent, text, asked, request)),
    text: (request, classify) => whole(request, classify, charsetOf, false, (_sent, text) => text),
    lines: (request) => download(request),
    attempt: (call, classify) => tries.persist(() => guarded("A request", async () => {
      try {
        return await call();
      } catch (error) {
        options.signal?.throwIfAborted();
        throw faultOfError(error, "A request") ?? new HttpFault(classify(error), { cause: error });
      }
    })),
    fetch: sender.fetch,
    pace: (ms, why) => tries.pace(ms, why && clean(why)),
    conceal: (secret) => void secrets.push(secret),
    get requests() { return sender.count(); },
  };
  return client;

  async function* download(request: HttpRequest): AsyncGenerator<string[]> {
    const asked = askedOf(request);
    client.onAnswer?.(request, null);
    const opened = await tries.persist(() => guarded(asked, () => sender.open(request, asked, async (sent) => {
      const isFine = sent.status >= 200 && sent.status < 300;
      if (!isFine) {
        const text = await readText(sent.body, megabyte, asked);
        judge({ ...request, accept: [] }, undefined, { status: sent.status, headers: sent.headers, body: leniently(text) }, asked);
      }
      const first = await peek(sent.body);
      if (looksLikePage(sent.headers, Buffer.from(first.head).toString("utf8"))) throw notAnAnswer(asked, "a web page in place of a file", sent.status);
      return first;
    })), request.tries);
    try {
      const lines = linesOf(unpacked(opened.head, opened.whole), asked);
      for (;;) {
        const { value, done } = await guarded(asked, () => lines.next());
        if (done) return;
        yield value;
        // Pieces that are here already would be gone through without a look at anything else: what Postgres answered meanwhile has its turn.
        await turn();
      }
    } finally {
      await opened.close().catch(() => {});
      opened.release();
    }
  }
}

/** "GET https://host/path": how messages name a request. Without its query. */
function askedOf(request: HttpRequest): string {
  const method = request.method ?? (request.body === undefined ? "GET" : "POST");
  return `${method} ${request.url.split(/[?#]/)[0]}`;
}

function parsed(sent: Sent, text: string, asked: string, request: HttpRequest): unknown {
  const isFine = sent.status >= 200 && sent.status < 300;
  if (!isFine && !request.accept?.includes(sent.status)) return leniently(text);
  if (sent.status === 204 || sent.status === 304) return null;
  if (text.trim() === "") throw notAnAnswer(asked, "an empty answer", sent.status);
  try {
    return JSON.parse(text);
  } catch {
    if (looksLikePage(sent.headers, text)) throw notAnAnswer(asked, `a web page in place of data${titled(text)}`, sent.status);
    throw notAnAnswer(asked, `something that is no JSON or only the first part of it (${text.length} letters)`, sent.status);
  }
}

function leniently(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function titled(text: string): string {
  const title = /<title[^>]*>([\s\S]{1,200}?)<\/title>/i.exec(text)?.[1];
  return title ? ` ("${vendorWords(title)}")` : "";
}

function notAnAnswer(asked: string, what: string, status: number): HttpFault {
  return new HttpFault({ kind: "vendor", code: "no_answer", status, message: `${asked} was answered with ${what}.` });
}

function cleaned(fault: HttpFault, clean: (text: string) => string): HttpFault {
  const message = clean(fault.message);
  if (message === fault.message && fault.cause === undefined) return fault;
  const { kind, retryAfterMs, stopUntil, status, code, tries }: Fault = fault;
  // Without its cause: a client's error carries the whole request, headers and all.
  return new HttpFault({ kind, message, retryAfterMs, stopUntil, status, code, tries });
}
