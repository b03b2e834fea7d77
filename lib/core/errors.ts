/** The closed list of what can go wrong, as a caller can act on it. */
export type ErrorKind =
  | "invalid" // the input is wrong: say which field and what to do
  | "refused" // understood, but the answer would mislead (orders by product)
  | "signed_out"
  | "forbidden"
  | "missing"
  | "conflict" // somebody else changed it, or it is busy
  | "too_large"
  | "limited" // too many tries: wait
  | "unavailable" // a part that we need is down: try again
  | "broken"; // our fault

/**
 * The one error of the house. `message` is English for logs and scripts; a page shows the words of
 * `code` from the message files where there are some, else `message`.
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  /** Stable id such as "import.header_missing"; also a key under `errors` in the message files. */
  readonly code: string;
  /** Values for the words, safe to show. */
  readonly details: Record<string, string | number>;
  constructor(kind: ErrorKind, code: string, message: string, details: Record<string, string | number> = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = "AppError";
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}
