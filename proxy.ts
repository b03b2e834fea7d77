// Before each page: a fresh nonce for its scripts, and the path for the way back after signing in.
// It decides nothing about who may see what; pages and routes ask the policy themselves.
import { randomBytes } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { pagePolicy, transportHeaders } from "#lib/access/headers.ts";
import { currentConfig } from "#lib/config.ts";

export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce, currentConfig().isDevelopment);
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  headers.set("x-nonce", nonce);
  headers.set("x-storecast-path", request.nextUrl.pathname + request.nextUrl.search);
  const isRead = request.method === "GET" || request.method === "HEAD";
  const response = isRead ? NextResponse.next({ request: { headers } }) : new NextResponse(null, { status: 405, headers: { Allow: "GET, HEAD", "X-Content-Type-Options": "nosniff" } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Cache-Control", "private, no-store");
  for (const [name, value] of Object.entries(transportHeaders())) response.headers.set(name, value);
  return response;
}

/** Pages only: route() sets the headers of /api itself; our files are the same for all. Named one by one, so that no page's address can look like a file. */
export const config = { matcher: ["/((?!api/|_next/static/|icon\\.svg$).*)"] };
