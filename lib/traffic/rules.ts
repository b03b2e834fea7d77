// The rules that stand: the newest version of the shop's own.
import type { Database } from "#db/client.ts";
import { AppError } from "#lib/core/errors.ts";
import { noRules, RuleSet } from "#lib/channels/own-rules.ts";
import { queryOf, type Query } from "#lib/traffic/query.ts";

export interface StandingRules {
  /** 0 until somebody applied rules. */
  version: number;
  set: RuleSet;
  madeBy: string | null;
  /** ISO 8601 instant. */
  madeAt: string | null;
}

export async function readRules(db: Database | Query): Promise<StandingRules> {
  const query = typeof db === "function" ? db : queryOf(db);
  const [row] = await query<{ version: number; rule_set: unknown; made_by: string; made_at: Date }>("select version, rule_set, made_by, made_at from app.channel_rules order by version desc limit 1", []);
  // What stands was checked when it was applied.
  return row ? { version: row.version, set: row.rule_set as RuleSet, madeBy: row.made_by, madeAt: row.made_at.toISOString() } : { version: 0, set: noRules, madeBy: null, madeAt: null };
}

/** Checks a set that somebody wrote. Throws AppError "invalid" that names the rule or the source at fault (counted from 1) and why. */
export function checkRules(given: unknown): RuleSet {
  const parsed = RuleSet.safeParse(given);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  const field = path.join(".");
  if (typeof path[1] !== "number") throw new AppError("invalid", "channels.set_invalid", `The rules can't be used: ${message}`, { why: message, field });
  const number = path[1] + 1;
  throw path[0] === "sources"
    ? new AppError("invalid", "channels.source_invalid", `Source ${number}: ${message}`, { number, why: message, field })
    : new AppError("invalid", "channels.rule_invalid", `Rule ${number}: ${message}`, { number, why: message, field });
}
