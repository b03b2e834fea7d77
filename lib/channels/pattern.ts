// Patterns that owners write. RE2 matches in linear time and refuses what could not be, so that no pattern can hang.
import { RE2JS } from "re2js";
import { Memory } from "#lib/core/memory.ts";

export const longestPattern = 200;
/** Longer texts are judged by their beginning. */
const longestText = 2_000;
const compiled = new Memory<string, RE2JS | null>(1_000);

/** What is wrong with a pattern in words of the engine ("missing closing ]: `[`"), or null. */
export function patternFault(pattern: string): string | null {
  try {
    RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    return null;
  } catch (thrown) {
    return String(thrown instanceof Error ? thrown.message : thrown).replace(/^error parsing regexp: /, "");
  }
}

/**
 * Whether the pattern occurs anywhere in the text, in any case: matchesPattern("^brand( |$)", "Brand DE") is true. A
 * pattern that can't be read occurs nowhere: one that an older engine took must not stop every run.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const machine = compiled.of(pattern, () => (patternFault(pattern) === null ? RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE) : null));
  return machine !== null && machine.matcher(text.slice(0, longestText)).find();
}
