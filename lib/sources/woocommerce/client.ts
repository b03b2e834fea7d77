// Asking a WordPress shop: whatever host or plugin stands before it may answer in its place, so faults say where to look.
import { HttpFault, type Context, type Fault, type HttpAnswer } from "#lib/sources/source.ts";
import type { Settings } from "#lib/sources/woocommerce/source.ts";

export type Asker = Omit<Context<Settings>, "account">;

/** A path of the shop's REST API: "/wc/v3/orders". Throws an HttpFault that says what to do. */
export async function ask(context: Asker, path: string, query: Record<string, string | number | boolean | undefined> = {}): Promise<HttpAnswer> {
  const { consumerKey, consumerSecret, sendKeys, permalinks } = context.settings;
  const inAddress = sendKeys === "address" ? { consumer_key: consumerKey, consumer_secret: consumerSecret } : {};
  const isPlain = permalinks === "plain";
  try {
    return await context.http.json({
      url: isPlain ? `${context.endpoint.base}/` : `${context.endpoint.base}/wp-json${path}`,
      query: { ...(isPlain ? { rest_route: path } : {}), ...query, ...inAddress },
      headers: sendKeys === "address" ? {} : { authorization: `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString("base64")}` },
      // A slow host may think about a hundred orders for a while.
      timeoutMs: 120_000,
    }, classify);
  } catch (error) {
    if (error instanceof HttpFault && error.code === "no_answer" && !/web page/.test(error.message)) throw said(error, "Something in the shop prints text around the answer: a PHP notice or a faulty plugin. Switch off WP_DEBUG_DISPLAY, or ask your host.");
    if (error instanceof HttpFault && (error.code === "no_answer" || error.code === "blocked")) throw said(error, "A firewall or a security plugin answers in the shop's place. Allow this server's address, and /wp-json.");
    throw error;
  }
}

function said(fault: HttpFault, words: string): HttpFault {
  const { kind, retryAfterMs, stopUntil, status, code } = fault;
  return new HttpFault({ kind, retryAfterMs, stopUntil, status, code, message: `${fault.message} ${words}` });
}

function classify(answer: HttpAnswer): Fault | null {
  const { status, body } = answer;
  const { code, message } = (typeof body === "object" && body !== null && !Array.isArray(body) ? body : {}) as { code?: unknown; message?: unknown };
  if (typeof code !== "string") return status === 404 ? { kind: "input", status, message: "There is no WordPress REST API at this address. Check the address; if the shop uses plain permalinks, choose so in the settings." } : null;
  const words = typeof message === "string" ? message : code;
  if (code === "rest_no_route") return { kind: "input", status, code, message: "This WordPress has no WooCommerce REST API v3. Is WooCommerce switched on?" };
  if (code === "woocommerce_rest_cannot_view" || code === "rest_forbidden") return { kind: "auth", status, code, message: "WooCommerce shows nothing for this key. It needs the permission “Read” and a user who may see orders. If the key is right, the host strips the login: choose to send the keys in the address." };
  if (status === 401 || status === 403) return { kind: "auth", status, code, message: `WooCommerce doesn't take this key: ${words}` };
  if (status >= 500) return { kind: "vendor", status, code, message: `The shop failed: ${words}` };
  if (status >= 400) return { kind: status === 404 ? "gone" : "input", status, code, message: `WooCommerce: ${words}` };
  return null;
}
