// What can go wrong between us and a vendor, as a run can act on it.

/** The closed list. The kind alone decides whether a call is tried again and what becomes of the run. */
export type FaultKind =
  | "auth" // the credential is dead or lacks a right: stop until its settings change
  | "quota" // an allowance is used up: end the run as partial, go on at `stopUntil`
  | "throttled" // too fast: wait and try again
  | "vendor" // their server failed, or answered with something that is no answer
  | "input" // our request is wrong (a field, an account number, an address): trying again can't help
  | "shape" // a well-formed answer that isn't what the vendor documents
  | "network" // nobody answered: name, connection, certificate, timeout
  | "gone"; // the thing asked for doesn't exist (any more)

/** A fault before it is thrown: what a source's own look at an answer returns. */
export interface Fault {
  kind: FaultKind;
  /** English, for the journal and scripts; redacted when it becomes an HttpFault. */
  message: string;
  /** The vendor asks for this wait, in ms. */
  retryAfterMs?: number;
  /** Nothing will work before this instant (a day's quota). */
  stopUntil?: Date;
  /** The HTTP status behind it. */
  status?: number;
  /** The vendor's own name of the error ("RESOURCE_EXHAUSTED"), for words and tests. */
  code?: string;
  /** Most tries for this fault in place of its kind's; 1 means: not again. */
  tries?: number;
}

/** A fault that ended a call. Its message holds no secret. */
export class HttpFault extends Error implements Fault {
  readonly kind: FaultKind;
  readonly retryAfterMs: number | undefined;
  readonly stopUntil: Date | undefined;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly tries: number | undefined;
  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.message, options);
    this.name = "HttpFault";
    this.kind = fault.kind;
    this.retryAfterMs = fault.retryAfterMs;
    this.stopUntil = fault.stopUntil;
    this.status = fault.status;
    this.code = fault.code;
    this.tries = fault.tries;
  }
}

export function isHttpFault(error: unknown): error is HttpFault {
  return error instanceof HttpFault;
}
