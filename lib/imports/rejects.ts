// Rows that were not imported: kept with their reason, handed out as CSV.
import type { Reject } from "#lib/imports/conform.ts";
import type { Host } from "#lib/imports/file.ts";
import { rejectWords } from "#lib/imports/reject-words.ts";

/** Gathers rejects and writes them in batches, beside the transaction that loads the rest. */
export class RejectWriter {
  private held: Reject[] = [];
  constructor(private readonly host: Host, private readonly importId: string, private readonly isDry: boolean) {}

  add(reject: Reject): void {
    if (!this.isDry) this.held.push(reject);
  }

  async flush(atLeast: number): Promise<void> {
    if (this.held.length === 0 || this.held.length < atLeast) return;
    const rows = this.held.map(({ rowNo, field, reason, cells }) => ({ row_no: rowNo, field, reason, words: rejectWords[reason], line: csvLine(cells).slice(0, 5_000).replaceAll("\u0000", "�") }));
    this.held = [];
    await this.host.pool.query(
      `insert into ingest.reject (import_id, row_no, field, reason, words, line)
       select distinct on (row_no) $1::bigint, row_no, field, reason, words, line
       from jsonb_to_recordset($2::jsonb) as r(row_no int, field text, reason text, words text, line text) order by row_no
       on conflict (import_id, row_no) do nothing`, [this.importId, JSON.stringify(rows)]);
  }
}

export async function clearRejects(host: Host, importId: string): Promise<void> {
  await host.pool.query("delete from ingest.reject where import_id = $1", [importId]);
}

/** One CSV line, cells as they are. */
function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}

/**
 * The start of a formula that isn't a plain number: where a cell begins, and behind every mark that cells may be
 * parted by, since a spreadsheet set to ";" or tabs cuts a cell of ours in two, quotation marks or not.
 */
const formula = /(^|[;,\t\r\n])([" \v\f\u00a0]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])(?![+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)%?[" \v\f\u00a0]*(?:[;,\t\r\n]|$))/g;

/** A cell that no spreadsheet runs: what would be a formula gets an apostrophe; numbers stay numbers. */
export function safeCell(text: string): string {
  const marked = /^[\t\r]/.test(text) ? `'${text}` : text;
  const safe = marked.replace(formula, "$1$2'");
  return /[";,\t\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rejects of an import as CSV text, in pieces. */
export async function* rejectsCsv(host: Host, importId: string): AsyncGenerator<string> {
  yield "row,column,reason,line\r\n";
  for (let after = 0; ;) {
    const found = await host.pool.query<{ row_no: number; field: string; words: string; line: string }>("select row_no, field, words, line from ingest.reject where import_id = $1 and row_no > $2 order by row_no limit 1000", [importId, after]);
    if (found.rows.length === 0) return;
    yield found.rows.map((row) => `${row.row_no},${safeCell(row.field)},${safeCell(row.words)},${safeCell(row.line)}\r\n`).join("");
    after = found.rows[found.rows.length - 1]!.row_no;
  }
}
