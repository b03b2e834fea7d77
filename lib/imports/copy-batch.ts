// COPY text gathered as bytes: one growing buffer instead of a million small strings.
export class CopyBatch {
  private bytes: Buffer;
  private used = 0;
  constructor(private readonly size: number) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  get length(): number {
    return this.used;
  }

  add(text: string): void {
    // A letter takes three bytes of UTF-8 at most (pairs of surrogates four for two).
    if (this.used + text.length * 3 > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.used + text.length * 3));
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
    }
    this.used += this.bytes.write(text, this.used);
  }

  /** Hands over what was gathered and begins anew. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.used);
    this.bytes = Buffer.allocUnsafe(this.size);
    this.used = 0;
    return taken;
  }
}
