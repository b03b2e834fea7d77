// A Chromium for tests and printed reports: found, or fetched; proved by opening a page.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright";
import { childEnvironment, currentConfig } from "#lib/config.ts";
import { AppError } from "#lib/core/errors.ts";
import { browserFlags } from "#scripts/parts/browser-flags.ts";

const system = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

/**
 * Path of a Chromium that opens a page: CHROMIUM_PATH, Playwright's own, the system's, else one that is
 * installed now (Playwright's, or as root on Debian the system's). Throws AppError "unavailable" in words.
 */
export async function findBrowser(say: (line: string) => void): Promise<string> {
  const named = currentConfig().chromiumPath;
  if (named) {
    const wrong = await failure(named);
    if (wrong) throw new AppError("unavailable", "browser.named", `CHROMIUM_PATH names ${named}, which doesn't open a page: ${wrong}`);
    return named;
  }
  const places = () => [chromium.executablePath(), ...system];
  const found = await firstWorking(places());
  if (found) return found;
  for (const [words, command, args] of installers()) {
    say(`No browser was found; ${words}…`);
    const done = spawnSync(command, args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8", timeout: 600_000, env: childEnvironment({ DEBIAN_FRONTEND: "noninteractive" }) });
    const fresh = await firstWorking(places());
    if (fresh) return fresh;
    say(`  that did not work: ${lastLine(done.stderr) || done.error?.message || `it ended with ${done.status}`}`);
  }
  throw new AppError("unavailable", "browser.none", "The tests need Chromium, and none could be found or installed. Install Chromium or Chrome, or set CHROMIUM_PATH to one.");
}

function installers(): [string, string, string[]][] {
  const own: [string, string, string[]] = ["fetching Playwright's Chromium (about 150 MB)", process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"]];
  const isDebianRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  return isDebianRoot ? [own, ["installing the system's Chromium with apt-get", "/bin/sh", ["-c", "apt-get update -q && apt-get install -y -q chromium"]]] : [own];
}

async function firstWorking(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (existsSync(path) && !(await failure(path))) return path;
  }
  return undefined;
}

/** Why this browser can't open a page; undefined when it can. */
async function failure(executablePath: string): Promise<string | undefined> {
  try {
    const browser = await chromium.launch({ executablePath, args: browserFlags, timeout: 30_000 });
    try {
      await (await browser.newPage()).goto("data:text/html,ok");
    } finally {
      await browser.close();
    }
    return undefined;
  } catch (error) {
    return (error as Error).message.split("\n")[0];
  }
}

function lastLine(text: string | null): string {
  return (text ?? "").trim().split("\n").at(-1) ?? "";
}
