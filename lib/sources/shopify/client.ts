// Asking Shopify: a token, one GraphQL request at a time in the pace of its points, and what its errors mean.
import { HttpFault, type Context, type Fault, type Http, type HttpAnswer } from "#lib/sources/source.ts";
import { answerSchema, shopSchema, type Shop } from "#lib/sources/shopify/payload.ts";
import { shopQuery } from "#lib/sources/shopify/query.ts";
import type { Settings } from "#lib/sources/shopify/source.ts";

export type Asker = Omit<Context<Settings>, "account">;
export const apiVersion = "2026-10";

/** Fields that a shop may not let out: without them an order still counts. */
const spared = new Set(["email", "customer", "shippingAddress", "billingAddress", "customerJourneySummary"]);

// One token for a run: its http lives as long.
const tokens = new WeakMap<Http, string>();

/** The data of one query. Throws an HttpFault; "input" with code MAX_COST_EXCEEDED where less must be asked at once. */
export async function ask(context: Asker, query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const send = async (): Promise<HttpAnswer> => context.http.json({
    url: `${context.endpoint.base}/admin/api/${apiVersion}/graphql.json`, method: "POST", body: { query, variables }, timeoutMs: 90_000,
    headers: { "x-shopify-access-token": tokens.get(context.http) ?? await signIn(context) },
  }, classify);
  let answer: HttpAnswer;
  try {
    answer = await send();
  } catch (error) {
    // A token lives 24 hours: one new one, and when that is refused too, the credentials are dead.
    if (!(error instanceof HttpFault) || error.status !== 401 || !context.settings.clientId) throw error;
    tokens.delete(context.http);
    answer = await send();
  }
  const served = answer.headers.get("x-shopify-api-version");
  // An unknown version is answered by another one, and nothing else says so.
  if (served && served !== apiVersion) context.drift(`x-shopify-api-version: ${served}`);
  const body = answerSchema.parse(answer.body);
  for (const error of Array.isArray(body.errors) ? body.errors : []) context.drift(`denied: ${error.path?.filter((part) => typeof part === "string").join(".") ?? error.message}`);
  rest(context, body.extensions?.cost);
  return body.data!;
}

async function signIn(context: Asker): Promise<string> {
  const { accessToken, clientId, clientSecret } = context.settings;
  let token = accessToken;
  if (clientId && clientSecret) {
    const { body } = await context.http.json({ url: context.endpoint.token, body: new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret }) }, (answer) => (answer.status === 400 || answer.status === 401 || answer.status === 403
      ? { kind: "auth", code: "client_credentials", message: "Shopify doesn't take this client ID and secret. Check both in the Dev Dashboard, that the app is installed on this shop, and that app and shop belong to the same organisation." } : null));
    token = (body as { access_token?: unknown }).access_token as string | undefined;
    if (typeof token !== "string" || token === "") throw new HttpFault({ kind: "shape", message: "Shopify answered a request for a token without one." });
  }
  if (!token) throw new HttpFault({ kind: "input", message: "Give an access token, or a client ID and its secret." });
  context.http.conceal(token);
  tokens.set(context.http, token);
  return token;
}

/** Shopify says most of what is wrong with status 200. */
function classify(answer: HttpAnswer): Fault | null {
  if (answer.status === 401) return { kind: "auth", status: 401, message: "Shopify doesn't take this access token any more. Install the app anew or give new credentials." };
  if (answer.status === 402 || answer.status === 423) return { kind: "auth", message: "This shop is frozen or locked at Shopify." };
  if (answer.status === 404) return { kind: "input", message: "There is no shop at this address. It looks like my-shop.myshopify.com." };
  if (answer.status < 200 || answer.status >= 300) return null;
  const read = answerSchema.safeParse(answer.body);
  if (!read.success) return { kind: "shape", message: `Shopify's answer is not as documented: ${read.error.issues[0]!.path.join(".")}: ${read.error.issues[0]!.message}` };
  const { data, errors, extensions } = read.data;
  if (errors === undefined || errors.length === 0) return data ? null : { kind: "shape", message: "Shopify answered with neither data nor an error." };
  if (typeof errors === "string") return { kind: "input", message: `Shopify: ${errors}` };
  const codes = errors.map((error) => error.extensions?.code);
  if (codes.includes("THROTTLED")) return { kind: "throttled", code: "THROTTLED", message: "Shopify: too many points asked for at once.", retryAfterMs: waitFor(extensions?.cost) };
  const denied = errors.filter((error) => error.extensions?.code === "ACCESS_DENIED");
  if (denied.length === errors.length && data && denied.every((error) => spared.has(String(error.path?.findLast((part) => typeof part === "string"))))) return null;
  if (denied.length > 0) return { kind: "auth", code: "ACCESS_DENIED", message: deniedWords(denied[0]!.message) };
  const first = errors[0]!;
  const code = codes[0];
  if (code === "MAX_COST_EXCEEDED") return { kind: "input", code, message: first.message };
  if (code === "INTERNAL_SERVER_ERROR" || /internal error|something went wrong|timeout/i.test(first.message)) return { kind: "vendor", code, message: `Shopify: ${first.message}` };
  return { kind: "input", code, message: `Shopify: ${first.message}` };
}

/** "Required access: `read_orders` access scope." names what is missing. */
function deniedWords(message: string): string {
  const scope = /`(\w+)` access scope/.exec(message)?.[1];
  return scope ? `The app lacks the scope ${scope}. Add it in the app's configuration, release the version, and install it again.` : `Shopify refuses: ${message}`;
}

type Cost = { requestedQueryCost: number; throttleStatus?: { currentlyAvailable: number; restoreRate: number } | undefined } | undefined;

/** Ms until the bucket holds what the same question costs again. */
function waitFor(cost: Cost): number | undefined {
  if (!cost?.throttleStatus || cost.throttleStatus.restoreRate <= 0) return undefined;
  return Math.max(0, Math.ceil(((cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable) / cost.throttleStatus.restoreRate) * 1000));
}

/** Waits before the next question rather than have it refused. */
function rest(context: Asker, cost: Cost): void {
  const wait = waitFor(cost) ?? 0;
  if (wait > 0) context.http.pace(wait, "Shopify's points are used up for now.");
}

/** The shop and what this token may read. Throws an "auth" fault without read_orders. */
export async function askShop(context: Asker): Promise<Shop & { scopes: ReadonlySet<string> }> {
  const data = await ask(context, shopQuery);
  const read = shopSchema.safeParse(data);
  if (!read.success) throw new HttpFault({ kind: "shape", message: `Shopify's answer about the shop is not as documented: ${read.error.issues[0]!.path.join(".")}` });
  const scopes = new Set(read.data.currentAppInstallation.accessScopes.map((scope) => scope.handle));
  if (!scopes.has("read_orders") && !scopes.has("read_all_orders")) throw new HttpFault({ kind: "auth", code: "ACCESS_DENIED", message: deniedWords("`read_orders` access scope") });
  return { ...read.data, scopes };
}
