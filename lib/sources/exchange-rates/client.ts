// Fetching the file of rates: plain, gzip, or the first file of a zip archive.
import { createInterface } from "node:readline";
import yauzl from "yauzl";
import { HttpFault, type Context } from "#lib/sources/source.ts";
import type { Settings } from "#lib/sources/exchange-rates/source.ts";

export type Asker = Omit<Context<Settings>, "account">;
const largest = 64 * 1_048_576;

/** The file's lines. Throws an HttpFault where there is no file. */
export async function* fileLines(context: Asker): AsyncGenerator<string> {
  const { pathname, search } = new URL(context.settings.url);
  const url = `${context.endpoint.base}${pathname}${search}`;
  if (!pathname.toLowerCase().endsWith(".zip")) {
    for await (const lines of context.http.lines({ url })) yield* lines;
    return;
  }
  const packed = await context.http.attempt(async () => {
    const answer = await context.http.fetch(url);
    if (!answer.ok) throw new HttpFault({ kind: answer.status === 404 ? "gone" : answer.status === 429 ? "throttled" : answer.status >= 500 ? "vendor" : "input", status: answer.status, message: `The file of rates was answered with ${answer.status}.` });
    return Buffer.from(await answer.arrayBuffer());
  }, (error) => ({ kind: "network", message: `The file of rates could not be fetched: ${String((error as Error).message)}` }));
  yield* firstOf(packed);
}

async function* firstOf(packed: Buffer): AsyncGenerator<string> {
  let lines: AsyncIterable<string>;
  try {
    const zip = await yauzl.fromBufferPromise(packed, { lazyEntries: true, validateEntrySizes: true });
    const entry = await new Promise<yauzl.Entry>((resolve, reject) => zip.once("entry", resolve).once("end", () => reject(new Error("it is empty"))).once("error", reject).readEntry());
    if (entry.uncompressedSize > largest) throw new Error("it unpacks to more than 64 MB");
    lines = createInterface({ input: await zip.openReadStreamPromise(entry), crlfDelay: Infinity });
  } catch (error) {
    throw new HttpFault({ kind: "vendor", code: "no_answer", message: `The zip of rates can't be unpacked: ${String((error as Error).message)}.` });
  }
  yield* lines;
}
