// The headers that say to browsers what must not happen with what we send.
import { isSecure } from "#lib/access/session-cookie.ts";

const year = 31_536_000;

/** HSTS, only where people reach us over https. */
export function transportHeaders(): Record<string, string> {
  return isSecure() ? { "Strict-Transport-Security": `max-age=${year}` } : {};
}

/** What pages may load: our own files, and scripts that carry this request's nonce. */
export function pagePolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-inline'" : ""}`,
    // Bars and charts carry their width and place in style attributes; those can't run anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "frame-src 'none'",
  ].join("; ");
}

/** Marks an API answer: never stored, never rendered as a page, with the id that our log knows. */
export function apiHeaders(response: Response, requestId: string): Response {
  const { headers } = response;
  headers.set("Cache-Control", "private, no-store");
  headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("X-Request-Id", requestId);
  for (const [name, value] of Object.entries(transportHeaders())) headers.set(name, value);
  return response;
}
