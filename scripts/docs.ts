// Writes the pages and message files that are generated from declarations. --check writes nothing and exits 1 when one is stale.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { accessMatrix } from "#scripts/parts/access-matrix.ts";
import { sourcePages } from "#lib/sources/docs.ts";
import { metricPages, metricWords } from "#lib/metrics/docs.ts";

/** Path → what must stand there. A new generated page is a line here. */
export const generated: Record<string, () => string | Promise<string>> = {
  "lib/metrics/metrics.md": metricPages,
  "lib/sources/sources.md": sourcePages,
  "lib/access/access-matrix.md": accessMatrix,
  "lib/words/en/metrics.json": metricWords,
};

/** Paths whose file differs from what their declaration says. */
export async function stalePages(): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, write] of Object.entries(generated)) {
    if (!existsSync(path) || readFileSync(path, "utf8") !== (await write())) stale.push(path);
  }
  return stale;
}

if (process.argv[1]?.endsWith("docs.ts")) {
  const stale = await stalePages();
  const isCheck = process.argv.includes("--check");
  if (!isCheck) for (const path of stale) writeFileSync(path, await generated[path]!());
  console.log(stale.length === 0 ? "All generated pages are up to date." : `${isCheck ? "Stale" : "Written"}: ${stale.join(", ")}`);
  process.exitCode = isCheck && stale.length > 0 ? 1 : 0;
}
