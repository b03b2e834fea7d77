// Which kind of place a source is: a look-up by name or host, the shop's own entries before the built-in ones.
import { z } from "zod";
import { knownSources, paymentHosts, searchNames, sourceKinds, type SourceKind } from "#lib/channels/known-sources.ts";
import { Memory } from "#lib/core/memory.ts";

/** An entry of the shop's own: a name or host, and its kind; "none" takes a built-in one out. */
export const OwnSource = z.strictObject({
  source: z.string().trim().toLowerCase().min(1).max(120).regex(/^(\*\.)?[^\s/*]+(\.\*)?$/u, "Write a name or a host without spaces and without a path: partner.example, *.partner.example or partner.*"),
  kind: z.enum([...sourceKinds, "none"]),
});
export type OwnSource = z.infer<typeof OwnSource>;

export interface SourceLists {
  /** null: no list holds it. `isOwn`: the shop said so itself. */
  kindOf(source: string): { kind: SourceKind | null; isOwn: boolean };
}

/** Prefixes under which the same site answers: mobile pages and link shims. */
const sameSite = /^(www\d?|m|l|lm|mobile|touch|web|amp|old|out|away)\./;
/** "com", "de", "co.uk", "com.au": what a country may put after a name. */
const country = "(com|net|org|[a-z]{2}|com\\.[a-z]{2}|co\\.[a-z]{2})";

/** The built-in lists with the shop's own entries on top. */
export function sourceLists(own: readonly OwnSource[] = []): SourceLists {
  const ownLookUp = lookUp(own.map(({ source, kind }) => [source, kind]));
  return {
    kindOf: (source) => {
      const name = source.trim().toLowerCase();
      if (name === "") return { kind: null, isOwn: false };
      const told = ownLookUp(name);
      return told ? { kind: told === "none" ? null : told, isOwn: true } : { kind: builtIn(name), isOwn: false };
    },
  };
}

/** True for hosts of payment providers, at which a journey neither begins nor is sent on. */
export function isPaymentHost(host: string): boolean {
  return /^(secure-?)?checkout\./.test(host) || payment(host) !== null;
}

/**
 * How a search engine is called: by its name where GA4 does so, else by its host, so that sessions and orders meet.
 * sourceName("www.google.de") is "google", sourceName("de.search.yahoo.com") "yahoo", sourceName("search.brave.com") as it is.
 */
export function sourceName(host: string): string {
  const bare = host.replace(sameSite, "");
  return bare.split(".").findLast((part) => searchNames.has(part)) ?? bare;
}

type LookUp<Kind> = (name: string) => Kind | null;

/** Exact entries first, then those with a star; a host is tried as it stands and without its prefix. */
function lookUp<Kind extends string>(entries: readonly (readonly [string, Kind])[]): LookUp<Kind> {
  const exact = new Map<string, Kind>();
  const below: [string, Kind][] = [];
  const countries = new Map<string, Kind>();
  for (const [entry, kind] of entries) {
    if (entry.startsWith("*.")) below.push([entry.slice(1), kind]);
    else if (entry.endsWith(".*")) countries.set(entry.slice(0, -2), kind);
    else exact.set(entry, kind);
  }
  const ending = new RegExp(`^(.+?)\\.${country}$`);
  const find = (name: string): Kind | null =>
    exact.get(name) ?? countries.get(name) ?? countries.get(ending.exec(name)?.[1] ?? "") ?? below.find(([suffix]) => name.endsWith(suffix))?.[1] ?? null;
  const known = new Memory<string, Kind | null>(5_000);
  return (name) => known.of(name, () => find(name) ?? (sameSite.test(name) ? find(name.replace(sameSite, "")) : null));
}

const builtIn = lookUp(sourceKinds.flatMap((kind) => knownSources[kind].map((entry) => [entry, kind] as const)));
const payment = lookUp(paymentHosts.map((entry) => [entry, "payment"] as const));
