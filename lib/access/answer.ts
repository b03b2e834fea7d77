// How the door says no: a status, a code, words that a shop owner can act on, a number to quote.
import { z } from "zod";
import { AppError, isAppError, type ErrorKind } from "#lib/core/errors.ts";
import { log } from "#lib/log.ts";
import { messages, readerFrom, translator } from "#lib/words/words.ts";

const statuses: Record<ErrorKind, number> = {
  invalid: 400, signed_out: 401, forbidden: 403, missing: 404, conflict: 409, too_large: 413,
  refused: 422, limited: 429, broken: 500, unavailable: 503,
};

/** What every refused call answers. `field` names the input that is at fault, where there is one. */
export interface ErrorBody {
  error: { kind: ErrorKind; code: string; message: string; requestId: string; field?: string };
}

/** Turns whatever was thrown into an AppError; what we didn't foresee becomes "broken". */
export function asAppError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown;
  if (thrown instanceof z.ZodError) {
    const field = thrown.issues[0]?.path.join(".") || thrown.issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : []))[0] || "";
    return field
      ? new AppError("invalid", "access.field_invalid", `${field}: ${thrown.issues[0]!.message}`, { field })
      : new AppError("invalid", "access.input_invalid", thrown.issues[0]?.message ?? "The input can't be read.");
  }
  return new AppError("broken", "access.broken", "Something went wrong on our side.", {}, { cause: thrown });
}

/** The words of an error: those of its code ("imports.empty" → imports.errors.empty), else its English. */
export function errorWords(error: AppError, acceptLanguage: string | null): string {
  const reader = readerFrom(acceptLanguage);
  const [namespace = "", ...rest] = error.code.split(".");
  const texts = (messages(reader) as Record<string, { errors?: Record<string, unknown> }>)[namespace]?.errors;
  const key = rest.join(".");
  if (typeof texts?.[key] !== "string") return error.message;
  const translate = translator(reader, namespace as "access") as unknown as (key: string, values: Record<string, string | number>) => string;
  return translate(`errors.${key}`, error.details);
}

/** The path without what might open something: one-time links carry their secret in it. */
function loggedPath(url: string): string {
  return new URL(url).pathname.replace(/[A-Za-z0-9_-]{40,}/g, "[hidden]");
}

/** The answer to a failed request. What is broken is logged whole and told in general. */
export function errorAnswer(thrown: unknown, request: Request, requestId: string): Response {
  const error = asAppError(thrown);
  const where = { requestId, method: request.method, path: loggedPath(request.url), code: error.code };
  if (error.kind === "broken") log.error({ ...where, err: error.cause ?? error }, "request failed");
  else if (error.kind === "unavailable") log.warn({ ...where, err: error }, "request failed");
  else log.debug(where, "request refused");
  const shown = error.kind === "broken" ? new AppError("broken", "access.broken", "Something went wrong on our side.", { requestId }) : error;
  const body: ErrorBody = { error: { kind: error.kind, code: shown.code, message: errorWords(shown, request.headers.get("accept-language")), requestId } };
  if (typeof error.details.field === "string") body.error.field = error.details.field;
  const headers = new Headers();
  if (typeof error.details.seconds === "number") headers.set("Retry-After", String(error.details.seconds));
  if (error.kind === "signed_out") headers.set("WWW-Authenticate", "Bearer");
  return Response.json(body, { status: statuses[error.kind], headers });
}
