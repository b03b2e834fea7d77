// npm test [-- PATTERN]: types, lint, unit and database tests, build, browser tests; the sum is the last line.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { childEnvironment } from "#lib/config.ts";
import { isAppError } from "#lib/core/errors.ts";
import { findBrowser } from "#scripts/parts/browser.ts";
import { ensureBuild } from "#scripts/parts/build.ts";
import { playwrightTally, vitestTally, type Tally } from "#scripts/parts/tally.ts";

const patterns = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const reports = mkdtempSync(path.join(os.tmpdir(), "storecast-report-"));
const total: Tally = { passed: 0, failed: 0, skipped: [] };
const children = new Set<ChildProcess>();
let stopped = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => { stopped = true; for (const child of children) child.kill("SIGTERM"); });

if (patterns.length === 0) {
  await check("Types", "node_modules/typescript/bin/tsc", ["--noEmit"]);
  await check("Lint", "node_modules/oxlint/bin/oxlint", ["--deny-warnings"]);
}
// Side by side: unit tests wait for servers and clocks, browser tests run one after the other; together they fill two processors.
await Promise.all([
  wanted(/\.test\.ts$/) ? part("Unit and database tests", async () => {
    const report = path.join(reports, "vitest.json");
    const code = await node("node_modules/vitest/vitest.mjs", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, "--passWithNoTests", ...patterns]);
    return vitestTally(report, code);
  }) : null,
  wanted(/\.spec\.ts$/) ? part("Browser tests", async () => {
    const browser = await findBrowser(say);
    await ensureBuild(say);
    total.passed += 1; // the build itself
    const report = path.join(reports, "playwright.json");
    const code = await node("node_modules/@playwright/test/cli.js", ["test", "--reporter=list,json", "--pass-with-no-tests", ...patterns], { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report });
    return playwrightTally(report, code);
  }) : null,
]);

rmSync(reports, { recursive: true, force: true });
for (const reason of total.skipped) say(`skipped: ${reason}`);
if (stopped) total.failed += 1;
if (total.passed + total.failed + total.skipped.length === 0) {
  say(`No test file's name holds ${patterns.join(" or ")}.`);
  total.failed = 1;
}
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped\n`, () => process.exit(total.failed === 0 ? 0 : 1));

/** Whether any test file of this kind is asked for. */
function wanted(kind: RegExp): boolean {
  const files = readdirSync("test", { recursive: true, encoding: "utf8" }).map((name) => `test/${name.replaceAll("\\", "/")}`).filter((name) => kind.test(name));
  return !stopped && files.some((name) => patterns.length === 0 || patterns.some((pattern) => name.includes(pattern)));
}

/** A program whose exit code is the test. */
async function check(title: string, program: string, args: string[]): Promise<void> {
  await part(title, async () => ((await node(program, args)) === 0 ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] }));
}

async function part(title: string, run: () => Promise<Tally>): Promise<void> {
  if (stopped) return;
  say(`\n── ${title}`);
  const start = performance.now();
  const tally = await run().catch((error: unknown): Tally => {
    say(isAppError(error) ? error.message : String((error as Error).stack ?? error));
    return { passed: 0, failed: 1, skipped: [] };
  });
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped.push(...tally.skipped);
  say(`${title}: ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped in ${Math.round((performance.now() - start) / 1000)} s`);
}

function node(program: string, args: string[], environment: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "inherit", "inherit"], env: childEnvironment(environment) });
    children.add(child);
    child.on("exit", (code) => {
      children.delete(child);
      resolve(code ?? 1);
    });
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
