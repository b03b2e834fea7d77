// Holds the rooms to ARCHITECTURE.md: who imports whom, and what belongs to one place only.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const tops = ["app", "lib", "db", "scripts"];
const files = tops.flatMap((top) => walk(top)).concat("proxy.ts").filter((file) => /\.tsx?$/.test(file));
const source = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** "lib/metrics/read.ts" → "lib/metrics"; single files of lib are rooms of their own. */
function room(file: string): string {
  const [top, second] = file.split("/");
  if (top === "lib") return second!.endsWith(".ts") ? `lib/${second!.replace(".ts", "")}` : `lib/${second}`;
  return top === "app" && second === "ui" ? "app/ui" : top!.replace(/\.ts$/, "");
}

function imports(file: string): string[] {
  return [...source.get(file)!.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]!);
}

const everyone = ["lib/core", "lib/config", "lib/log", "lib/database", "lib/words", "db"];
const allowed: Record<string, string[] | "any"> = {
  "lib/core": [],
  "db": ["db"],
  "app/ui": ["app/ui", "lib/metrics", "lib/words", "lib/core", "app"],
  "app": "any",
  "proxy": ["lib/access", "lib/core", "lib/config"],
  "scripts": "any",
  "lib/config": ["lib/core"], "lib/log": ["lib/config"], "lib/database": ["lib/config", "lib/core", "db"],
  "lib/words": ["lib/core"],
  "lib/stores": everyone,
  "lib/refresh": [...everyone, "lib/stores"],
  "lib/metrics": [...everyone, "lib/stores"],
  "lib/access": [...everyone, "lib/stores"],
  "lib/sales": [...everyone, "lib/stores", "lib/metrics"],
  "lib/exports": [...everyone, "lib/metrics"],
  "lib/imports": [...everyone, "lib/stores", "lib/refresh", "lib/exports"],
  "lib/cluster": everyone,
  "lib/facts": ["lib/core"],
  "lib/channels": ["lib/core"],
  "lib/traffic": [...everyone, "lib/channels", "lib/facts", "lib/refresh", "lib/stores"],
  "lib/sources": ["lib/core", "lib/facts", "lib/channels"],
  "lib/secrets": everyone,
  "lib/ingest": [...everyone, "lib/sources", "lib/facts", "lib/channels", "lib/traffic", "lib/secrets", "lib/stores", "lib/refresh", "lib/imports", "lib/exports", "lib/demo", "lib/plan"],
  "lib/demo": ["lib/core"],
  "lib/forecast": ["lib/core"],
  "lib/plan": [...everyone, "lib/stores", "lib/metrics", "lib/forecast"],
  "lib/projections": [...everyone, "lib/stores", "lib/metrics", "lib/sales", "lib/plan", "lib/forecast"],
};

describe("the house", () => {
  test("every room is on the list, and imports only what ARCHITECTURE.md lets it", () => {
    const wrong: string[] = [];
    for (const file of files) {
      const from = room(file);
      const may = allowed[from];
      if (!may) { wrong.push(`${file}: the room ${from} is not on the list`); continue; }
      if (may === "any") continue;
      for (const name of imports(file).filter((name) => name.startsWith("#"))) {
        const to = room(name.slice(1));
        if (to !== from && !may.includes(to)) wrong.push(`${file} → ${name}`);
      }
    }
    expect(wrong).toEqual([]);
  });
  test("a source imports no other source; the sign-in that Google's share stands apart", () => {
    const wrong = files.filter((file) => /^lib\/sources\/[^/]+\//.test(file)).flatMap((file) => {
      const own = file.split("/")[2]!;
      return imports(file).filter((name) => { const to = /^#lib\/sources\/([^/]+)\//.exec(name)?.[1]; return to !== undefined && to !== own && to !== "google"; }).map((name) => `${file} → ${name}`);
    });
    expect(wrong).toEqual([]);
  });
  test("imports of ours are by room (#lib/…) with their ending, never by ../", () => {
    const wrong = files.flatMap((file) => imports(file).filter((name) => name.startsWith("..") || (name.startsWith("#") && !/\.(tsx?|json|css)$/.test(name))).map((name) => `${file}: ${name}`));
    expect(wrong).toEqual([]);
  });
  const only: [string, RegExp, RegExp][] = [
    ["process.env is read in lib/config.ts alone", /process\.env\b/, /^lib\/config\.ts$/],
    ["@tremor/react and recharts are imported in app/ui alone", /from "(@tremor\/react|recharts)/, /^app\/ui\//],
    ["the clock is read in lib/core/day.ts alone", /\bnew Date\(\)|Date\.now\(/, /^lib\/core\/day\.ts$/],
    ["console is used by scripts alone", /\bconsole\.(log|error|warn)\(/, /^scripts\//],
    ["HTML is never set from text", /dangerouslySetInnerHTML/, /^$/],
    ["no Server Actions: writes go through route()", /["']use server["']/, /^$/],
  ];
  for (const [title, pattern, place] of only) {
    test(title, () => {
      expect(files.filter((file) => pattern.test(withoutComments(source.get(file)!)) && !place.test(file))).toEqual([]);
    });
  }
  test("no file is over 400 lines, catalogues and generated types aside", () => {
    const long = files.filter((file) => !["db/schema.ts", "lib/metrics/catalogue.ts"].includes(file) && source.get(file)!.split("\n").length > 400);
    expect(long).toEqual([]);
  });
  test("pages stay under 60 lines", () => {
    expect(files.filter((file) => file.endsWith("/page.tsx") && source.get(file)!.split("\n").length > 60)).toEqual([]);
  });
  test("nothing is called utils, helpers, services, managers or common", () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|services?|managers?|common)(\/|\.tsx?$)/.test(file))).toEqual([]);
  });
  test("every package is pinned exactly, and the lock holds no download addresses", () => {
    const pack = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, Record<string, string>>;
    const loose = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) => Object.entries(pack[kind] ?? {}).filter(([, version]) => !/^\d/.test(version)));
    expect(loose).toEqual([]);
    expect(readFileSync("package-lock.json", "utf8")).not.toContain('"resolved"');
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}
