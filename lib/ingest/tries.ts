// When a call may begin, when it is tried again, and when waiting is no use: the policy of lib/ingest/http.ts.
import { HttpFault, isHttpFault, type Fault, type FaultKind } from "#lib/core/fault.ts";

/** Longest wait that a run sleeps through, in ms. What asks for more ends the run as partial, to go on later. */
export const longestWaitMs = 90_000;
/** A vendor that is still throttling us after all tries is left alone this long. */
const restMs = 600_000;
/** A used-up allowance whose end the vendor doesn't tell. */
const unknownQuotaMs = 3_600_000;
/** Tries of a call in all. Five-hundreds burn a quota of their own at some vendors, so three. */
const tries: Record<FaultKind, number> = { auth: 1, quota: 1, throttled: 6, vendor: 3, input: 1, shape: 1, network: 5, gone: 1 };

export interface Tempo {
  clock: () => Date;
  /** Waits; rejects with the signal's reason when it is aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 0 ≤ x < 1 */
  random: () => number;
  signal?: AbortSignal;
  /** Least ms between the beginnings of two calls. */
  spacingMs?: number;
}

export interface Tries {
  /** Runs a call in its turn and again as its faults allow. `most` caps the tries whatever the fault. */
  persist<T>(once: (attempt: number) => Promise<T>, most?: number): Promise<T>;
  /** Nothing begins within this many ms. */
  pace(waitMs: number, why?: string): void;
}

export function createTries(tempo: Tempo): Tries {
  let notBefore = 0;
  let because = "";
  const after = (ms: number) => new Date(tempo.clock().getTime() + ms);

  /** Takes the next place in the row of calls and waits for it. */
  async function turn(): Promise<void> {
    const at = tempo.clock().getTime();
    const start = Math.max(at, notBefore);
    if (start - at > longestWaitMs) throw new HttpFault({ kind: "quota", message: because || "The source asked for a longer pause.", stopUntil: new Date(start) });
    notBefore = start + (tempo.spacingMs ?? 0);
    if (start > at) await tempo.sleep(start - at, tempo.signal);
  }

  async function persist<T>(once: (attempt: number) => Promise<T>, most = Number.POSITIVE_INFINITY): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      tempo.signal?.throwIfAborted();
      await turn();
      try {
        return await once(attempt);
      } catch (error) {
        tempo.signal?.throwIfAborted();
        if (!isHttpFault(error)) throw error;
        const limit = Math.min(most, error.tries ?? tries[error.kind]);
        const end = ending(error, attempt, limit, after);
        if (end) throw end;
        await tempo.sleep(waitOf(error, attempt, tempo.random), tempo.signal);
      }
    }
  }
  return {
    persist,
    pace: (waitMs, why) => {
      const until = tempo.clock().getTime() + Math.max(0, waitMs);
      if (until > notBefore) [notBefore, because] = [until, why ?? ""];
    },
  };
}

/** What to throw now, or undefined to try again. */
function ending(fault: HttpFault, attempt: number, limit: number, after: (ms: number) => Date): HttpFault | undefined {
  const asked = fault.retryAfterMs;
  if (fault.kind === "quota") return changed(fault, { stopUntil: fault.stopUntil ?? after(asked ?? unknownQuotaMs) });
  const isPassing = ["throttled", "vendor", "network"].includes(fault.kind);
  if (isPassing && asked !== undefined && asked > longestWaitMs) return changed(fault, { kind: "quota", stopUntil: after(asked) });
  if (attempt < limit) return undefined;
  if (fault.kind === "throttled") return changed(fault, { kind: "quota", stopUntil: fault.stopUntil ?? after(Math.max(restMs, asked ?? 0)) });
  return attempt === 1 ? fault : changed(fault, { message: `${fault.message} (${attempt} tries)` });
}

function changed(fault: HttpFault, change: Partial<Fault>): HttpFault {
  const { kind, retryAfterMs, stopUntil, status, code, message } = fault;
  return new HttpFault({ kind, retryAfterMs, stopUntil, status, code, message, ...change }, { cause: fault });
}

/** Ms before the next try: what the vendor asks and a little more, else doubling with jitter, so that many don't come back at once. */
export function waitOf(fault: Fault, attempt: number, random: () => number): number {
  const first = fault.kind === "throttled" ? 5_000 : 1_000;
  const doubled = Math.min(first * 2 ** (attempt - 1), 30_000);
  const own = doubled / 2 + (doubled / 2) * random();
  if (fault.retryAfterMs === undefined) return Math.round(own);
  return Math.round(Math.max(fault.retryAfterMs, 0) + 1_000 * random() + (fault.retryAfterMs <= 0 ? own : 0));
}
