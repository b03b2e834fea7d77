// How an order came, where no web analytics says: from its visits' tags, click ids and referrers, and its coupons.
// Pure; each shop platform's own attribution data is brought into `OrderClues` by its source folder.
import { clickIds, pickClickId } from "#lib/channels/click-ids.ts";
import { isPaymentHost, sourceLists, sourceName } from "#lib/channels/source-lists.ts";
import { canonicalTuple, type Tuple } from "#lib/channels/tuple-key.ts";
import { Memory } from "#lib/core/memory.ts";
import { instantOf } from "#lib/core/when.ts";

export interface Utm { source?: string | null; medium?: string | null; campaign?: string | null; id?: string | null }

export interface Visit {
  /** ISO 8601 instant; null: of unknown time, taken as right before the order. */
  at: string | null;
  /** The whole address with its query. */
  landing: string | null;
  referrer: string | null;
  /** As the platform read them; gaps are filled from the landing page's query. */
  utm?: Utm | null;
  /** Where the platform itself says the visit came from, without tags: ("google", "organic"), ("(direct)", ""). */
  told?: { source: string | null; medium: string | null } | null;
}

export interface OrderClues {
  /** ISO 8601 instant. */
  placedAt: string;
  visits: readonly Visit[];
  coupons: readonly string[];
  /** Hosts of the shop itself; theirs and their subdomains' visits continue the one before. */
  ownHosts: readonly string[];
  /** Coupon code in lower case → the partner who hands it out. */
  partners?: ReadonlyMap<string, string>;
}

export const methods = ["utm", "click_id", "referrer", "platform", "coupon", "no_referrer", "untold"] as const;
/** What decided: tags, a click id, the referrer, the shop platform's word, a partner's coupon, nothing to see, nothing known. */
export type Method = (typeof methods)[number];
export const confidences = ["high", "medium", "low", "none"] as const;
/** high: it says so itself. medium: usually. low: the absence of all else. none: the order tells nothing. */
export type Confidence = (typeof confidences)[number];

/** One visit and what it says; the counted one decides where the order belongs. */
export interface Touch extends Tuple {
  at: string | null;
  /** Path and query, without what names a person. */
  landingPage: string | null;
  referrer: string | null;
  clickKind: string | null;
  /** The order's codes, parted by commas. */
  coupon: string | null;
  method: Method;
  confidence: Confidence;
  isCounted: boolean;
}

type Found = Pick<Touch, "source" | "medium" | "campaign" | "campaignId" | "clickKind" | "method" | "confidence">;
/** A visit without its hour; null: it only continues another one (from the shop's own pages, or back from paying). */
type Way = Found & Pick<Touch, "landingPage" | "referrer"> | null;

/** Visits older than this don't count, as in GA4. */
export const lookbackDays = 30;
const nothing = { source: "", medium: "", campaign: "", campaignId: "", clickKind: null };
const direct = { ...nothing, source: "(direct)", medium: "(none)", method: "no_referrer", confidence: "low" } as const;

const lists = sourceLists();
const ways = new Memory<string, Way>(5_000);

/** The touch that the order counts for: the last that isn't direct in the 30 days before it; else a partner's coupon; else direct; else untold. */
export function deriveOrder(clues: OrderClues): Touch {
  return orderTouches(clues)[0]!;
}

/** Every touch of an order, the counted one first, then the newest first. Never empty. */
export function orderTouches(clues: OrderClues): Touch[] {
  const placed = instantOf(clues.placedAt);
  const coupon = clues.coupons.length === 0 ? null : clues.coupons.map((code) => code.trim().replaceAll(",", " ")).filter((code) => code !== "").join(",") || null;
  const touches: { touch: Touch; when: number }[] = [];
  for (const visit of clues.visits) {
    const when = visit.at ? instantOf(visit.at) : placed;
    if (visit.at && !(when <= placed)) continue;
    const way = wayOf(visit, clues.ownHosts);
    if (way) touches.push({ touch: touchOf(way, visit.at, coupon), when });
  }
  touches.sort((a, b) => b.when - a.when);
  const counted = touches.find(({ touch, when }) => touch.method !== "no_referrer" && placed - when <= lookbackDays * 86_400_000)?.touch
    ?? partnerTouch(clues, coupon) ?? touches.find(({ touch }) => touch.method === "no_referrer")?.touch
    ?? touchOf({ ...clues.visits.length > 0 ? direct : { ...nothing, method: "untold", confidence: "none" }, ...nowhere }, null, coupon);
  counted.isCounted = true;
  const all = [counted];
  for (const { touch } of touches) if (touch !== counted) all.push(touch);
  return all;
}

