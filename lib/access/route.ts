// The one door. Every handler under app/api is made here: it asks who, whether they may, what exactly,
// and checks the answer before it leaves.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AppError } from "#lib/core/errors.ts";
import { database } from "#lib/database.ts";
import type { Actor } from "#lib/access/actor.ts";
import { isOwnOrigin } from "#lib/access/address.ts";
import { errorAnswer } from "#lib/access/answer.ts";
import { audit } from "#lib/access/audit.ts";
import { authenticate } from "#lib/access/authenticate.ts";
import { cappedStream, readJson } from "#lib/access/body.ts";
import { apiHeaders } from "#lib/access/headers.ts";
import { may, type Action, type Resource } from "#lib/access/policy.ts";

/** "door": open to visitors (sign in, set up, accept an invitation). Everything else needs an actor. */
export type Door = Resource | "door";
type Schema<T> = z.ZodType<T, any>;

interface Given<R extends Door, P, Q, B> {
  actor: R extends "door" ? null : Actor;
  params: P;
  query: Q;
  body: B;
  request: Request;
  /** Headers to send with the answer (Set-Cookie, Clear-Site-Data). */
  answer: Headers;
}

interface Declaration<R extends Door, P, Q, B, O> {
  resource: R;
  action: Action;
  /** Path parameters; a route with none leaves it out. */
  params?: Schema<P>;
  /**
   * A zod object (unknown names are refused; a name given twice is an array), or a function that reads
   * the URLSearchParams and throws `invalid`. Left out: any parameter is refused.
   */
  query?: Schema<Q> | ((search: URLSearchParams) => Q);
  /** A zod object for a JSON body, or "stream" to get the bytes as they come. Left out: no body is read. */
  body?: Schema<B> | "stream";
  /** Largest body in bytes; 100,000 for JSON when not said. A stream must say it. */
  maxBytes?: number;
  /** The shape of the answer, checked and stripped of what it doesn't name; "stream" hands on a Response. */
  out: Schema<O> | "stream";
  handler: (given: Given<R, P, Q, B>) => Promise<O | Response> | O | Response;
}

const brand = Symbol.for("storecast.route");
type NextHandler = (request: Request, context: { params: Promise<any> }) => Promise<Response>;
/** What a handler made here says about itself; the matrix and its tests read it. */
export interface Made {
  resource: Door;
  action: Action;
  body: "none" | "json" | "stream";
}

/** What `route()` said when it made this handler, or undefined when something else made it. */
export function madeByRoute(handler: unknown): Made | undefined {
  return typeof handler === "function" ? (handler as unknown as Record<symbol, Made | undefined>)[brand] : undefined;
}

/** Makes a Next route handler: `export const GET = route({ resource: "metrics", action: "read", … })`. */
export function route<R extends Door, O, P = undefined, Q = undefined, B extends unknown = undefined>(declaration: Declaration<R, P, Q, B, O>): NextHandler {
  if (declaration.body === "stream" && !declaration.maxBytes) throw new Error("A streamed body needs maxBytes.");
  const handle: NextHandler = async (request, context) => {
    const requestId = randomUUID();
    let response: Response;
    try {
      response = await answer(declaration, request, context);
    } catch (thrown) {
      response = errorAnswer(thrown, request, requestId);
    }
    return apiHeaders(response, requestId);
  };
  const made: Made = { resource: declaration.resource, action: declaration.action, body: !declaration.body ? "none" : declaration.body === "stream" ? "stream" : "json" };
  return Object.assign(handle, { [brand]: made });
}

async function answer<R extends Door, P, Q, B, O>(declaration: Declaration<R, P, Q, B, O>, request: Request, context: { params: Promise<unknown> }): Promise<Response> {
  const isWrite = request.method !== "GET" && request.method !== "HEAD";
  const actor = declaration.resource === "door" ? null : await admit(declaration.resource, declaration.action, request);
  // A key is never sent by a browser on its own, so only sessions and visitors must prove the page is ours.
  if (isWrite && actor?.via !== "key" && !isOwnOrigin(request.headers)) throw new AppError("forbidden", "access.foreign_origin", "This request didn't come from a page of this product.");
  const search = new URL(request.url).searchParams;
  const params = (declaration.params ? declaration.params.parse(await context.params) : undefined) as P;
  const query = typeof declaration.query === "function" ? declaration.query(search) : ((declaration.query ?? z.strictObject({})).parse(searchRecord(search)) as Q);
  const body = await readBody(declaration.body, declaration.maxBytes ?? 100_000, request);
  const headers = new Headers();
  const result = await declaration.handler({ actor: actor as Given<R, P, Q, B>["actor"], params, query, body: body as B, request, answer: headers });
  if (declaration.out === "stream") {
    if (!(result instanceof Response)) throw new Error("A route with out: \"stream\" must return a Response.");
    headers.forEach((value, name) => result.headers.append(name, value));
    return result;
  }
  const checked = declaration.out.safeParse(result);
  if (!checked.success) throw new Error(`The answer isn't what the route promised: ${z.prettifyError(checked.error)}`);
  return Response.json(checked.data ?? null, { headers });
}

/** The actor, when the policy lets them; a refusal of a known person is recorded. */
async function admit(resource: Resource, action: Action, request: Request): Promise<Actor> {
  const actor = await authenticate(database(), request.headers);
  if (!actor) throw new AppError("signed_out", "access.signed_out", "Sign in first.");
  if (may(actor, resource, action)) return actor;
  await audit(database(), actor, "denied", `${resource}:${action}`);
  throw new AppError("forbidden", "access.forbidden", `Your role doesn't allow ${action} on ${resource}.`);
}

async function readBody(body: unknown, maxBytes: number, request: Request): Promise<unknown> {
  if (body === undefined) return undefined;
  if (body === "stream") return cappedStream(request, maxBytes);
  return (body as Schema<unknown>).parse(await readJson(request, maxBytes));
}

/** One value a name as text, several as an array: a schema that asks for text refuses the latter. */
function searchRecord(search: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries([...new Set(search.keys())].map((name) => {
    const values = search.getAll(name);
    return [name, values.length === 1 ? values[0]! : values];
  }));
}
