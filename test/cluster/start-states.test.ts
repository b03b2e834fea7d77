import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ensureCluster, runningCluster, type Cluster } from "#lib/cluster/cluster.ts";
import { isAlive, waitUntil } from "#lib/cluster/process.ts";
import { removeHome, temporaryHome } from "#test/support/home.ts";

const silent = () => {};

async function ask<T>(url: string, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(statement).finally(() => client.end())).rows as T[];
}

describe("a database that ran before", () => {
  const home = temporaryHome("states");
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await ensureCluster(home, silent);
    await ask(cluster.url, "create table kept as select 42 as answer");
  });
  afterAll(async () => {
    await cluster.stop();
    removeHome(home);
  });
  const kept = async () => (await ask<{ answer: number }>(cluster.url, "select answer from kept"))[0]?.answer;

  test("listens on loopback alone, asks a random password, and keeps every promise to the disk", async () => {
    const [row] = await ask(cluster.url, `select current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets,
      current_setting('fsync') as fsync, current_setting('full_page_writes') as pages, current_setting('synchronous_commit') as commits, current_setting('data_checksums') as sums`);
    expect(row).toEqual({ listens: "127.0.0.1", sockets: "", fsync: "on", pages: "on", commits: "on", sums: "on" });
    const guess = new URL(cluster.url);
    guess.password = "storecast";
    await expect(ask(guess.href, "select 1")).rejects.toThrow(/password/);
    expect(guess.password.length).toBeLessThan(new URL(cluster.url).password.length);
    expect(statSync(path.join(home, "database.json")).mode & 0o077).toBe(0);
  });

  test("sorts bytewise and lowers letters beyond ASCII, on every machine alike", async () => {
    expect(await ask(cluster.url, "select lower('É') as lowered, 'Z' < 'a' as sorted")).toEqual([{ lowered: "é", sorted: true }]);
  });

  test("that runs already is adopted, also by two who start at once", async () => {
    const both = await Promise.all([ensureCluster(home, silent), ensureCluster(home, silent)]);
    expect(both.map(({ state, pid }) => ({ state, pid }))).toEqual([{ state: "adopted", pid: cluster.pid }, { state: "adopted", pid: cluster.pid }]);
  });

  test("keeps its port between starts", async () => {
    await cluster.stop();
    expect(runningCluster(home)).toBeUndefined();
    const { port } = cluster;
    cluster = await ensureCluster(home, silent);
    expect({ state: cluster.state, port: cluster.port }).toEqual({ state: "started", port });
  });

  test("takes another port when its own is taken", async () => {
    await cluster.stop();
    const taken = net.createServer().listen(cluster.port, "127.0.0.1");
    onTestFinished(() => void taken.close());
    await new Promise((resolve) => taken.once("listening", resolve));
    const before = cluster.port;
    cluster = await ensureCluster(home, silent);
    expect(cluster.port).not.toBe(before);
    expect(await kept()).toBe(42);
  });

  test("starts after kill -9, with all that was committed", async () => {
    await ask(cluster.url, "update kept set answer = 43");
    process.kill(cluster.pid, "SIGKILL");
    await waitUntil(() => !isAlive(cluster.pid), 5_000);
    cluster = await ensureCluster(home, silent);
    expect(cluster.state).toBe("started");
    expect(await kept()).toBe(43);
    await ask(cluster.url, "update kept set answer = 42");
  });

  test("starts when its stale pid file names a living process of another program", async () => {
    await cluster.stop();
    writeFileSync(path.join(cluster.place.data, "postmaster.pid"), `${process.pid}\n${cluster.place.data}\n0\n${cluster.port}\n`);
    cluster = await ensureCluster(home, silent);
    expect(cluster.state).toBe("started");
    expect(await kept()).toBe(42);
    expect(isAlive(process.pid)).toBe(true);
  });

  test("runs safely although someone turned fsync off in its settings", async () => {
    await ask(cluster.url, "alter system set fsync = off");
    await cluster.stop();
    cluster = await ensureCluster(home, silent);
    expect(await ask(cluster.url, "select current_setting('fsync') as fsync")).toEqual([{ fsync: "on" }]);
  });

  test("of another major version is refused in words, and left as it is", async () => {
    await cluster.stop();
    const version = path.join(cluster.place.data, "PG_VERSION");
    const own = readFileSync(version, "utf8");
    writeFileSync(version, "13\n");
    await expect(ensureCluster(home, silent)).rejects.toThrow(/belongs to Postgres 13.*npm run backup/);
    writeFileSync(version, own);
    cluster = await ensureCluster(home, silent);
    expect(await kept()).toBe(42);
  });

  test("whose folder lost its inside is not silently made anew", async () => {
    await cluster.stop();
    const version = path.join(cluster.place.data, "PG_VERSION");
    const own = readFileSync(version, "utf8");
    rmSync(version);
    await expect(ensureCluster(home, silent)).rejects.toThrow(/not a complete Postgres folder/);
    writeFileSync(version, own);
    cluster = await ensureCluster(home, silent);
  });
});

