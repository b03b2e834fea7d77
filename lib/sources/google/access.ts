// The way into Google's APIs: a service account's key or an OAuth refresh token becomes an access token, by
// Google's own client, over the http that the source was handed. Shared by the sources that speak to Google.
import type { OAuth2Client } from "google-auth-library";
import { z } from "zod";
import { HttpFault, type Context, type Http } from "#lib/sources/source.ts";

/** Where Google's clients ask for tokens whatever they are told: sent on to the endpoint's token URL. */
export const tokenUrl = "https://oauth2.googleapis.com/token";

const serviceAccountKey = z.looseObject({ type: z.literal("service_account"), client_email: z.string().min(3), private_key: z.string().includes("PRIVATE KEY") });

/** Fields of every source that signs in to Google: the first alone, or the other three together. */
export const accessFields = {
  serviceAccount: z.string().trim().optional().refine((text) => !text || readKey(text) !== null, "This is not the key file of a service account: paste the whole content of the .json file.")
    .meta({ label: "Key of the service account", help: "The whole content of the .json file. Leave it empty if you sign in with OAuth.", secret: true, lines: 8 }),
  clientId: z.string().trim().optional().meta({ label: "OAuth client ID", help: "Ends in .apps.googleusercontent.com. Only without a service account." }),
  clientSecret: z.string().trim().optional().meta({ label: "OAuth client secret", secret: true }),
  refreshToken: z.string().trim().optional().meta({ label: "OAuth refresh token", secret: true }),
};
export interface Access { serviceAccount?: string; clientId?: string; clientSecret?: string; refreshToken?: string }

/** For a settings object's refine: one of the two ways is filled in. */
export function hasAccess(settings: Access): boolean {
  return Boolean(settings.serviceAccount || (settings.clientId && settings.clientSecret && settings.refreshToken));
}
export const accessMissing = { message: "Give the key of a service account, or the three OAuth fields.", path: ["serviceAccount"] };

type Door = Pick<Context<Access>, "settings" | "endpoint" | "http">;

/** fetch over our http: Google's fixed token address goes to the endpoint's, and a path in the endpoint's base is kept. */
export function fetchOf({ endpoint, http }: Pick<Context, "endpoint" | "http">): typeof globalThis.fetch {
  const base = new URL(endpoint.base);
  return (input, init) => {
    const url = new URL(String(input));
    if (url.href === tokenUrl) return http.fetch(endpoint.token, init);
    if (url.origin === base.origin && url.href !== endpoint.token && base.pathname !== "/") url.pathname = base.pathname.replace(/\/$/, "") + url.pathname;
    return http.fetch(url, init);
  };
}

/** What googleapis is told for every call: our fetch, our root, no tries of its own, and bodies that aren't JSON as text. */
export function clientOptions(context: Pick<Context, "endpoint" | "http">, root = context.endpoint.base) {
  return { rootUrl: `${new URL(root).origin}/`, fetchImplementation: fetchOf(context), retry: false, responseType: "json" as const };
}

// One sign-in for a run: its http lives as long.
const signedIn = new WeakMap<Http, Promise<OAuth2Client>>();

/** The client that adds tokens to requests. Throws an HttpFault "input" where the settings hold no access. */
export function signIn(context: Door, scope: string): Promise<OAuth2Client> {
  const known = signedIn.get(context.http);
  if (known) return known;
  const client = makeClient(context, scope);
  signedIn.set(context.http, client);
  return client;
}

async function makeClient({ settings, endpoint, http }: Door, scope: string): Promise<OAuth2Client> {
  // Loaded at the first use: whoever only lists the sources pays nothing for it.
  const { gaxios, JWT, OAuth2Client } = await import("google-auth-library");
  const transporter = new gaxios.Gaxios({ fetchImplementation: fetchOf({ endpoint, http }) });
  // Google's client tries a token three times by itself; our http counts tries.
  transporter.interceptors.request.add({ resolved: async (config) => Object.assign(config, { retry: false, retryConfig: undefined }) });
  const client = settings.serviceAccount ? fromKey(settings.serviceAccount) : fromRefreshToken();
  client.on("tokens", (tokens) => { if (tokens.access_token) http.conceal(tokens.access_token); });
  return client;

  function fromKey(text: string): OAuth2Client {
    const key = readKey(text);
    if (!key) throw new HttpFault({ kind: "input", code: "service_account", message: "The key of the service account can't be read. Paste the whole content of its .json file." });
    return new JWT({ email: key.client_email, key: key.private_key, scopes: [scope], transporter });
  }
  function fromRefreshToken(): OAuth2Client {
    if (!hasAccess(settings)) throw new HttpFault({ kind: "input", code: "no_access", message: accessMissing.message });
    const own = new OAuth2Client({ clientId: settings.clientId, clientSecret: settings.clientSecret, endpoints: { oauth2TokenUrl: endpoint.token }, transporter });
    own.setCredentials({ refresh_token: settings.refreshToken });
    return own;
  }
}

function readKey(text: string): z.infer<typeof serviceAccountKey> | null {
  try {
    return serviceAccountKey.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
