// Where a request came from and where it was sent to.
import { isIP } from "node:net";
import { currentConfig } from "#lib/config.ts";

/**
 * The address that the nearest server saw: the last entry of x-forwarded-for, which Next sets from the
 * socket and a proxy appends to. Without a proxy a caller can make it up, so limits also count per account.
 */
export function callerAddress(headers: Headers): string | null {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  const address = last.replace(/^::ffff:/, "");
  return isIP(address) ? address : null;
}

/** An address as limits count it: one IPv4, or the /64 that one IPv6 customer holds. */
export function addressGroup(address: string | null): string {
  if (!address) return "unknown";
  if (isIP(address) === 4) return address;
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const filled = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return filled.slice(0, 4).map((part) => parseInt(part, 16).toString(16)).join(":") + "::/64";
}

/**
 * Whether a write comes from a page of ours. The page's origin must be the configured one, or the very
 * host that the request was sent to when that is a loopback name or a bare address (a foreign site can
 * point a name at us, but not an address).
 */
export function isOwnOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = headers.get("origin");
  if (origin === null || origin === "null") return false;
  if (origin === new URL(currentConfig().baseUrl).origin) return true;
  let from: URL;
  try { from = new URL(origin); } catch { return false; }
  return from.host === headers.get("host") && isBareHost(from.hostname);
}

function isBareHost(hostname: string): boolean {
  return hostname === "localhost" || isIP(hostname.replace(/^\[|\]$/g, "")) !== 0;
}
