import { defineConfig } from "@playwright/test";
import { browserFlags } from "./scripts/parts/browser-flags.ts";

// One product for all files, started by the setup from an empty data folder; so one worker, in order.
export default defineConfig({
  testDir: "test/e2e",
  outputDir: "test-results",
  globalSetup: "./test/support/e2e-setup.ts",
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  // A small machine that does several things at once needs more than the usual 5 seconds.
  expect: { timeout: 15_000 },
  use: {
    locale: "en-GB",
    timezoneId: "Europe/Amsterdam",
    // Steps and pages of a test that fails; a film of every test would cost more than the tests.
    trace: { mode: "retain-on-failure", screenshots: false, sources: false },
    launchOptions: { args: browserFlags, ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}) },
  },
});
