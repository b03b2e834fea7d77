// npm run prove [-- PATTERN]: the tests that try many random things, at full size (hundreds of kills, ten
// thousand broken files). What came out is written to test/proofs.md, with the day and how long it took.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { childEnvironment } from "#lib/config.ts";
import { dayAt, now } from "#lib/core/day.ts";
import { runScript } from "#scripts/parts/script.ts";

interface Report {
  testResults: { name: string; assertionResults: { fullName: string; status: string; duration?: number | null }[] }[];
}

await runScript(async () => {
  const patterns = process.argv.slice(2).filter((word) => !word.startsWith("-"));
  const sizedFiles = readdirSync("test", { recursive: true, encoding: "utf8" })
    .map((name) => `test/${name}`)
    .filter((name) => name.endsWith(".test.ts") && readFileSync(name, "utf8").includes("sized("))
    .filter((name) => patterns.length === 0 || patterns.some((pattern) => name.includes(pattern)));
  const folder = mkdtempSync(path.join(os.tmpdir(), "storecast-prove-"));
  const file = path.join(folder, "report.json");
  try {
    const code = await new Promise<number>((resolve) => {
      const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--reporter=verbose", "--reporter=json", `--outputFile.json=${file}`, "--testTimeout=3600000", ...sizedFiles], { stdio: ["ignore", "inherit", "inherit"], env: childEnvironment({ STORECAST_PROVE: "1" }) });
      child.on("exit", (status) => resolve(status ?? 1));
    });
    const tests = (JSON.parse(readFileSync(file, "utf8")) as Report).testResults.flatMap((suite) => suite.assertionResults.map((test) => ({ ...test, file: path.relative(process.cwd(), suite.name) })));
    const failed = tests.filter((test) => test.status === "failed").length;
    writeFileSync("test/proofs.md", page(tests, patterns.length === 0 ? [] : standing()));
    return { ok: code === 0 && failed === 0, line: `${tests.filter((test) => test.status === "passed").length} passed, ${failed} failed, ${tests.filter((test) => !["passed", "failed"].includes(test.status)).length} skipped` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

type Proven = { file: string; fullName: string; status: string; duration?: number | null };

/** Rows of the page as it stands: a part that is proved again replaces its own only. */
function standing(): string[] {
  return existsSync("test/proofs.md") ? readFileSync("test/proofs.md", "utf8").split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| test ")) : [];
}

function page(tests: Proven[], kept: string[]): string {
  const day = dayAt(now(), "UTC");
  const rows = new Map(kept.map((line) => [line.split(" | ")[0]!, line]));
  for (const test of tests.filter(({ status }) => status !== "pending" && status !== "skipped")) {
    const name = `| ${test.fullName.trim().replaceAll("|", "\\|")} (\`${test.file}\`)`;
    rows.set(name, `${name} | ${test.status} | ${((test.duration ?? 0) / 1000).toFixed(1)} | ${day}, Node ${process.versions.node}, ${os.cpus().length} cores |`);
  }
  return [
    "# Proofs", "", "Written by `npm run prove`: the tests that try many random things, at full size. `npm test` runs the same with fewer tries.", "",
    "| test | result | seconds | when |", "|---|---|---|---|", ...[...rows.values()].sort(), "",
  ].join("\n");
}
