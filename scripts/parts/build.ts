// The web pages, built when their sources are not those of the last build.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "#lib/core/errors.ts";
import { withLock } from "#lib/cluster/lock.ts";
import { childEnvironment, distFolder } from "#lib/config.ts";

/** What a build depends on. SQL files are read while running, but the folder is small and one rule is simpler. */
const sources = ["app", "lib", "db", "public", "proxy.ts", "instrumentation.ts", "instrumentation-client.ts", "next.config.js", "postcss.config.mjs", "postcss.config.js", "tsconfig.json", "package-lock.json"];

const stamp = () => path.join(distFolder(), "storecast-sources");

/** Builds when sources changed since the last complete build; says how long it takes. Returns whether it built. */
export async function ensureBuild(say: (line: string) => void): Promise<boolean> {
  if (isBuilt()) return false;
  return withLock(path.join("node_modules", ".storecast-build.lock"), 600_000, async () => {
    if (isBuilt()) return false;
    say("Building the pages (only when the program changed; about a minute)…");
    const start = performance.now();
    const tick = setInterval(() => say(`  still building, ${Math.round((performance.now() - start) / 1000)} s`), 15_000);
    rmSync(stamp(), { force: true });
    const hash = sourceHash();
    const { code, said } = await nextBuild().finally(() => clearInterval(tick));
    if (code !== 0) throw new AppError("broken", "start.build", `The pages could not be built:\n${said.trim()}`);
    writeFileSync(stamp(), hash);
    say(`Built in ${Math.round((performance.now() - start) / 1000)} s.`);
    return true;
  });
}

function isBuilt(): boolean {
  try {
    return existsSync(path.join(distFolder(), "BUILD_ID")) && readFileSync(stamp(), "utf8") === sourceHash();
  } catch {
    return false;
  }
}

function sourceHash(): string {
  const hash = createHash("sha256");
  for (const source of sources.filter((name) => existsSync(name))) {
    const files = statSync(source).isDirectory()
      ? readdirSync(source, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).sort()
      : [source];
    for (const file of files) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

let running: ReturnType<typeof spawn> | undefined;

function nextBuild(): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], { stdio: ["ignore", "pipe", "pipe"], env: childEnvironment({ NODE_ENV: "production" }) });
    running = child;
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => { said += chunk.toString(); });
    child.on("exit", (code) => { running = undefined; resolve({ code: code ?? 1, said }); });
  });
}

/** Ends a build that is under way; the next start begins it anew. */
export function abandonBuild(): void {
  running?.kill("SIGTERM");
}
