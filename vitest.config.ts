import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Tests seal and sign with keys of their own, never with those of a product that runs in this folder.
const home = mkdtempSync(path.join(os.tmpdir(), "storecast-tests-"));
process.on("exit", () => rmSync(home, { recursive: true, force: true }));

/** Begun first, so that none of them is left alone at the end with a processor idle: nothing else tells a fresh clone how long a file takes. */
const longest = ["ingest/kill", "imports/kill", "ingest/every-source", "projections/project", "forecast/never", "imports/script", "ingest/files-script", "cluster/start-states", "forecast/command", "imports/online-retail", "demo/figures-tie"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at === -1 ? longest.length : at;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "node_modules/**"],
    globalSetup: "test/support/global-setup.ts",
    env: { STORECAST_HOME: home },
    pool: "forks",
    // A process reads its modules once for all of its files: they keep no state that a test could see of another.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
