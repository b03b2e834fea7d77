import { describe, expect, test } from "vitest";
import { knownSources, sourceKinds } from "#lib/channels/known-sources.ts";
import { isPaymentHost, OwnSource, sourceLists, sourceName } from "#lib/channels/source-lists.ts";

const kindOf = (source: string) => sourceLists().kindOf(source).kind;

describe("the built-in sources", () => {
  test("are found by name, by host, under country endings and behind mobile and link prefixes", () => {
    const worked: [string, string | null][] = [
      ["google", "search"], ["www.google.de", "search"], ["google.co.uk", "search"], ["google.com.au", "search"], ["de.search.yahoo.com", "search"], ["search.brave.com", "search"],
      ["amazon", "shopping"], ["amazon.co.jp", "shopping"], ["google shopping", "shopping"],
      ["fb", "social"], ["l.facebook.com", "social"], ["lm.facebook.com", "social"], ["m.facebook.com", "social"], ["br.pinterest.com", "social"], ["pinterest.at", "social"], ["out.reddit.com", "social"], ["t.co", "social"],
      ["youtube.com", "video"], ["m.twitch.tv", "video"], ["chatgpt.com", "ai"], ["gemini.google.com", "ai"], ["copilot.microsoft.com", "ai"], ["www.perplexity.ai", "ai"],
    ];
    expect(worked.map(([source]) => [source, kindOf(source)])).toEqual(worked);
  });
  test("aren't found in names that only look alike", () => {
    expect(["mygoogle.com", "google.example", "docs.google.com", "notfacebook.com", "google.com.evil.example", "amazonia.org.br", "", "ebay-tipps.de"].map(kindOf)).toEqual(Array(8).fill(null));
  });
  test("stand in one list only, each once", () => {
    const all = sourceKinds.flatMap((kind) => knownSources[kind]);
    expect(all.filter((entry, index) => all.indexOf(entry) !== index)).toEqual([]);
    expect(all.every((entry) => entry === entry.toLowerCase())).toBe(true);
  });
});

describe("the shop's own sources", () => {
  const lists = sourceLists([{ source: "finder.example", kind: "search" }, { source: "youtube.*", kind: "social" }, { source: "*.agency.example", kind: "social" }, { source: "medium.com", kind: "none" }]);
  test("stand above the built-in ones and can take one out", () => {
    expect(["www.finder.example", "youtube.com", "eu.agency.example", "medium.com", "google"].map((source) => lists.kindOf(source))).toEqual([
      { kind: "search", isOwn: true }, { kind: "social", isOwn: true }, { kind: "social", isOwn: true }, { kind: null, isOwn: true }, { kind: "search", isOwn: false },
    ]);
  });
  test("are names or hosts, without path or space", () => {
    expect(OwnSource.parse({ source: " Partner.Example ", kind: "social" })).toEqual({ source: "partner.example", kind: "social" });
    for (const source of ["", "a b", "https://x.example/path", "a/b", "*", "*.*"]) expect(OwnSource.safeParse({ source, kind: "social" }).success).toBe(false);
  });
});

test("search engines are called as GA4 calls them, others by their host", () => {
  expect(["www.google.de", "google", "de.search.yahoo.com", "search.brave.com", "duckduckgo.com", "ecosia.org"].map(sourceName)).toEqual(["google", "google", "yahoo", "search.brave.com", "duckduckgo", "ecosia.org"]);
});
test("payment providers are known, shops aren't", () => {
  expect(["paypal.com", "www.paypal.com", "checkout.stripe.com", "hooks.stripe.com", "shop.app", "checkout.myshop.example", "payments.amazon.de", "pay.klarna.com"].map(isPaymentHost)).toEqual(Array(8).fill(true));
  expect(["amazon.de", "shop.example", "blog.example"].map(isPaymentHost)).toEqual([false, false, false]);
});
