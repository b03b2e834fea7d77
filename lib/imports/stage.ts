// Lines → a working table, by COPY, while the file is still being read. The table is made and dropped in the
// transaction that applies it: whoever is killed leaves nothing behind.
import type pg from "pg";
import copy from "pg-copy-streams";
import { formatMicros } from "#lib/imports/decimal.ts";
import type { Line } from "#lib/imports/preset.ts";

export const stagedTable = "staged_line";

/** Makes the working table of this transaction. */
export async function createStage(client: pg.ClientBase): Promise<void> {
  await client.query(`create temp table ${stagedTable} (
    row_no int not null, line_no int not null, is_row bool not null, counts bool not null,
    order_id text not null, kind text, local_at timestamp, instant timestamptz,
    amount numeric(20, 6) not null, quantity numeric(20, 6) not null,
    product_id text, customer_id text, country text, channel text, currency text not null
  ) on commit drop`);
  await client.query(`create temp table staged_product (product_id text not null, name text, category text, lines int not null) on commit drop`);
}

/** Writes lines as COPY text and waits when Postgres is slower than the file. */
export class Stage {
  private text = "";
  private lineNo = 0;
  private failed: unknown;
  private readonly stream: copy.CopyStreamQuery;
  private readonly products = new Map<string, { product: string; name: string | null; category: string | null; lines: number }>();
  private flushed: string[] = [];

  constructor(private readonly client: pg.ClientBase) {
    this.stream = client.query(copy.from(`copy ${stagedTable} from stdin`));
    this.stream.on("error", (error: unknown) => { this.failed = error; });
  }

  add(line: Line): void {
    const { when, productId } = line;
    const isLocal = when.offset === null;
    this.text += `${line.rowNo}\t${++this.lineNo}\t${line.isRow ? "t" : "f"}\t${line.counts ? "t" : "f"}\t${cell(line.orderId)}\t${line.kind ?? "\\N"}\t${isLocal ? when.local : "\\N"}\t${isLocal ? "\\N" : when.local + when.offset}\t${formatMicros(line.amount)}\t${formatMicros(line.quantity)}\t${cell(productId)}\t${cell(line.customerId)}\t${cell(line.country)}\t${cell(line.channel)}\t${line.currency}\n`;
    if (productId !== null) this.count(productId, line.productName, line.category);
  }

  private count(product: string, name: string | null, category: string | null): void {
    const key = `${product}\u0000${name ?? ""}\u0000${category ?? ""}`;
    const known = this.products.get(key);
    if (known) known.lines++;
    else {
      this.products.set(key, { product, name, category, lines: 1 });
      if (this.products.size >= 50_000) this.flushProducts();
    }
  }

  private flushProducts(): void {
    let text = "";
    for (const { product, name, category, lines } of this.products.values()) text += `${cell(product)}\t${cell(name)}\t${cell(category)}\t${lines}\n`;
    this.products.clear();
    this.flushed.push(text);
  }

  /** Hands over what was gathered; resolves when there is room for more. */
  async flush(): Promise<void> {
    if (this.failed) throw this.failed;
    if (this.text === "") return;
    const text = this.text;
    this.text = "";
    if (this.stream.write(text)) return;
    await new Promise<void>((resolve, reject) => {
      const done = (): void => { this.stream.off("drain", done); this.stream.off("error", fail); resolve(); };
      const fail = (error: unknown): void => { this.stream.off("drain", done); reject(error as Error); };
      this.stream.once("drain", done);
      this.stream.once("error", fail);
    });
  }

  async finish(): Promise<void> {
    await this.flush();
    await end(this.stream);
    this.flushProducts();
    const products = this.client.query(copy.from("copy staged_product from stdin"));
    for (const text of this.flushed) products.write(text);
    await end(products);
  }

  /** Ends the COPY so that the connection can be used again; what was sent is rolled back by the caller. */
  async abandon(): Promise<void> {
    if (this.failed || this.stream.destroyed) return;
    await new Promise<void>((resolve) => {
      this.stream.once("error", () => resolve());
      this.stream.once("close", () => resolve());
      this.stream.destroy(new Error("abandoned"));
    });
  }
}

function end(stream: copy.CopyStreamQuery): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once("error", reject);
    stream.once("finish", resolve);
    stream.end();
  });
}

const special = /[\t\n\r\\]/;
const escapes: Record<string, string> = { "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\" };
function cell(text: string | null): string {
  if (text === null) return "\\N";
  return special.test(text) ? text.replace(/[\t\n\r\\]/g, (letter) => escapes[letter]!) : text;
}