test("a first start that was killed half-way is done again, and leaves nothing behind", async () => {
  const home = temporaryHome("states");
  const script = `import { ensureCluster } from "#lib/cluster/cluster.ts"; await ensureCluster(${JSON.stringify(home)}, () => {});`;
  onTestFinished(async () => {
    await (await ensureCluster(home, silent)).stop();
    removeHome(home);
  });
  for (const milliseconds of [600, 900, 1300, 1800]) {
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { stdio: "ignore" });
    await sleep(milliseconds);
    child.kill("SIGKILL");
  }
  for (const draft of ["postgres.new-0000/data", "copying-1/bin"]) mkdirSync(path.join(home, draft), { recursive: true });
  // The killed starts' own children may still be at work; a start has to bear that.
  const cluster = await ensureCluster(home, silent);
  expect(await ask(cluster.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await cluster.stop();
  const again = await ensureCluster(home, silent);
  await again.stop();
  // Beside these only a whole copy of the programs, where the project lies in a folder that the server's account can't enter.
  expect(readdirSync(home).filter((name) => !name.startsWith("program-")).sort()).toEqual(["database.json", "postgres"]);
});

test("two that make the server's database at once, one of them killed, do not stand in each other's way", async () => {
  const home = temporaryHome("states");
  const cluster = await ensureCluster(home, silent);
  onTestFinished(async () => {
    await cluster.stop();
    removeHome(home);
  });
  const admin = new pg.Client({ connectionString: cluster.url.replace(/storecast$/, "postgres") });
  await admin.connect();
  for (let round = 0; round < 5; round++) {
    await admin.query("drop database storecast with (force)");
    const [, again] = await Promise.all([admin.query("create database storecast").catch(() => {}), ensureCluster(home, silent)]);
    expect(await ask(again.url, "select 1 as one")).toEqual([{ one: 1 }]);
  }
  await admin.end();
});

test.runIf(process.getuid?.() === 0)("as root with a data folder that nobody can enter, the database lives elsewhere, which is said and found again", async () => {
  const closed = temporaryHome("closed");
  const home = path.join(closed, "home");
  const said: string[] = [];
  const cluster = await ensureCluster(home, (line) => said.push(line));
  onTestFinished(() => { for (const folder of [closed, cluster.place.folder]) rmSync(folder, { recursive: true, force: true }); });
  expect(cluster.place.folder).toMatch(/^\/var\/lib\/storecast\/[0-9a-f]+$/);
  expect(said.join("\n")).toContain(cluster.place.folder);
  await ask(cluster.url, "create table kept as select 7 as answer");
  await cluster.stop();
  const again = await ensureCluster(home, silent);
  expect(await ask(again.url, "select answer from kept")).toEqual([{ answer: 7 }]);
  await again.stop();
  rmSync(cluster.place.folder, { recursive: true });
  await expect(ensureCluster(home, silent)).rejects.toThrow(/that folder is gone/);
  expect(existsSync(cluster.place.folder)).toBe(false);
});
