// A thousand series in one run of npm run forecast: the memory of its process beside that of a run of a hundred.
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import os from "node:os";
import path from "node:path";
import { addDays } from "#lib/core/day.ts";
import { randomFrom } from "#lib/forecast/random.ts";
import { runScript } from "#scripts/bench/place.ts";
import type { Line } from "#scripts/bench/report.ts";

/** Short series, so that the measurement takes a minute: what a run holds depends on how many there are, not on how long one is. */
const [days, horizon] = [70, 14];
const most = 1.5;

export async function benchForecastMemory(): Promise<Line[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "storecast-forecast-memory-"));
  try {
    const [hundred, thousand] = [await measure(folder, 100), await measure(folder, 1000)];
    const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;
    return [{
      name: "memory of a run of 1,000 series", value: thousand.peak === 0 ? "this system doesn't tell" : `${megabytes(thousand.peak)}, ${megabytes(hundred.peak)} for 100`, goal: `≤ ${most} × that of 100`,
      ...(thousand.peak === 0 ? {} : { ok: thousand.peak <= most * hundred.peak }), note: `${thousand.rows.toLocaleString("en")} rows out in ${(thousand.milliseconds / 1000).toFixed(0)} s, ${days} days of history, ${horizon} ahead, one process`,
    }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, count: number): Promise<{ peak: number; milliseconds: number; rows: number }> {
  const [input, output] = [path.join(folder, `${count}.csv`), path.join(folder, `${count}-out.csv`)];
  const file = createWriteStream(input);
  const random = randomFrom(count);
  file.write("series,ds,y\n");
  for (let series = 0; series < count; series++) {
    const rows = Array.from({ length: days }, (_, day) => `series ${series},${addDays("2026-01-01", day)},${(100 * (1 + 0.3 * Math.sin((2 * Math.PI * day) / 7) + 0.1 * random.normal())).toFixed(2)}\n`);
    if (!file.write(rows.join(""))) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
  const ran = await runScript(["scripts/forecast.ts", "--input", input, "--horizon", String(horizon), "--output", output, "--processes", "1"], {});
  if (ran.code !== 0) throw new Error(ran.stderr);
  return { peak: ran.peak, milliseconds: ran.milliseconds, rows: readFileSync(output, "utf8").trim().split("\n").length - 1 };
}
