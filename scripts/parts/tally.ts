// What the test runners' JSON reports say, counted the same way.
import { readFileSync } from "node:fs";

export interface Tally {
  passed: number;
  failed: number;
  /** One line a skipped test: its title, and the reason if it gave one. */
  skipped: string[];
}

interface VitestReport {
  testResults: { name: string; status: string; message?: string; assertionResults: { fullName: string; status: string; meta?: { note?: string } }[] }[];
}

/** A file that can't even be loaded counts as one failure; a runner that ends badly without a failed test too. */
export function vitestTally(file: string, code: number): Tally {
  const report = read<VitestReport>(file);
  const tally: Tally = { passed: 0, failed: 0, skipped: [] };
  for (const suite of report?.testResults ?? []) {
    if (suite.status === "failed" && !suite.assertionResults.some((test) => test.status === "failed")) tally.failed += 1;
    for (const test of suite.assertionResults) {
      if (test.status === "passed") tally.passed += 1;
      else if (test.status === "failed") tally.failed += 1;
      else tally.skipped.push(test.fullName.trim());
    }
  }
  return honest(tally, code);
}

interface PlaywrightSuite {
  title: string;
  suites?: PlaywrightSuite[];
  specs?: { title: string; tests: { status: "expected" | "unexpected" | "flaky" | "skipped"; annotations: { type: string; description?: string }[] }[] }[];
}

/** A flaky test, one that passed only when repeated, counts as failed. */
export function playwrightTally(file: string, code: number): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: [] };
  const count = (suite: PlaywrightSuite) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const note = test.annotations.find(({ type }) => type === "skip" || type === "fixme");
        const reason = note ? note.description : "did not run, because one before it in its file failed";
        if (test.status === "skipped") tally.skipped.push(`${suite.title}: ${spec.title}${reason ? ` (${reason})` : ""}`);
        else if (test.status === "expected") tally.passed += 1;
        else tally.failed += 1;
      }
    }
    suite.suites?.forEach(count);
  };
  read<{ suites: PlaywrightSuite[] }>(file)?.suites.forEach(count);
  return honest(tally, code);
}

function honest(tally: Tally, code: number): Tally {
  if (code !== 0 && tally.failed === 0) tally.failed = 1;
  return tally;
}

function read<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}
