// Long work in small pieces: between two of them this program's other work has its turn, such as answers of Postgres
// that wait to be taken.

/** Milliseconds that a piece of work may take. */
const longest = 1;

export class Breath {
  private since = performance.now();

  /** Resolves at once until the work took long; then once everything else that waited had its turn. */
  get isDue(): boolean {
    return performance.now() - this.since > longest;
  }

  async take(): Promise<void> {
    await new Promise<void>((resolve) => { setImmediate(resolve); });
    this.since = performance.now();
  }
}