/** Read once for all visits that came the same way. Their addresses differ in click ids, of which only counts that they are there. */
function wayOf(visit: Visit, ownHosts: readonly string[]): Way {
  const { referrer, utm, told } = visit;
  const landing = visit.landing?.replace(clickValue, "$1x") ?? null;
  const host = hostOf(referrer);
  const isOwn = host !== null && (ownHosts.some((own) => isAtOrBelow(host, own)) || isPaymentHost(host));
  // As JSON: whatever stands in an address, no two ways have the same key.
  const key = JSON.stringify([landing, referrer, isOwn, utm?.source, utm?.medium, utm?.campaign, utm?.id, told?.source, told?.medium]);
  return ways.of(key, () => {
    const found = readVisit({ ...visit, landing }, host, isOwn);
    return found && { ...found, landingPage: pathOf(landing), referrer: referrerOf(referrer) };
  });
}
const clickValue = new RegExp(`([?&](?:${clickIds.map(({ kind }) => kind).join("|")})=)[^&#]+`, "g");

function readVisit(visit: Visit, host: string | null, isOwn: boolean): Found | null {
  const query = queryOf(visit.landing);
  const utm = canonicalTuple({ source: tag(visit, query, "source"), medium: tag(visit, query, "medium"), campaign: tag(visit, query, "campaign"), campaignId: tag(visit, query, "id") || query.get("gad_campaignid") });
  const click = pickClickId(query, utm.source);
  const clickKind = click?.kind ?? null;
  const { campaign, campaignId } = utm;
  const seen = host !== null && !isOwn ? fromReferrer(host) : null;
  if (utm.source !== "" && utm.source !== "(direct)") return { source: utm.source, medium: utm.medium || (click && sameSource(click, utm.source) ? click.medium : ""), campaign, campaignId, clickKind, method: "utm", confidence: "high" };
  if (click) {
    // A click id of Facebook's network with a referrer inside it: the referrer says which app.
    const source = click.kind === "fbclid" && seen && lists.kindOf(seen.source).kind === "social" ? seen.source : click.source;
    return { source, medium: utm.medium || click.medium, campaign, campaignId, clickKind, method: "click_id", confidence: click.confidence };
  }
  if (utm.medium !== "" || utm.campaign !== "") return { source: seen?.source ?? "", medium: utm.medium || (seen?.medium ?? ""), campaign, campaignId, clickKind, method: "utm", confidence: "medium" };
  if (seen) return { ...nothing, ...seen, method: "referrer", confidence: "high" };
  if (isOwn) return null;
  const told = canonicalTuple({ source: visit.told?.source, medium: visit.told?.medium });
  if (told.source !== "" && told.source !== "(direct)") return { ...nothing, ...fromName(told), method: "platform", confidence: "medium" };
  return { ...direct };
}

/** As the platform read it, else as the address says it. */
function tag(visit: Visit, query: URLSearchParams, name: keyof Utm): string {
  return visit.utm?.[name]?.trim() || query.get(`utm_${name}`)?.trim() || "";
}

/** Search → (name, organic); an assistant → (host, ai-assistant); everything else → (host, referral). */
function fromReferrer(host: string): { source: string; medium: string } {
  const { kind } = lists.kindOf(host);
  if (kind === "search") return { source: sourceName(host), medium: "organic" };
  return { source: host.replace(/^www\./, ""), medium: kind === "ai" ? "ai-assistant" : "referral" };
}

