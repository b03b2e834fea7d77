// How many random tries a test makes: few in npm test, many in npm run prove.
import { currentConfig } from "#lib/config.ts";

/** sized(5, 200): 5 kills in npm test, 200 in npm run prove. */
export function sized(inTest: number, inProof: number): number {
  return currentConfig().isProof ? inProof : inTest;
}
