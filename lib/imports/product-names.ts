// How often a file calls a product what: the most frequent name wins. Held in memory up to a bound, then as COPY text.
import { copyCell as cell } from "#lib/imports/copy-text.ts";

const bound = 50_000;

interface Called {
  name: string | null;
  category: string | null;
  lines: number;
  /** The same product by another name. */
  other: Called | undefined;
}

export class ProductNames {
  private readonly known = new Map<string, Called>();
  private readonly full: string[] = [];
  private size = 0;

  add(product: string, name: string | null, category: string | null): void {
    const first = this.known.get(product);
    for (let called = first; called !== undefined; called = called.other) {
      if (called.name === name && called.category === category) {
        called.lines++;
        return;
      }
    }
    this.known.set(product, { name, category, lines: 1, other: first });
    if (++this.size >= bound) this.pack();
  }

  private pack(): void {
    let text = "";
    for (const [product, first] of this.known) {
      for (let called: Called | undefined = first; called !== undefined; called = called.other) text += `${cell(product)}\t${cell(called.name)}\t${cell(called.category)}\t${called.lines}\n`;
    }
    this.known.clear();
    this.size = 0;
    if (text !== "") this.full.push(text);
  }

  /** Rows of (product, name, category, lines); one product and name may come more than once. */
  texts(): string[] {
    this.pack();
    return this.full;
  }
}