/** What a platform calls a source, with the medium that goes with its kind where it told none. */
function fromName(told: Tuple): { source: string; medium: string } {
  if (told.medium !== "") return { source: told.source, medium: told.medium };
  if (told.source === "email") return { source: "email", medium: "email" };
  return fromReferrer(told.source);
}

function partnerTouch(clues: OrderClues, coupons: string | null): Touch | null {
  const coupon = clues.coupons.find((code) => clues.partners?.has(code.trim().toLowerCase()));
  if (coupon === undefined) return null;
  const partner = canonicalTuple({ source: clues.partners!.get(coupon.trim().toLowerCase())! }).source;
  return touchOf({ ...nothing, source: partner, medium: "affiliate", campaign: coupon.trim(), method: "coupon", confidence: "medium", ...nowhere }, null, coupons);
}

function touchOf(way: NonNullable<Way>, at: string | null, coupon: string | null): Touch {
  // Written out: for a history of orders a spread costs more than all else here.
  const { source, medium, campaign, campaignId, clickKind, method, confidence, landingPage, referrer } = way;
  return { source, medium, campaign, campaignId, clickKind, method, confidence, toldChannel: "", at, landingPage, referrer, coupon, isCounted: false };
}
const nowhere = { landingPage: null, referrer: null };

function sameSource(click: { names: readonly string[] }, source: string): boolean {
  return click.names.some((name) => source === name || source.startsWith(`${name}.`));
}

function queryOf(address: string | null): URLSearchParams {
  const at = address?.indexOf("?") ?? -1;
  return at < 0 ? noQuery : new URLSearchParams(before(address!.slice(at + 1), "#"));
}
const noQuery = new URLSearchParams();

/** The text up to the first of these letters; all of it where there is none. */
function before(text: string, letter: string): string {
  const at = text.indexOf(letter);
  return at < 0 ? text : text.slice(0, at);
}

/** "https://shop.example/a?b=1&gclid=x#c" is "/a?b=1": what names a person (click ids, addresses) isn't kept; cut at 500 characters. */
function pathOf(address: string | null | undefined): string | null {
  if (!address) return null;
  const local = before(address.slice(scheme.exec(address)?.[0].length ?? 0), "#");
  const path = before(local, "?");
  const kept = path.length === local.length ? "" : local.slice(path.length + 1).split("&").filter((part) => part !== "" && !isPersonal(part)).join("&");
  return `${path.startsWith("/") ? "" : "/"}${path}${kept ? `?${kept}` : ""}`.slice(0, 500);
}

/** With the host. */
const scheme = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** Parts of a query that belong to one person. */
function isPersonal(part: string): boolean {
  const end = part.indexOf("=");
  return (end >= 0 && personal.has(part.slice(0, end).toLowerCase())) || part.includes("@") || part.includes("%40");
}
const personal = new Set([...clickIds.map(({ kind }) => kind), "_kx", "mc_eid", "gad_source"]);

/** A referrer without its query, which may hold what somebody searched or who they are. */
function referrerOf(referrer: string | null | undefined): string | null {
  return referrer ? before(before(referrer, "?"), "#").slice(0, 500) || null : null;
}

const hosts = new Memory<string, string | null>(5_000);

/** The host of a referrer in lower case without "www."; Android apps by their package; null for none. */
export function hostOf(referrer: string | null): string | null {
  return referrer ? hosts.of(referrer, readHost) : null;
}

function readHost(referrer: string): string | null {
  const given = referrer.trim().toLowerCase();
  if (given === "" || given === "$direct") return null;
  // Google's own search app tells its package name.
  if (/^android-app:\/\/com\.google\.android\.(googlequicksearchbox|apps\.searchlite)/.test(given)) return "google";
  const host = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/)?(?:[^/@?#]*@)?([^/?#:]+)/.exec(given)?.[1] ?? null;
  return host?.replace(/^www\./, "") ?? null;
}

function isAtOrBelow(host: string, own: string): boolean {
  const root = hostOf(own);
  return root !== null && (host === root || host.endsWith(`.${root}`));
}
