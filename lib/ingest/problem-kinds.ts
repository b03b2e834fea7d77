import type { Problem } from "#lib/ingest/journal.ts";

/** Every kind of problem, for words; the compiler holds it to the type. */
const kinds: Record<Problem["kind"], true> = { auth: true, quota: true, throttled: true, vendor: true, input: true, shape: true, network: true, gone: true, empty: true, rejects: true, killed: true, broken: true };

export function isProblemKind(text: string): text is Problem["kind"] {
  return Object.hasOwn(kinds, text);
}
