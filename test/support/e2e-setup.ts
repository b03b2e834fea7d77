// Browser tests run against the real thing: npm start on an empty data folder, its one-time link, its first owner.
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { removeHome, temporaryHome } from "#test/support/home.ts";

/** The owner that the setup makes. */
export const owner = { name: "Olga Owner", email: "olga@shop.example", password: "seven grey herons stand still" };

export default async function setup(): Promise<() => Promise<void>> {
  const home = temporaryHome("e2e");
  const external = await ownDatabase();
  const product = spawn(process.execPath, ["--import", "tsx", "scripts/start.ts", "--no-demo"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PORT: "0", HOST: "127.0.0.1", STORECAST_HOME: home, STORECAST_URL: "", DATABASE_URL: external?.url ?? "", NODE_ENV: "production" },
  });
  const stop = async () => {
    await end(product);
    await external?.drop();
    removeHome(home);
  };
  try {
    const said = await readySaid(product);
    const baseUrl = /Ready at (\S+)/.exec(said)![1]!;
    const token = /\/setup\/([\w-]+)/.exec(said)?.[1];
    if (!token) throw new Error(`The first start printed no link for the owner:\n${said}`);
    const state = path.join(home, "owner.json");
    writeFileSync(state, JSON.stringify({ cookies: await makeOwner(baseUrl, token), origins: [] }));
    process.env.STORECAST_E2E_URL = baseUrl;
    process.env.STORECAST_E2E_STATE = state;
    process.env.STORECAST_E2E_HOME = home;
    // What a test seals is opened by the product: both take the key of its data folder. Read once a process, so it stands before the tests' own begin.
    process.env.STORECAST_HOME = home;
    process.env.STORECAST_E2E_DATABASE = external?.url ?? (JSON.parse(readFileSync(path.join(home, "database.json"), "utf8")) as { url: string }).url;
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** On a server that the operator named, a database that is ours alone. */
async function ownDatabase(): Promise<{ url: string; drop(): Promise<void> } | undefined> {
  const server = process.env.DATABASE_URL_TEST || process.env.DATABASE_URL;
  if (!server) return undefined;
  const name = `storecast_e2e_${randomBytes(4).toString("hex")}`;
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await run(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) };
}

/** Waits for the ready line and the owner's link that follows it; what was said, else an Error with it. */
function readySaid(product: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (/Ready at \S+[\s\S]*\/setup\/[\w-]+\s/.test(said)) resolve(said);
    };
    product.stdout!.on("data", hear);
    product.stderr!.on("data", hear);
    product.on("exit", (code) => reject(new Error(`The product did not start (${code}):\n${said}`)));
    setTimeout(() => reject(new Error(`The product was not ready in 5 minutes:\n${said}`)), 300_000).unref();
  });
}

async function makeOwner(baseUrl: string, token: string): Promise<object[]> {
  const answer = await fetch(`${baseUrl}/api/v1/setup/${token}`, { method: "POST", headers: { "content-type": "application/json", origin: baseUrl }, body: JSON.stringify(owner) });
  if (!answer.ok) throw new Error(`The owner could not be made: ${answer.status} ${await answer.text()}`);
  return answer.headers.getSetCookie().map((line) => {
    const [pair] = line.split(";");
    const at = pair!.indexOf("=");
    return { name: pair!.slice(0, at), value: pair!.slice(at + 1), domain: new URL(baseUrl).hostname, path: "/", expires: -1, httpOnly: true, secure: false, sameSite: "Lax" };
  });
}

async function end(product: ChildProcess): Promise<void> {
  if (product.exitCode !== null || product.signalCode !== null) return;
  const gone = new Promise((resolve) => product.once("exit", resolve));
  product.kill("SIGTERM");
  await gone;
}
