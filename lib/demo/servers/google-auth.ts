// Google's token endpoint and the check of bearer tokens and API keys that its servers share.
import { credentials } from "#lib/demo/servers/credentials.ts";
import { json, Refusal, type Ask, type Setting, type Vendor, type VendorName } from "#lib/demo/servers/vendor.ts";

const lifetime = 3599;
const prefix = "ya29.demo-";

/** Google's error envelope. */
export function googleError(code: number, status: string, message: string, details?: unknown[]) {
  return json({ error: { code, message, status, ...(details ? { details } : {}) } }, code);
}

/** Throws Google's 401 unless the request bears a token that this server gave and that is not an hour old. */
export function requireGoogle(ask: Ask, setting: Setting, vendor: VendorName): void {
  const token = /^Bearer (.+)$/.exec(ask.headers.authorization ?? "")?.[1] ?? "";
  const gone = setting.isRevoked("google") || setting.isRevoked(vendor);
  if (!gone && (isFresh(token, setting.now()) || isOwnAssertion(token))) return;
  const refusal = googleError(401, "UNAUTHENTICATED", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.");
  throw new Refusal({ ...refusal, headers: { "www-authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"' } });
}

/** Throws Google's 400 unless the API key in the address is the demo's. */
export function requireApiKey(ask: Ask, setting: Setting, vendor: VendorName): void {
  const key = ask.query.get("key") ?? ask.headers["x-goog-api-key"];
  if (key === credentials.google.apiKey && !setting.isRevoked(vendor)) return;
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID", domain: "googleapis.com" };
  throw new Refusal(googleError(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [info]));
}

/** POST /token: a refresh token or a service account's assertion for an hour's access. */
export function googleToken(setting: Setting): Vendor {
  return {
    name: "google",
    rows: () => undefined,
    quota: () => json({ error: "rate_limit_exceeded", error_description: "Too many requests." }, 429),
    routes: [{ method: "POST", path: /^\/(?:oauth2\/v4\/)?token$/, answer(ask) {
      const form = new URLSearchParams(ask.text);
      const own = credentials.google;
      const grant = form.get("grant_type");
      if (grant === "refresh_token" && (form.get("client_id") !== own.clientId || form.get("client_secret") !== own.clientSecret)) {
        return json({ error: "invalid_client", error_description: "The OAuth client was not found." }, 401);
      }
      const known = grant === "refresh_token" ? form.get("refresh_token") === own.refreshToken : isOwnAssertion(form.get("assertion") ?? "");
      if (!known || setting.isRevoked("google")) return json({ error: "invalid_grant", error_description: "Token has been expired or revoked." }, 400);
      return json({
        access_token: `${prefix}${Math.floor(setting.now().getTime() / 1000)}`,
        expires_in: lifetime,
        scope: "https://www.googleapis.com/auth/analytics.readonly https://www.googleapis.com/auth/webmasters.readonly https://www.googleapis.com/auth/adwords",
        token_type: "Bearer",
      });
    } }],
  };
}

function isFresh(token: string, now: Date): boolean {
  if (!token.startsWith(prefix)) return false;
  const age = now.getTime() / 1000 - Number(token.slice(prefix.length));
  return age >= -60 && age < lifetime + 60;
}

// A JWT that the demo's service account signed for itself. Signature and hours are taken as given: the key
// is made by whoever runs the demo, and its clock need not be the world's.
function isOwnAssertion(token: string): boolean {
  const claims = token.split(".")[1];
  if (!claims) return false;
  try {
    const { iss, exp } = JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as { iss?: string; exp?: number };
    return iss === credentials.google.serviceAccount && typeof exp === "number";
  } catch {
    return false;
  }
}
