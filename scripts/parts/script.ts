// How every script ends: one summary line (or one JSON object), an exit code, and errors in words.
import { closeDatabase } from "#lib/database.ts";
import { isAppError } from "#lib/core/errors.ts";

/** What a script did: the line a person reads, and the object for `--json`. */
export interface Outcome {
  /** Empty when stdout holds the answer already. */
  line: string;
  answer?: Record<string, unknown>;
  /** False when the script ran but found something wrong: exit code 1. */
  ok?: boolean;
}

/** Thrown for wrong arguments: prints its words and exits with 2. */
export class Usage extends Error {}

/** Lines of progress: to stderr, so that stdout holds only the outcome. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a script: exit code 0 done, 1 failed, 2 usage, 9 locked (someone else does it). With `--json`
 * among the arguments the outcome, or {"error", "code"}, is one JSON object on stdout.
 */
export async function runScript(work: () => Promise<Outcome>): Promise<void> {
  const json = process.argv.includes("--json");
  try {
    const { line, answer, ok = true } = await work();
    process.stdout.write(json ? `${JSON.stringify(answer ?? {})}\n` : line === "" ? "" : `${line}\n`);
    process.exitCode = ok ? 0 : 1;
  } catch (error) {
    const usage = error instanceof Usage || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS") === true;
    const known = usage || isAppError(error) || (error instanceof Error && error.message.startsWith("The environment can't be used"));
    const words = known ? (error as Error).message : (error as Error)?.stack ?? String(error);
    say(words);
    if (json) process.stdout.write(`${JSON.stringify({ error: (error as Error)?.message ?? String(error), code: isAppError(error) ? error.code : usage ? "usage" : "broken" })}\n`);
    process.exitCode = usage ? 2 : isAppError(error) && error.kind === "conflict" ? 9 : 1;
  } finally {
    await closeDatabase();
  }
}
