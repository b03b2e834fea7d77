// Does an order say the same as last time? The sum of its lines' hashes: the order of lines doesn't matter, repeats do.

/** Adds up 53-bit hashes exactly, without bigints on the way. */
export class Fingerprint {
  private high = 0;
  private low = 0;

  /** Mixes one line in, told as two texts (two 32-bit multiplicative hashes over their letters, then avalanched). */
  add(head: string, tail: string): void {
    let a = 0x9e3779b9;
    let b = 0x85ebca6b;
    for (let at = 0; at < head.length; at++) {
      const letter = head.charCodeAt(at);
      a = Math.imul(a ^ letter, 0x9e3779b1);
      b = Math.imul(b ^ letter, 0x5f356495);
    }
    for (let at = 0; at < tail.length; at++) {
      const letter = tail.charCodeAt(at);
      a = Math.imul(a ^ letter, 0x9e3779b1);
      b = Math.imul(b ^ letter, 0x5f356495);
    }
    a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
    b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
    this.high += b & 0x1fffff;
    this.low += a >>> 0;
  }

  /** As a decimal number, for numeric. */
  toString(): string {
    return (BigInt(this.high) * 4_294_967_296n + BigInt(this.low)).toString();
  }
}
