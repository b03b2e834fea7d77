// Rows of the marts, remembered while the marts stand as they are: a dashboard that is open all day asks the
// same questions again and again. What is remembered is keyed by the whole question, its stores included,
// so nobody is answered what they may not ask; who may ask what is decided before.
import { sql } from "kysely";
import { LRUCache } from "lru-cache";
import type { Database } from "#db/client.ts";
import { compile, type Slice, type SliceRow } from "#lib/metrics/compile.ts";

/** Longest answer that is worth the memory; rows of all answers together. */
const longest = 2_000;
const most = 100_000;

type Memory = LRUCache<string, SliceRow[]>;
const memories = new WeakMap<Database, Memory>();

/** A minute's limit, because a product's category can change without a refresh. */
function memoryOf(db: Database): Memory {
  const known = memories.get(db);
  if (known) return known;
  const memory: Memory = new LRUCache({ maxSize: most, sizeCalculation: (rows) => rows.length + 1, ttl: 60_000 });
  memories.set(db, memory);
  return memory;
}

/** Moves with every refresh and rebuild of a mart, and when fiscal weeks begin elsewhere. Read it before the marts. */
export async function martVersion(db: Database): Promise<string> {
  const found = await sql<{ version: string }>`
    select concat((select max(refresh_id) from ingest.refresh), ' ', (select updated_at from app.setting where key = 'fiscal_calendar')) as version`.execute(db);
  return found.rows[0]!.version;
}

/** The rows of a slice, at least as new as `version`. */
export async function rowsOf(db: Database, version: string, slice: Slice): Promise<SliceRow[]> {
  const key = `${version} ${JSON.stringify(slice)}`;
  const memory = memoryOf(db);
  const known = memory.get(key);
  if (known) return known;
  const { rows } = await compile(slice).execute(db);
  if (rows.length <= longest) memory.set(key, rows);
  return rows;
}
