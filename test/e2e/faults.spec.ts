// npm start survives the death of each of its parts. Its own data folder and port; no browser needed.
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { runningCluster } from "#lib/cluster/cluster.ts";
import { isAlive, waitUntil, type ProcessMark } from "#lib/cluster/process.ts";
import { removeHome, temporaryHome } from "#test/support/home.ts";

let home: string;
let port: number;
let product: Product;
test.beforeAll(async () => {
  home = temporaryHome("faults");
  port = await freePort();
  product = await start();
});
test.afterAll(async () => {
  await product?.stop();
  removeHome(home);
});

test("the web server comes back after kill -9", async () => {
  process.kill(web().pid, "SIGKILL");
  expect(await waitUntil(answers, 10_000)).toBe(true);
});

test("the database comes back after kill -9, and the pages with it", async () => {
  const before = runningCluster(home)!.pid;
  process.kill(before, "SIGKILL");
  expect(await waitUntil(() => ![undefined, before].includes(runningCluster(home)?.pid), 20_000)).toBe(true);
  expect(await waitUntil(answers, 10_000)).toBe(true);
});

test("a second start on the same data folder says where the first one is, and ends with 9", async () => {
  const second = await start();
  expect(second.code).toBe(9);
  expect(second.said).toContain(`on port ${port}`);
});

test("after kill -9 of npm start's own process the next start is ready, on the same port", async () => {
  const oldWeb = web().pid;
  product.child.kill("SIGKILL");
  await waitUntil(() => product.code !== undefined, 5_000);
  product = await start();
  expect(product.said).toContain(`Ready at http://localhost:${port}`);
  expect(isAlive(oldWeb)).toBe(false);
});

test("an import that was killed half-way goes on with the next start, to the file's exact sum", async () => {
  test.setTimeout(180_000);
  const job = spawn(process.execPath, ["--import", "tsx", "scripts/import.ts", "orders", "test/data/online-retail/online-retail-2010-12_2011-08.csv.gz", "--store", "Gifts", "--preset", "online-retail", "--currency", "GBP", "--zone", "Europe/London"], {
    stdio: "ignore", env: { ...process.env, STORECAST_HOME: home, DATABASE_URL: "" },
  });
  expect(await waitUntil(async () => (await importState()) === "loading", 30_000)).toBe(true);
  job.kill("SIGKILL");
  expect(await importState()).toBe("loading");
  await product.stop();
  product = await start();
  expect(product.said).toContain("Ready at");
  expect(await waitUntil(async () => (await importState()) === "done", 120_000)).toBe(true);
  expect(await query("select sum(amount)::text as net from fact.sale_event where kind in ('sale', 'discount', 'return')")).toEqual([{ net: "5837689.302000" }]);
});

test("when npm is killed outright everything stops by itself, as after Ctrl-C", async () => {
  const parts = [web().pid, runningCluster(home)!.pid];
  product.parent.kill("SIGKILL");
  expect(await waitUntil(() => parts.every((pid) => !isAlive(pid)), 15_000)).toBe(true);
});

test("Ctrl-C ends with 0 and leaves no process", async () => {
  product = await start();
  const parts = [web().pid, runningCluster(home)!.pid];
  product.parent.kill("SIGINT");
  expect(await waitUntil(() => product.code !== undefined, 15_000)).toBe(true);
  expect(product.code).toBe(0);
  expect(parts.filter(isAlive)).toEqual([]);
});

test("a port that another program uses is named, with what to do", async () => {
  const other = net.createServer().listen(port, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const refused = await start();
  other.close();
  expect(refused.code).toBe(1);
  expect(refused.said).toContain(`Port ${port} is used by another program. Choose another one: PORT=${port + 1} npm start`);
});

interface Product {
  /** node scripts/run.mjs, as npm runs it. */
  parent: ChildProcess;
  /** The process that holds the data folder. */
  child: { kill(signal: NodeJS.Signals): void };
  said: string;
  code: number | undefined;
  stop(): Promise<void>;
}

/** Starts the product; resolves when it is ready or has ended. */
function start(): Promise<Product> {
  return new Promise((resolve, reject) => {
    const parent = spawn(process.execPath, ["scripts/run.mjs", "start", "--no-demo"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", STORECAST_HOME: home, STORECAST_URL: "", DATABASE_URL: "" },
    });
    const product: Product = {
      parent, said: "", code: undefined,
      child: { kill: (signal) => process.kill((JSON.parse(readFileSync(path.join(home, "running.json"), "utf8")) as ProcessMark).pid, signal) },
      stop: async () => {
        if (product.code === undefined) parent.kill("SIGTERM");
        await waitUntil(() => product.code !== undefined, 20_000);
      },
    };
    for (const stream of [parent.stdout, parent.stderr]) stream.on("data", (chunk: Buffer) => {
      product.said += chunk.toString();
      if (product.said.includes("Ready at ")) resolve(product);
    });
    parent.on("close", (code) => { product.code = code ?? 137; resolve(product); });
    setTimeout(() => reject(new Error(product.said)), 50_000).unref();
  });
}

function web(): ProcessMark {
  return JSON.parse(readFileSync(path.join(home, "web.json"), "utf8")) as ProcessMark;
}

/** Whether a route that has to ask the database (is this link known?) answers. */
function answers(): Promise<boolean> {
  const ask = fetch(`http://127.0.0.1:${port}/api/v1/setup/made-up`, { method: "POST", headers: { "content-type": "application/json", origin: `http://localhost:${port}` }, body: JSON.stringify({ password: "any sentence will do" }) });
  return ask.then((answer) => answer.status < 500, () => false);
}

async function importState(): Promise<unknown> {
  return (await query("select state from ingest.import"))[0]?.state;
}

async function query(statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: (JSON.parse(readFileSync(path.join(home, "database.json"), "utf8")) as { url: string }).url });
  await client.connect();
  return (await client.query(statement).finally(() => client.end())).rows as Record<string, unknown>[];
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
