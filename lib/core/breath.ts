// Long work in small pieces: between two of them this program's other work has its turn, such as answers of Postgres
// that wait to be taken.

/** Milliseconds that a piece of work may take. */
const longest = 1;

export class Breath {
  private since = performance.now();

  /** The work has taken long since others had their turn. */
  get isDue(): boolean {
    return performance.now() - this.since > longest;
  }

  /** Resolves once everything else that waited had its turn. */
  async take(): Promise<void> {
    await new Promise<void>((resolve) => { setImmediate(resolve); });
    this.since = performance.now();
  }
}
