// The mart files of db/marts, read once: what creates a table, what fills given days of one store.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface MartFile {
  /** Table name in schema mart. */
  name: string;
  create: string;
  /** Fills $2 days (or Mondays) of store $1 in the currencies $3: its own and the reporting one; $4: whether any event has to be converted. */
  fill: string;
  /** How many of those it names. */
  parameters: number;
  /** What one `day` of the table stands for. */
  grain: "day" | "week";
  /** Marts that must be filled before. */
  after: string[];
  hash: string;
}

const folder = path.join(process.cwd(), "db", "marts");
let files: MartFile[] | undefined;

/** All marts in filling order. Throws when a file lacks a section: a fault of the file, seen at start. */
export function martFiles(): MartFile[] {
  return (files ??= order(readdirSync(folder).filter((name) => name.endsWith(".sql")).sort().map(parse)));
}

function parse(fileName: string): MartFile {
  const text = readFileSync(path.join(folder, fileName), "utf8");
  const create = /^-- @create.*\n([\s\S]*?)(?=^-- @|(?![\s\S]))/m.exec(text)?.[1];
  const fill = /^-- @fill.*\n([\s\S]*?)(?=^-- @|(?![\s\S]))/m.exec(text)?.[1];
  if (!create || !fill) throw new Error(`db/marts/${fileName} needs a "-- @create" and a "-- @fill" section.`);
  const after = [...text.matchAll(/^-- @after (\w+)$/gm)].map((match) => match[1]!);
  const grain = /^-- @grain week$/m.test(text) ? "week" : "day";
  const parameters = Math.max(...[...fill.matchAll(/\$(\d)/g)].map((match) => Number(match[1])));
  return { parameters, grain, name: fileName.replace(/\.sql$/, ""), create, fill: fill.trim().replace(/;$/, ""), after, hash: createHash("sha256").update(text).digest("hex") };
}

function order(marts: MartFile[]): MartFile[] {
  const placed: MartFile[] = [];
  let left = marts;
  while (left.length > 0) {
    const ready = left.filter((mart) => mart.after.every((name) => placed.some((other) => other.name === name)));
    if (ready.length === 0) throw new Error(`Marts wait for each other: ${left.map((mart) => mart.name).join(", ")}.`);
    placed.push(...ready);
    left = left.filter((mart) => !ready.includes(mart));
  }
  return placed;
}
