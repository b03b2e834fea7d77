import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test, vi } from "vitest";
import { childEnvironment } from "#lib/config.ts";
import { addDays } from "#lib/core/day.ts";
import { readEvents } from "#scripts/parts/forecast-events.ts";

// A start of the command takes half a second, on a machine that does six other things ten times as long.
vi.setConfig({ testTimeout: 300_000 });
const folder = mkdtempSync(path.join(os.tmpdir(), "storecast-forecast-"));
afterAll(() => {
  vi.resetConfig();
  rmSync(folder, { recursive: true, force: true });
});
const place = (name: string) => path.join(folder, name);

/** Runs the command with a database that isn't there: it must need none. */
function run(...args: string[]) {
  const ran = spawnSync(process.execPath, ["--import", "tsx", "scripts/forecast.ts", ...args], { encoding: "utf8", env: childEnvironment({ DATABASE_URL: "postgres://nobody@127.0.0.1:9/none", INIT_CWD: folder }) });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

const cells = (text: string) => text.trim().split("\n").map((line) => line.split(","));
const weekly = (name: string, days: number) => Array.from({ length: days }, (_, index) => `${name},${addDays("2026-01-01", index)},${100 + 20 * (index % 7)}`);

test("a file of unsorted rows becomes a table of projections and one of totals, equal in any number of processes", () => {
  const rows = Array.from({ length: 13 }, (_, index) => weekly(`shop "${index}"`.replaceAll('"', ""), 70 + index)).flat().reverse();
  writeFileSync(place("long.csv"), ["series,ds,y", ...rows].join("\n"));
  const one = run("--input", "long.csv", "--horizon", "9", "--output", "out.csv", "--totals", "totals.csv", "--processes", "1", "--json");
  // A loaded machine may have progress to tell.
  expect(one.err).toMatch(/^(\d+ of 13 series, \d+ s\n)*$/);
  expect(one.code).toBe(0);
  expect(JSON.parse(one.out)).toMatchObject({ series: 13, horizon: 9, rows: rows.length, rejected: 0, failed: 0 });
  const [head, ...out] = cells(readFileSync(place("out.csv"), "utf8"));
  expect(head).toEqual(["series", "ds", "mean", "lo80", "hi80", "lo95", "hi95"]);
  expect(out).toHaveLength(13 * 9);
  // The file names the longest series first, so that one comes first.
  expect(out[0]!.slice(0, 2)).toEqual(["shop 12", addDays("2026-01-01", 82)]);
  const totals = cells(readFileSync(place("totals.csv"), "utf8"));
  expect(totals[0]).toEqual(["series", "total", "lo80", "hi80", "lo95", "hi95", "seconds"]);
  for (const [name, total, lo80, hi80, lo95, hi95, seconds] of totals.slice(1)) {
    expect(Number(total)).toBeCloseTo(out.filter((row) => row[0] === name).reduce((sum, row) => sum + Number(row[2]), 0), 4);
    expect([lo95, lo80, hi80, hi95].map(Number)).toEqual([lo95, lo80, hi80, hi95].map(Number).sort((a, b) => a - b));
    expect(Number(seconds)).toBeGreaterThan(0);
  }
  const two = run("--input", "long.csv", "--horizon", "9", "--output", "again.csv", "--processes", "3");
  expect(two.code).toBe(0);
  expect(two.out).toMatch(/^13 series, 9 steps each, from 988 rows in /);
  expect(readFileSync(place("again.csv"), "utf8")).toBe(readFileSync(place("out.csv"), "utf8"));
  expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
});

test("gzip is read, levels are chosen, and without --output the table is on stdout, whole and alone", () => {
  writeFileSync(place("long.csv.gz"), gzipSync(["y,extra,DS,Series", ...weekly("a", 30).map((row) => { const [name, ds, y] = row.split(","); return `${y},x,${ds},${name}`; })].join("\r\n")));
  const { out, err, code } = run("--input", "long.csv.gz", "--horizon", "2", "--levels", "50");
  expect(code).toBe(0);
  expect(cells(out).map((row) => row.slice(0, 2))).toEqual([["series", "ds"], ["a", "2026-01-31"], ["a", "2026-02-01"]]);
  expect(cells(out)[0]!.slice(2)).toEqual(["mean", "lo50", "hi50"]);
  expect(err).toMatch(/^1 series, 2 steps each, from 30 rows in /);
  const json = JSON.parse(run("--input", "long.csv.gz", "--horizon", "2", "--json").out) as { forecasts: { series: string; total: number; lo80: number; steps: { ds: string; mean: number; hi95: number }[] }[] };
  expect(json.forecasts[0]).toMatchObject({ series: "a", steps: [{ ds: "2026-01-31" }, { ds: "2026-02-01" }] });
});

test("bad rows are named by row and column and left out; the rest is projected", () => {
  writeFileSync(place("bad.csv"), ["series,ds,y", ...weekly("a", 20), "a,2026-01-03,7", "a,tomorrow,7", "a,2026-01-22,seven", "", "b,2026-01-01,"].join("\n"));
  const { err, out, code } = run("--input", "bad.csv", "--horizon", "1", "--output", "bad-out.csv");
  expect(code).toBe(0);
  expect(err).toContain('row 22, column ds: "a" has 2026-01-03 in row 4 already. Left out.');
  expect(err).toContain('row 23, column ds: "tomorrow" is no day');
  expect(err).toContain('row 24, column y: "seven" is no number');
  expect(err).toContain("b holds no value");
  expect(out).toContain("2 series, 1 steps each, from 21 rows (3 left out)");
  expect(readFileSync(place("bad-out.csv"), "utf8")).toContain("b,2026-01-02,0,0,0,0,0");
});

test("wrong arguments end with 2 and say what is wrong; a file without the columns or without a row ends with 1", () => {
  writeFileSync(place("columns.csv"), "name,date,y\na,2026-01-01,1\n");
  writeFileSync(place("empty.csv"), "series,ds,y\na,never,1\n");
  writeFileSync(place("broken.csv"), 'series,ds,y\na,2026-01-01,"1\n');
  expect(run("--input", "columns.csv")).toMatchObject({ code: 2, err: expect.stringContaining("--horizon N") as string });
  expect(run("--input", "none.csv", "--horizon", "3")).toMatchObject({ code: 2, err: expect.stringContaining("There is no file") as string });
  expect(run("--input", "columns.csv", "--horizon", "0")).toMatchObject({ code: 2, err: expect.stringContaining("--horizon 0") as string });
  expect(run("--input", "columns.csv", "--horizon", "3", "--output", "columns.csv")).toMatchObject({ code: 2, err: expect.stringContaining("files of their own") as string });
  expect(run("--input", "columns.csv", "--horizon", "3")).toMatchObject({ code: 1, err: expect.stringContaining("has no column series, ds; its columns are name, date, y") as string });
  expect(run("--input", "empty.csv", "--horizon", "3")).toMatchObject({ code: 1, err: expect.stringContaining("holds no row that can be used") as string });
  expect(run("--input", "broken.csv", "--horizon", "3", "--output", "broken-out.csv")).toMatchObject({ code: 1, err: expect.stringContaining("can't be read after row 1") as string });
  expect(existsSync(place("broken-out.csv"))).toBe(false);
});

test("events: blank series are for all, days in a row are one span, a span that ends before it begins is left out", async () => {
  writeFileSync(place("events.csv"), ["series,type,ds,to,size,ignore", ",promo,2026-01-03,,,", "a,promo,2026-01-10,2026-01-12,0.3,", ",promo,2026-01-04,,,", "b,outage,2026-01-05,2026-01-06,,yes", "a,sale,2026-01-09,2026-01-09,,", "a,,2026-01-09,,,"].join("\n"));
  const events = await readEvents(place("events.csv"));
  expect(events.of("a")).toEqual([{ type: "promo", from: "2026-01-03", to: "2026-01-05" }, { type: "promo", from: "2026-01-10", to: "2026-01-12", size: 0.3 }]);
  expect(events.of("b")).toEqual([{ type: "promo", from: "2026-01-03", to: "2026-01-05" }, { type: "outage", from: "2026-01-05", to: "2026-01-06", ignore: true }]);
  expect(events.faults).toEqual([{ row: 6, column: "to", reason: "must be after from: it is the day after the last one" }, { row: 7, column: "type", reason: "is empty" }]);
});

test("Ctrl-C ends a run between two series: exit code 1, no half file, no process left", async () => {
  writeFileSync(place("many.csv"), ["series,ds,y", ...Array.from({ length: 400 }, (_, index) => weekly(`s${index}`, 60)).flat()].join("\n"));
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/forecast.ts", "--input", "many.csv", "--horizon", "7", "--output", "never.csv", "--processes", "2"], { env: childEnvironment({ INIT_CWD: folder }), stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  while (!existsSync(place("never.csv.partial"))) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill("SIGINT");
  expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(1);
  expect(said).toMatch(/Stopped after \d+ of 400 series; no file was written\./);
  expect(readdirSync(folder).filter((name) => name.startsWith("never"))).toEqual([]);
});
