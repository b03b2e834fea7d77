// The file of npm run connect: the source's fields, credentials among them, and where the vendor is stood in for.
import { AppError } from "#lib/core/errors.ts";
import type { Settings } from "#lib/ingest/settings.ts";
import type { Endpoint, Source } from "#lib/sources/source.ts";

export interface ConnectFile {
  settings: Settings;
  /** Undefined: the file says nothing of it; null: the vendor itself. */
  endpoint?: Endpoint | null;
}

/**
 * Reads {"propertyId": "…", …, "endpoint": …}; fields may also stand under "settings" and "secrets". `endpoint` is
 * {"base", "token"}, one address for both, or null; without "token" the vendor's token path is asked at the base.
 * Throws AppError "invalid".
 */
export function parseConnectFile(text: string, source: Source): ConnectFile {
  const said = parse(text);
  const { endpoint, settings, secrets, ...flat } = said;
  const fields: Settings = { ...flat };
  for (const [name, part] of [["settings", settings], ["secrets", secrets]] as const) {
    if (part === undefined) continue;
    if (!isRecord(part)) throw invalid(`"${name}" must hold fields and their values.`);
    Object.assign(fields, part);
  }
  return { settings: fields, ...(endpoint === undefined ? {} : { endpoint: endpoint === null ? null : endpointOf(endpoint, source, fields) }) };
}

function parse(text: string): Record<string, unknown> {
  let said: unknown;
  try {
    said = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw invalid(`It is no JSON: ${(error as Error).message}.`);
  }
  if (!isRecord(said)) throw invalid("It must hold one object: fields and their values.");
  return said;
}

function endpointOf(said: unknown, source: Source, fields: Settings): Endpoint {
  const { base, token, ...rest } = typeof said === "string" ? { base: said, token: undefined } : isRecord(said) ? said : {};
  if (Object.keys(rest).length > 0) throw invalid(`"endpoint" holds base and token only, not ${Object.keys(rest).join(", ")}.`);
  const own = address("base", base);
  return { base: own, token: token === undefined ? own + tokenPath(source, fields) : address("token", token) };
}

/** "/token" of https://oauth2.googleapis.com/token; nothing where the vendor has no address of its own for tokens. */
function tokenPath(source: Source, fields: Settings): string {
  const parsed = source.settings.safeParse(fields);
  if (!parsed.success) return "";
  const { base, token } = source.endpoint(parsed.data);
  return token === base ? "" : new URL(token).pathname.replace(/\/$/, "");
}

function address(name: string, said: unknown): string {
  const url = typeof said === "string" && URL.canParse(said) ? new URL(said) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol) || url.username || url.search || url.hash) throw invalid(`"endpoint.${name}" must be an address such as http://127.0.0.1:4000, without user, query or #.`);
  return url.href.replace(/\/+$/, "");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(message: string): AppError {
  return new AppError("invalid", "sources.connect_file", `The settings file can't be used. ${message}`, { why: message });
}
