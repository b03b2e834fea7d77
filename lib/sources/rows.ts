// Reading a list of a vendor's rows one by one: a row that can't be read is set aside with its place and reason,
// and doesn't take the others with it.
import type { z } from "zod";
import { redact } from "#lib/core/redact.ts";
import { quickReader, refused } from "#lib/sources/quick-reader.ts";
import type { Context, Rejected } from "#lib/sources/source.ts";

/** The rows that `schema` takes, and why the others were refused. `path` names the list ("rows"), `first` is where these begin in it. */
export function readRows<T>(schema: z.ZodType<T>, rows: readonly unknown[], path: string, first = 0): { good: T[]; rejects: Rejected[] } {
  const rejects: Rejected[] = [];
  const good: T[] = [];
  const read = rowReader(schema, path, rejects);
  for (let at = 0; at < rows.length; at++) {
    const row = read(rows[at], first + at);
    if (row !== refused) good.push(row);
  }
  return { good, rejects };
}

/** The same one by one, for lists that need not be held twice: what is refused is added to `rejects` on the way. */
export function* eachRow<T>(schema: z.ZodType<T>, rows: readonly unknown[], path: string, rejects: Rejected[], first = 0): Generator<T> {
  const read = rowReader(schema, path, rejects);
  for (let at = 0; at < rows.length; at++) {
    const row = read(rows[at], first + at);
    if (row !== refused) yield row;
  }
}

/** Reads the row at a place of the list; `refused` where `schema` doesn't take it, and then `rejects` holds why. */
export function rowReader<T>(schema: z.ZodType<T>, path: string, rejects: Rejected[]): (row: unknown, at: number) => T | typeof refused {
  const quick = quickReader(schema);
  return (row, at) => {
    const taken = quick(row);
    if (taken !== refused) return taken;
    const read = schema.safeParse(row);
    if (read.success) return read.data;
    const issue = read.error.issues[0]!;
    rejects.push(rejected(`${path}[${at}]${issue.path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("")}`, issue.message, row));
    return refused;
  };
}

export function rejected(path: string, reason: string, row: unknown): Rejected {
  return { path, reason, sample: redact(JSON.stringify(row) ?? "").slice(0, 300) };
}

/** Counts the keys of a vendor's object that nobody here knows: APIs grow fields, and one may matter. */
export function noteUnknown(context: Pick<Context, "drift">, path: string, object: unknown, known: readonly string[]): void {
  if (typeof object !== "object" || object === null) return;
  for (const key of Object.keys(object)) if (!known.includes(key)) context.drift(`${path}${path && "."}${key}`);
}
