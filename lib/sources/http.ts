// What a source is handed to ask its vendor with. lib/ingest/http.ts makes it; a source never fetches by itself.
import type { Fault } from "#lib/core/fault.ts";

/** An answer of a vendor. */
export interface HttpAnswer<T = unknown> {
  status: number;
  headers: Headers;
  /** Parsed JSON; where an answer with an error status is no JSON, its text. */
  body: T;
}

/** Parsed JSON beside its own text: what the raw layer keeps needs no writing out again. */
export interface JsonAnswer extends HttpAnswer { text: string }

/** A source's own look at an answer, also at one with status 200 (Shopify's THROTTLED): a fault, or null for "judge it by its status". */
export type Classify = (answer: HttpAnswer) => Fault | null;

export interface HttpRequest {
  /** Absolute. Its host must be one of the connection's. */
  url: string;
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Added to the address; undefined values are left out. */
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  /** URLSearchParams is sent as a form, a string as it is, all else as JSON; POST when there is one. */
  body?: unknown;
  /** Statuses besides 2xx that are an answer, not a fault (404 where "no data" is normal). */
  accept?: readonly number[];
  /** How long until the answer begins, in ms; 60 s unless told. */
  timeoutMs?: number;
  /** Most bytes of the body, unpacked; 64 MB unless told. Not for lines(). */
  maxBytes?: number;
  /** Most tries whatever the fault; 1 for what must not happen twice. */
  tries?: number;
}

/**
 * The one way out. Each call waits its turn, is tried again as its fault allows, and ends in an answer or an
 * HttpFault. Aborting the run's signal ends every call at once with the signal's reason.
 */
export interface Http {
  /** A JSON answer, parsed. An empty body, HTML or half an answer is the vendor's fault. */
  json(request: HttpRequest, classify?: Classify): Promise<JsonAnswer>;
  /** A text answer (CSV, XML), whole. */
  text(request: HttpRequest, classify?: Classify): Promise<HttpAnswer<string>>;
  /**
   * A download line by line (JSONL, CSV without line breaks in cells), unpacked when it is gzip, without its
   * byte-order mark and line ends; as many lines at once as have come. Only its beginning is tried again: a download that breaks off throws.
   */
  lines(request: HttpRequest): AsyncIterable<readonly string[]>;
  /** The same turn, tries and faults around a foreign client; `classify` names what it threw. Give that client `fetch`. */
  attempt<T>(call: () => Promise<T>, classify: (error: unknown) => Fault): Promise<T>;
  /** fetch with the same hosts, time and size limits, but one try only: for a client that takes a fetch (gaxios' fetchImplementation). */
  fetch: typeof globalThis.fetch;
  /** The vendor's hint: no call begins within this many ms. Longer than the longest wait ends the run as partial. */
  pace(ms: number, why?: string): void;
  /** A secret that came with an answer (an access token): it stays out of every message from now on. */
  conceal(secret: string): void;
  /**
   * The engine's: sees the bytes of each 2xx answer of json() before they are parsed, and null for one that comes by
   * text() or lines(). What it throws, unless a fault, ends the call.
   */
  onAnswer?: (request: HttpRequest, bytes: Buffer | null) => void;
  /** Calls sent so far, tries included. */
  readonly requests: number;
}
