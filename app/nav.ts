// The list of pages: the menu, the palette and the tests read it. `words` is a key under ui.nav;
// `resource` is what the policy is asked for; `scoped` pages keep the period and the store in their address.
import type { Resource } from "#lib/access/policy.ts";

export interface Page {
  path: string;
  words: "overview" | "calendar" | "goals" | "projections" | "accuracy" | "channels" | "search" | "breakdown" | "orders" | "imports" | "sources" | "definitions" | "settings" | "people" | "keys" | "audit" | "account";
  group: "now" | "plan" | "grow" | "shop" | "trust" | "workspace";
  resource: Resource;
  scoped?: true;
}

export const PAGES: readonly Page[] = [
  { path: "/", words: "overview", group: "now", resource: "overview", scoped: true },
  { path: "/projections", words: "projections", group: "now", resource: "projections", scoped: true },
  { path: "/breakdown", words: "breakdown", group: "now", resource: "metrics", scoped: true },
  { path: "/calendar", words: "calendar", group: "plan", resource: "calendar", scoped: true },
  { path: "/goals", words: "goals", group: "plan", resource: "goals", scoped: true },
  { path: "/channels", words: "channels", group: "grow", resource: "metrics", scoped: true },
  { path: "/search", words: "search", group: "grow", resource: "metrics", scoped: true },
  { path: "/orders", words: "orders", group: "shop", resource: "orders", scoped: true },
  { path: "/imports", words: "imports", group: "shop", resource: "imports" },
  { path: "/sources", words: "sources", group: "trust", resource: "sources", scoped: true },
  { path: "/projections/accuracy", words: "accuracy", group: "trust", resource: "projections", scoped: true },
  { path: "/definitions", words: "definitions", group: "trust", resource: "definitions" },
  { path: "/audit", words: "audit", group: "trust", resource: "audit" },
  { path: "/people", words: "people", group: "workspace", resource: "people" },
  { path: "/keys", words: "keys", group: "workspace", resource: "keys" },
  { path: "/settings", words: "settings", group: "workspace", resource: "settings" },
];

/** Where a source is connected: its own page, or the files until there is one. */
export const CONNECT = PAGES.find((page) => page.path === "/sources")?.path ?? "/imports";

export const GROUPS = ["now", "plan", "grow", "shop", "trust", "workspace"] as const;
