import { once } from "node:events";
import type pg from "pg";
import copy from "pg-copy-streams";

/**
 * Sends rows of COPY text, whole or in pieces, into `target`: a table, with its columns in brackets where they aren't
 * all meant. `onSent` is called once all of it has left, while Postgres still works on it. Throws what Postgres says.
 */
export async function copyInto(client: pg.ClientBase, target: string, text: string | Buffer | Iterable<string>, onSent?: () => void): Promise<void> {
  const stream = client.query(copy.from(`copy ${target} from stdin`));
  const done = once(stream, "finish");
  const isBroken = done.then(() => false, () => true);
  for (const piece of typeof text === "string" || Buffer.isBuffer(text) ? [text] : text) {
    // A piece is taken once the socket has it; a COPY that was refused takes none.
    const isTaken = new Promise<boolean>((resolve) => { stream.write(piece, (error) => resolve(!error)); });
    if (await Promise.race([isTaken.then((taken) => !taken), isBroken])) break;
  }
  stream.end();
  if (onSent) setImmediate(onSent);
  await done;
}
