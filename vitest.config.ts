import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";

// Tests seal and sign with keys of their own, never with those of a product that runs in this folder.
const home = mkdtempSync(path.join(os.tmpdir(), "storecast-tests-"));
process.on("exit", () => rmSync(home, { recursive: true, force: true }));

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "node_modules/**"],
    globalSetup: "test/support/global-setup.ts",
    env: { STORECAST_HOME: home },
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
