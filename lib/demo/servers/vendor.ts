// What every local server is made of: a request as read, an answer as it will be sent, and routes.
import type { IncomingHttpHeaders } from "node:http";
import type { DemoStore, DemoWorld } from "#lib/demo/records.ts";

export type VendorName = "google" | "ga4" | "searchConsole" | "pageSpeed" | "crux" | "googleAds" | "meta" | "shopify" | "wooCommerce" | "rates";

export interface Ask {
  method: string;
  /** Without the shop's prefix, decoded only where a route does. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  text: string;
  /** "http://127.0.0.1:5123", for addresses in answers. */
  origin: string;
  /** The shop named by the prefix /shops/<key>, or undefined. */
  shop: DemoStore | undefined;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON; text and pieces of text as they are. */
  body: unknown;
  /** Pieces of a download, made while they are sent. */
  stream?: Iterable<string> | AsyncIterable<string>;
}

export interface Setting {
  world: DemoWorld;
  /** Another number once a test changed the world. */
  worldVersion(): number;
  /** The instant that the world is told at. */
  now(): Date;
  /** True once a test took this vendor's credentials away. */
  isRevoked(vendor: VendorName): boolean;
  /** What Shopify's bucket holds and how fast it fills. */
  shopifyPoints: { maximum: number; perSecond: number };
  /** Scopes that a Shopify token has. */
  shopifyScopes: string[];
}

export interface Route {
  method: "GET" | "POST";
  path: RegExp;
  answer(ask: Ask, parts: string[]): Answer;
}

export interface Vendor {
  name: VendorName;
  routes: Route[];
  /** The list of a page's rows inside the body, for faults that double or empty it. */
  rows(body: unknown): unknown[] | undefined;
  /** "Too many requests" in this vendor's words. */
  quota(ask: Ask): Answer;
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, headers, body };
}

/** An answer thrown from inside a route: a refusal. */
export class Refusal extends Error {
  constructor(readonly answer: Answer) { super("refused"); }
}

/** A JSON object from the body; undefined where it is none. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text === "" ? "{}" : text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : undefined;
  } catch {
    return undefined;
  }
}

export function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}

export function unbase64(text: string): string {
  return Buffer.from(text, "base64").toString("utf8");
}
