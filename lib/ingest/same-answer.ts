// An answer that came before is known by its bytes, before it is parsed. What is remembered of an ask is a pair: a hash
// of its answers, and a hash of what stood of its days once they were stored. Storing the same answers over the same
// days changes nothing, so where both are as they were, reading them again may be left out. In doubt it is not.
import { createHash } from "node:crypto";
import type pg from "pg";
import type { Day } from "#lib/core/day.ts";
import { daysVersion } from "#lib/ingest/days.ts";
import type { Target } from "#lib/ingest/write-days.ts";
import type { Ask, Context, ReportStream } from "#lib/sources/source.ts";
import type { HttpRequest } from "#lib/sources/http.ts";

/** What an ask was answered with. */
export interface Answered { requests: number; answer: string }

/** What is remembered of an ask. */
export interface Remembered extends Answered { from: Day; to: Day; rows: number }

/** Thrown through a source's `read` once all that the vendor has to say is known. */
export class SameAnswer extends Error {}

/**
 * Follows the answers of a run's asks, one ask after the other, as they come to the run's http. When the last answer of
 * an ask is the `remembered` one, the source's call throws SameAnswer in place of parsing it.
 */
export class AnswerWatch {
  private requests = 0;
  /** Of all so far, each over the one before. */
  private answer = "";
  private isWhole = false;
  private remembered: Answered | null = null;

  constructor(private readonly context: Context, private readonly stream: ReportStream) {}

  begin(ask: Ask, remembered: Answered | null): void {
    const { settings, account, store, http } = this.context;
    const { reading, volatile } = this.stream.sameAnswer!;
    http.onAnswer = (request, bytes) => this.see(request, bytes);
    this.answer = hash([daysVersion, reading, volatile, this.stream.name, ask.from, ask.to, Object.entries(settings).sort(), account.id, account.currency, account.zone, store.zone, store.currency]);
    this.requests = 0;
    this.isWhole = true;
    this.remembered = remembered;
  }

  /** Another ask is read at the same time: answers can't be told apart until the next one begins. */
  spoil(): void {
    this.isWhole = false;
  }

  /** What came, once the ask is read; null where some of it wasn't followed. */
  get told(): Answered | null {
    return this.isWhole && this.requests > 0 ? { requests: this.requests, answer: this.answer } : null;
  }

  private see({ method, url, query, body }: HttpRequest, bytes: Buffer | null): void {
    if (!bytes) this.spoil();
    if (!bytes || !this.isWhole) return;
    this.requests++;
    this.answer = hash([this.answer, method, url, query, body, hashOfData(bytes, this.stream.sameAnswer!.volatile)]);
    if (this.remembered?.requests === this.requests && this.remembered.answer === this.answer) throw new SameAnswer();
  }
}

const hash = (parts: readonly unknown[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("base64");

/**
 * Of JSON's bytes without the text values of some keys, such as a request's number. A key with its quotes and colon
 * can't stand inside a text: there its quotes would be escaped.
 */
export function hashOfData(bytes: Buffer, volatile: readonly string[]): string {
  const sum = createHash("sha256");
  const cuts = volatile.flatMap((key) => valuesOf(bytes, key)).sort(([a], [b]) => a - b);
  let from = 0;
  for (const [start, end] of cuts) {
    sum.update(bytes.subarray(from, start));
    from = end;
  }
  return sum.update(bytes.subarray(from)).digest("base64");
}

/** Where the text values of a key are, between their quotes; others are left to count as data. */
function valuesOf(bytes: Buffer, key: string): [number, number][] {
  const found: [number, number][] = [];
  const name = Buffer.from(`"${key}":`);
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + name.length)) {
    const plain = /^\s*"[\w-]*"/.exec(bytes.toString("latin1", at + name.length, at + name.length + 100))?.[0];
    if (plain) found.push([at + name.length + plain.indexOf('"') + 1, at + name.length + plain.length - 1]);
  }
  return found;
}

/** What stands of days of a stream, as SQL over ingest.source_day. */
const standing = (connection: string, stream: string, from: string, to: string): string => `(
  select encode(sha256(convert_to(coalesce(string_agg((d.day, d.row_count, d.fingerprint, d.ours, d.told, d.flags)::text, ' ' order by d.day), ''), 'UTF8')), 'hex')
  from ingest.source_day d where d.connection_id = ${connection} and d.stream = ${stream} and d.day >= ${from} and d.day < ${to})`;

/** Of the stream's asks, those whose days stand as their answer left them. */
export async function readRemembered(client: pg.ClientBase, target: Target): Promise<Remembered[]> {
  const { rows } = await client.query<Remembered>(
    `select a.from_day::text as "from", a.to_day::text as "to", a.requests, a.answer, a.rows_read as rows from ingest.same_answer a
     where a.connection_id = $1 and a.stream = $2 and a.standing = ${standing("a.connection_id", "a.stream", "a.from_day", "a.to_day")}`, [target.connectionId, target.stream]);
  return rows;
}

/** Keeps an answer with what stands now, in the transaction that stored it. Of asks that overlap the last is kept. */
export async function remember(client: pg.ClientBase, target: Target, { from, to, requests, answer, rows }: Remembered): Promise<void> {
  await client.query(
    `with older as (
       delete from ingest.same_answer where connection_id = $1 and stream = $2 and from_day < $4::date and to_day > $3::date and from_day <> $3::date
     )
     insert into ingest.same_answer as known (connection_id, stream, from_day, to_day, requests, answer, rows_read, standing)
     select $1::int, $2, $3::date, $4::date, $5::int, $6, $7::int, ${standing("$1", "$2", "$3::date", "$4::date")}
     on conflict (connection_id, stream, from_day) do update set to_day = excluded.to_day, requests = excluded.requests, answer = excluded.answer, rows_read = excluded.rows_read, standing = excluded.standing
     where (known.to_day, known.requests, known.answer, known.rows_read, known.standing) is distinct from (excluded.to_day, excluded.requests, excluded.answer, excluded.rows_read, excluded.standing)`,
    [target.connectionId, target.stream, from, to, requests, answer, rows]);
}
