// Checks are SQL files whose first line is the sentence shown when they fail and whose query returns the
// offenders. They run over the days that changed, inside the refresh.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { sql, type Transaction } from "kysely";
import type { DB } from "#db/schema.ts";
import { weekStart, type Day } from "#lib/core/day.ts";

export interface CheckResult {
  id: string;
  /** What is wrong, in words, when `offenders` isn't empty. */
  sentence: string;
  offenders: Record<string, string | null>[];
}

interface CheckFile {
  id: string;
  sentence: string;
  /** What the `day` of an offender stands for. */
  grain: "day" | "week";
  query: string;
}

const folder = path.join(process.cwd(), "db", "checks");
let files: CheckFile[] | undefined;

export function checkFiles(): CheckFile[] {
  return (files ??= readdirSync(folder).filter((name) => name.endsWith(".sql")).sort().map((name) => {
    const text = readFileSync(path.join(folder, name), "utf8");
    const grain = /^-- @grain week$/m.test(text) ? "week" : "day";
    return { grain, id: name.replace(/\.sql$/, ""), sentence: text.split("\n", 1)[0]!.replace(/^--\s*/, ""), query: text.trim().replace(/;$/, "") };
  }));
}

/** Check id → rows that its query returned. */
export type Offenders = Map<string, Record<string, string | null>[]>;

/** Runs every check's query over the given days of a store. */
export async function findOffenders(trx: Transaction<DB>, storeId: number, days: readonly Day[]): Promise<Offenders> {
  const found: Offenders = new Map();
  for (const check of checkFiles()) {
    const compiled = sql.raw<Record<string, string | null>>(check.query).compile(trx);
    const { rows } = await trx.executeQuery<Record<string, string | null>>({ ...compiled, parameters: [storeId, days] });
    found.set(check.id, rows);
  }
  return found;
}

/**
 * Keeps what checks over these days found. What other days' runs found stays until those days are checked
 * again; at most 50 offenders are kept.
 */
export async function keepChecks(trx: Transaction<DB>, storeId: number, days: readonly Day[], found: readonly Offenders[]): Promise<CheckResult[]> {
  const checked = { day: new Set(days), week: new Set(days.map(weekStart)) };
  const results: CheckResult[] = [];
  for (const check of checkFiles()) {
    const before = await trx.selectFrom("ingest.check_result").select("offenders").where("store_id", "=", storeId).where("check_id", "=", check.id).executeTakeFirst();
    const elsewhere = ((before?.offenders ?? []) as { day: Day }[]).filter((offender) => !checked[check.grain].has(offender.day));
    const offenders = [...elsewhere, ...found.flatMap((offender) => offender.get(check.id) ?? [])].slice(0, 50);
    const json = JSON.stringify(offenders);
    await sql`insert into ingest.check_result (store_id, check_id, failed, offenders)
      values (${storeId}::int, ${check.id}, ${offenders.length}, ${json}::jsonb)
      on conflict (store_id, check_id) do update set failed = excluded.failed, offenders = excluded.offenders, checked_at = excluded.checked_at`.execute(trx);
    results.push({ id: check.id, sentence: check.sentence, offenders });
  }
  return results;
}
