// What a source is: a declaration and two kinds of function — `read`, which asks the vendor, and `conform`,
// which is pure. The engine (lib/ingest) does the rest: windows, retries, transactions, journal, marts.
import type { z } from "zod";
import type { Day } from "#lib/core/day.ts";
import type { DayRow, Fact } from "#lib/facts/fact.ts";
import type { OrderFact, OrderGone, RateFact } from "#lib/facts/order.ts";
import type { Http } from "#lib/sources/http.ts";

export type Role = "web" | "seo" | "ads" | "orders" | "speed" | "rates";

/** The account as the vendor tells it at a test: its days are cut in `zone`, its money is in `currency`. */
export interface Account {
  id: string;
  name: string;
  currency: string | null;
  zone: string | null;
  /** What the person should know: a missing scope, a limit. Words ids of sources.notes with their values. */
  notes?: { id: string; values?: Record<string, string | number> }[];
}

/** Where requests go: the vendor's own unless an operator set another. No trailing slash. */
export interface Endpoint { base: string; token: string }

export type { Classify, Http, HttpAnswer, HttpRequest } from "#lib/sources/http.ts";
export { HttpFault, isHttpFault, type Fault, type FaultKind } from "#lib/core/fault.ts";

export interface Context<Settings = any> {
  settings: Settings;
  endpoint: Endpoint;
  http: Http;
  account: Account;
  store: { zone: string; currency: string };
  now: Date;
  signal: AbortSignal;
  /** E-mail or customer id to the salted key under which the customer is known here. */
  customerKey(identity: string): string;
  /** How many of `reads` the vendor sent that nobody knows, or left out: counted in the run. */
  drift(path: string): void;
}

/** What is asked: whole days [from, to) of the account, and for streams of changes since when. */
export interface Ask {
  from: Day;
  to: Day;
  /** Streams of mode "upsert": everything changed at or after this instant; absent: everything placed in [from, to). */
  since?: string;
  /** What the last committed batch of this ask left to go on from; absent at the start. */
  cursor?: unknown;
}

export interface Rejected { path: string; reason: string; sample: string }

/** One page as it came, and what it holds. */
export interface Batch<Row> {
  /** The payload, for the raw layer. */
  raw: string;
  rows: Row[];
  /** Vendor rows read, rejected ones included. */
  read: number;
  rejects: Rejected[];
  /** Days of the ask → the source's own total of the fact's key measure, decimal text, where it tells one. */
  told?: Record<Day, string>;
  /** Days → "sampled", "thresholded", "other_row", "truncated", "not_final". */
  flags?: Record<Day, string[]>;
  /** Streams of changes: where to go on should the run break off here. */
  cursor?: unknown;
  /** Streams of changes: the newest change in this batch, an instant. */
  watermark?: string;
}

interface StreamBase {
  name: string;
  /** Checked this often: "10m", "1h", "1d". */
  every: string;
  /** How far back the vendor's history goes and we ask, in days. */
  history: number;
  /** Days of one ask. */
  chunk: number;
}

/** A report: each day's rows are replaced by what the source now says of that day. */
export interface ReportStream<Row extends DayRow = any, S = any> extends StreamBase {
  mode: "replace";
  fact: Fact<Row>;
  /** Days to read again every night and every week, because the vendor restates them. */
  restates: { nightly: number; weekly: number };
  /** The newest day worth asking for is today − lag. */
  lag: number;
  /** The vendor tells some days once and never again: a day that is told empty keeps what stands. */
  keepsEmpty?: boolean;
  /**
   * Answers that came before may be known by their bytes, unread. Only for a stream whose answers all come by http.json,
   * one after another, and whose rows follow from them, the ask, settings, account and store alone: not from the clock.
   * `reading` is raised whenever the same answer is read otherwise; `volatile` are keys of the JSON whose text is no data.
   */
  sameAnswer?: { reading: string; volatile: readonly string[] };
  read(context: Context<S>, ask: Ask): AsyncIterable<Batch<Row>>;
}

/** Orders: each is replaced whole, children too; asked for by when they changed. */
export interface OrderStream<S = any> extends StreamBase {
  mode: "upsert";
  /** Days whose orders are read again weekly, for what changed without a trace. */
  restates: { weekly: number };
  /** Overlap of two asks, since clocks and stamps differ. */
  overlapMinutes: number;
  read(context: Context<S>, ask: Ask): AsyncIterable<Batch<OrderFact | OrderGone>>;
}

/** Exchange rates: added where missing or different. */
export interface RateStream<S = any> extends StreamBase {
  mode: "rates";
  restates: { nightly: number; weekly: number };
  lag: number;
  read(context: Context<S>, ask: Ask): AsyncIterable<Batch<RateFact>>;
}

export type Stream<S = any> = ReportStream<any, S> | OrderStream<S> | RateStream<S>;

export interface Source<S = any> {
  /** Also the folder's name and the first part of its words: sources.<name>.… */
  name: string;
  label: string;
  role: Role;
  /** Hosts that requests may go to: exact, or ".suffix". An endpoint set by an operator adds its own. */
  hosts: readonly string[];
  /** Where the vendor keeps files to fetch: no credential is ever sent there. */
  downloadHosts?: readonly string[];
  /** For a source whose host the owner enters (a shop's own address): that host. It must be public and speak https. */
  hostsOf?(settings: S): readonly string[];
  /** The version spoken, and the last day it is answered; null: no end is announced. */
  api: { version: string; endsOn: Day | null };
  /** Fields of the form, with .meta({ label, help, secret }); secrets are sealed and never shown again. */
  settings: z.ZodObject;
  /** What a person does to connect, in order; a question branches. */
  setup: readonly SetupStep[];
  /** The vendor's own base and token URL for these settings. */
  endpoint(settings: S): Endpoint;
  /** Asks the vendor who we are. Throws a fault with what to do. */
  test(context: Omit<Context<S>, "account">): Promise<Account>;
  streams: readonly Stream<S>[];
}

export interface SetupStep {
  /** One thing to do, in a shop owner's words. */
  text: string;
  link?: string;
  /** A question whose answers lead to other steps. */
  choices?: readonly { answer: string; steps: readonly SetupStep[] }[];
}

/** Keeps the settings' type through the declaration. */
export function defineSource<S>(source: Source<S>): Source<S> {
  return source;
}
