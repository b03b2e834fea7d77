// The cookie that keeps a person signed in: its name, and the token inside.
import { currentConfig } from "#lib/config.ts";

/** Whether browsers reach us over https, by the configured address. */
export function isSecure(): boolean {
  return currentConfig().baseUrl.startsWith("https://");
}

/** __Host- pins the cookie to this host over https; plain http (a machine of one's own) can't use it. */
export function sessionCookieName(): string {
  return isSecure() ? "__Host-storecast" : "storecast";
}

/** The session's token in a Cookie header, or null. The cookie is `token.signature`; the token alone is looked up. */
export function sessionToken(cookieHeader: string | null): string | null {
  const name = `${sessionCookieName()}=`;
  const pair = cookieHeader?.split(/;\s*/).find((part) => part.startsWith(name));
  const token = pair?.slice(name.length).split(/\.|%2E/i)[0];
  return token && token.length >= 32 ? token : null;
}
