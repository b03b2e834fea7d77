// Asking Google Ads over REST: one query, one stream of rows.
import { HttpFault, type Context, type Rejected } from "#lib/sources/source.ts";
import type { z } from "zod";
import { signIn } from "#lib/sources/google/access.ts";
import { faultOf } from "#lib/sources/google/faults.ts";
import { eachRow } from "#lib/sources/rows.ts";
import { adsFault } from "#lib/sources/google-ads/faults.ts";
import { readStream } from "#lib/sources/google-ads/payload.ts";
import type { Settings } from "#lib/sources/google-ads/source.ts";

export type Asker = Omit<Context<Settings>, "account">;

/** Each is answered for about a year. */
export const version = "v26";

const scope = "https://www.googleapis.com/auth/adwords";
/** A month of search terms of a large account. */
const mostBytes = 268_435_456;

export interface Answered<Row> {
  /** To be gone through once. */
  rows: Iterable<Row>;
  /** Whole once the rows were gone through. */
  rejects: Rejected[];
  read: number;
  raw: string;
}

/** Where a row that was told twice is counted. */
export const repeated = "results.repeated";

/** The rows of a query, each once. `keyOf` names a row: one told twice would be summed twice. */
export async function ask<Row>(context: Asker, query: string, shape: z.ZodType<Row>, keyOf: (row: Row) => string): Promise<Answered<Row>> {
  const all = await askAll(context, query, shape);
  function* once(): Generator<Row> {
    const seen = new Set<string>();
    for (const row of all.rows) {
      const before = seen.size;
      if (seen.add(keyOf(row)).size > before) yield row;
      else context.drift(repeated);
    }
  }
  return { ...all, rows: once() };
}

/** The rows of a query as they are told, for those who know by themselves which were told before. */
export async function askAll<Row>(context: Asker, query: string, shape: z.ZodType<Row>): Promise<Answered<Row>> {
  const { settings, endpoint, http, now } = context;
  const token = await accessToken(context);
  const answer = await http.json({
    url: `${endpoint.base}/${version}/customers/${digits(settings.customerId)}/googleAds:searchStream`,
    headers: { authorization: `Bearer ${token}`, ...(settings.managerId ? { "login-customer-id": digits(settings.managerId) } : {}) },
    body: { query }, maxBytes: mostBytes,
  }, (given) => adsFault(given, now));
  const all = readStream(answer.body, context);
  const rejects: Rejected[] = [];
  return { rows: eachRow(shape, all, "results", rejects), rejects, read: all.length, raw: answer.text };
}

async function accessToken(context: Asker): Promise<string> {
  const client = await signIn(context, scope);
  const { token } = await context.http.attempt(() => client.getAccessToken(), (error) => faultOf(error, "Google's sign-in", context.now));
  if (!token) throw new HttpFault({ kind: "auth", code: "no_token", message: "Google's sign-in gave no access token." });
  return token;
}

/** "123-456-7890" is "1234567890". */
function digits(id: string): string {
  return id.replaceAll("-", "");
}
