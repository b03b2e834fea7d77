// What every npm script goes through: `node scripts/run.mjs NAME args…`. Plain JavaScript without
// packages, because it is what installs them; then it runs scripts/NAME.ts and passes on signals and exit code.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [name, ...words] = process.argv.slice(2);

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stop(`Storecast needs Node 20.19 or newer; this is ${process.versions.node}. Get it from https://nodejs.org, then run the same command again.`);
}
const entry = path.join(root, "scripts", `${name}.ts`);
if (!/^[a-z][a-z-]*$/.test(name ?? "") || !existsSync(entry)) {
  const known = readdirSync(path.join(root, "scripts")).filter((file) => file.endsWith(".ts")).map((file) => file.slice(0, -3));
  stop(`There is no script "${name ?? ""}". There are: ${known.join(", ")}.`, 2);
}

const began = process.ppid;
if (!installed()) await install();
await run();

/** Whether node_modules is what package-lock.json asks for. npm writes its own list last, so half an installation has none. */
function installed() {
  try {
    const wanted = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
    const there = JSON.parse(readFileSync(path.join(root, "node_modules/.package-lock.json"), "utf8")).packages;
    return Object.entries(wanted).every(([place, one]) => place === "" || (there[place] ? there[place].version === one.version : one.optional || one.peer));
  } catch {
    return false;
  }
}

async function install() {
  console.error("Installing what Storecast needs (only when it changed; a minute or two)…");
  const start = Date.now();
  const tick = setInterval(() => console.error(`  still installing, ${Math.round((Date.now() - start) / 1000)} s`), 15_000);
  // Everything, whatever NODE_ENV says: the build needs the types, the tests their tools.
  const args = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const code = npm && /npm-cli\.c?js$/.test(npm) ? await finish(process.execPath, [npm, ...args]) : await finish("npm", args, { shell: process.platform === "win32" });
  clearInterval(tick);
  if (code !== 0) stop("npm ci failed, see above. Check the connection to your package registry and the free disk space, then run the same command again.");
  console.error(`Installed in ${Math.round((Date.now() - start) / 1000)} s.`);
}

/** Runs a program to its end; its output goes to ours, but not to stdout, which is for answers. */
function finish(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", 2, 2], ...options });
    const end = () => child.kill("SIGTERM");
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, end);
    child.on("error", (error) => stop(`npm can't be started: ${error.message}`));
    child.on("exit", (code) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(signal, end);
      resolve(code ?? 1);
    });
  });
}

async function run() {
  // The IPC channel tells the script when this process is killed without a chance to pass it on.
  // Rows live from an answer until Postgres has them. In the 16 MB that Node gives young objects most are copied out of
  // the way first, a fifth of a load's time; 48 MB holds what is on its way.
  const child = spawn(process.execPath, ["--max-semi-space-size=48", "--import", "tsx", entry, ...words], {
    cwd: root,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, INIT_CWD: process.env.INIT_CWD ?? process.cwd(), NEXT_TELEMETRY_DISABLED: "1" },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm that is killed outright passes nothing on either; then our parent changes.
  if (process.env.npm_lifecycle_event) setInterval(() => { if (process.ppid !== began) child.kill("SIGTERM"); }, 1000).unref();
  child.on("exit", (code, signal) => process.exit(signal ? 128 + os.constants.signals[signal] : code));
}

function stop(words, code = 1) {
  console.error(words);
  process.exit(code);
}
