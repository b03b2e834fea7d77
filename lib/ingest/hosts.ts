// Where a connection's requests may go, decided before anything is sent.
import { HttpFault } from "#lib/core/fault.ts";

export interface HostRules {
  /** "host" or ".suffix": https on its own port, names only, and only public addresses behind them. */
  allowedHosts: readonly string[];
  /** Like allowedHosts, but no credential goes there (files that a vendor keeps at a storage service). */
  downloadHosts?: readonly string[];
  /** "host" or "host:port" of an endpoint that the operator set: http, any port and private addresses are fine. */
  operatorHosts?: readonly string[];
}

export type Place = "allowed" | "download" | "operator";

const credentialHeader = /^(authorization|proxy-authorization|cookie|developer-token)$|token|secret|api-?key|password/i;

/** The address and what may go there. Throws an HttpFault "input" for any other. */
export function checkAddress(address: string | URL, rules: HostRules): { url: URL; place: Place } {
  const url = parse(address);
  const host = url.hostname.replace(/\.$/, "").toLowerCase();
  if (url.username || url.password) throw refused("An address must not hold a user name or password.");
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  if (isWeb && rules.operatorHosts?.some((entry) => matchesOperator(entry, url, host))) return { url, place: "operator" };
  if (url.protocol !== "https:") throw refused(`${url.protocol}//${url.host} is not https. Requests go out encrypted only.`);
  if (url.port !== "" || isAddress(host)) throw refused(`${url.host} is not a host that this source may ask.`);
  if (rules.allowedHosts.some((entry) => matches(entry, host))) return { url, place: "allowed" };
  if (rules.downloadHosts?.some((entry) => matches(entry, host))) return { url, place: "download" };
  throw refused(`${url.host} is not a host that this source may ask.`);
}

/** Throws when a request to a download host carries a credential: by a header's name, or a known secret anywhere. */
export function checkCredentials(place: Place, url: URL, headers: Headers, body: string | undefined, secrets: readonly string[]): void {
  if (place !== "download") return;
  const carried = [...headers].some(([name, value]) => credentialHeader.test(name) || secrets.some((secret) => secret.length >= 6 && value.includes(secret)));
  const inside = secrets.some((secret) => secret.length >= 6 && (url.href.includes(encodeURIComponent(secret)) || url.href.includes(secret) || (body?.includes(secret) ?? false)));
  if (carried || inside) throw refused(`Credentials are never sent to ${url.host}.`);
}

function parse(address: string | URL): URL {
  try {
    return new URL(address);
  } catch {
    throw refused("The address of a request is not a whole address.");
  }
}

function matches(entry: string, host: string): boolean {
  const name = entry.toLowerCase();
  return name.startsWith(".") ? host.endsWith(name) && host.length > name.length : host === name;
}

/** "127.0.0.1:4000" is that port, "shop.test" any port of that host. */
function matchesOperator(entry: string, url: URL, host: string): boolean {
  const name = entry.toLowerCase();
  return name === host || name === url.host.toLowerCase();
}

/** 10.0.0.1 or [::1]: whoever writes numbers goes round the name that was checked. */
function isAddress(host: string): boolean {
  return host.startsWith("[") || /^\d+(\.\d+)*$/.test(host);
}

function refused(message: string): HttpFault {
  return new HttpFault({ kind: "input", code: "host_refused", message });
}
