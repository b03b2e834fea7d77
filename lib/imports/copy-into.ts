import type pg from "pg";
import copy from "pg-copy-streams";

/** Sends rows of COPY text into `target`: a table, with its columns in brackets where they aren't all meant. */
export function copyInto(client: pg.ClientBase, target: string, text: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = client.query(copy.from(`copy ${target} from stdin`));
    stream.once("error", reject);
    stream.once("finish", resolve);
    stream.end(text);
  });
}
