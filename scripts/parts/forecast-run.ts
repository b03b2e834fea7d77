// A run of npm run forecast: read, project series by series, write each as it is done.
import { AppError } from "#lib/core/errors.ts";
import type { LongSeries } from "#lib/forecast/long.ts";
import type { Fault } from "#lib/forecast/long-table.ts";
import { noEvents, readEvents } from "#scripts/parts/forecast-events.ts";
import type { Job, Told } from "#scripts/parts/forecast-job.ts";
import { tellAll } from "#scripts/parts/forecast-pool.ts";
import { csvWriter, readLong, type CsvWriter } from "#scripts/parts/long-csv.ts";
import { say, type Outcome } from "#scripts/parts/script.ts";

export interface ForecastRun {
  input: string;
  events: string | undefined;
  /** Undefined writes to stdout. */
  output: string | undefined;
  totals: string | undefined;
  levels: readonly number[];
  horizon: number;
  season: number | undefined;
  processes: number;
  json: boolean;
}

const faultsShown = 20;
/** Starting a process costs as much as some ten series. */
const seriesPerProcess = 6;
const progressEvery = 5000;

export async function runForecast(run: ForecastRun): Promise<Outcome> {
  const events = run.events === undefined ? noEvents : await readEvents(run.events);
  const table = await readLong(run.input);
  const count = table.size;
  if (count === 0) { showFaults(run.input, table.faults); throw new AppError("invalid", "forecast.empty", `${run.input} holds no row that can be used.`); }
  for (const name of events.names.filter((name) => !table.has(name))) say(`${run.events}: no series is called ${name}; its events are left out.`);
  const steps = run.json && run.output === undefined ? null : csvWriter(run.output);
  const totals = run.totals === undefined ? null : csvWriter(run.totals);
  // How each series under way dates its steps; the values themselves are let go.
  const known: { dated: LongSeries["dated"]; length: number }[] = [];
  function* jobs(): Generator<Job> {
    for (const { name, start, grain, values, dated } of table.take()) {
      known.push({ dated, length: values.length });
      yield { name, series: { start, grain, values }, horizon: run.horizon, season: run.season, events: events.of(name), levels: run.levels };
    }
  }
  const sum = { done: 0, seconds: 0, faults: 0, nothing: 0, all: [] as object[] };
  const began = performance.now();
  let said = began;
  let isStopped = false;
  const stop = () => { isStopped = true; };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  const bounds = run.levels.flatMap((level) => [`lo${level}`, `hi${level}`]);
  try {
    await steps?.row(["series", "ds", "mean", ...bounds]);
    await totals?.row(["series", "total", ...bounds, "seconds"]);
    for await (const told of tellAll(jobs(), Math.min(run.processes, Math.ceil(count / seriesPerProcess)))) {
      if (isStopped) throw new AppError("unavailable", "forecast.stopped", `Stopped after ${sum.done} of ${count} series; ${run.output === undefined ? "the table is not whole" : "no file was written"}.`);
      const { dated, length } = known.shift()!;
      sum.done++;
      sum.seconds += told.seconds;
      if (told.fault !== undefined) { sum.faults++; say(`${told.name}: ${told.fault}`); continue; }
      if (told.notes.some((note) => note.code === "nothing")) { sum.nothing++; say(`${told.name} holds no value: its projection is nothing, 0.`); }
      const rows = Array.from(told.point, (mean, step) => [told.name, dated(length + step), mean, ...told.steps[step]!.flatMap(({ low, high }) => [low, high])]);
      for (const row of rows) await steps?.row(row);
      await totals?.row([told.name, told.total.value, ...told.total.bounds.flatMap(({ low, high }) => [low, high]), told.seconds]);
      if (!steps) sum.all.push(asObject(told, bounds, rows));
      if (performance.now() - said > progressEvery) { said = performance.now(); say(`${sum.done} of ${count} series, ${Math.round((said - began) / 1000)} s`); }
    }
    await finish(steps, totals);
  } catch (error) {
    steps?.abandon();
    totals?.abandon();
    throw error;
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, stop);
  }
  showFaults(run.input, table.faults);
  if (run.events !== undefined) showFaults(run.events, events.faults);
  const rejected = table.faults.length + events.faults.length;
  const answer = { series: sum.done - sum.faults, horizon: run.horizon, rows: table.kept, rejected, failed: sum.faults, empty: sum.nothing, cpuSeconds: Number(sum.seconds.toFixed(3)), seconds: Number(((performance.now() - began) / 1000).toFixed(3)), ...(run.output ? { output: run.output } : {}), ...(run.totals ? { totals: run.totals } : {}), ...(steps ? {} : { forecasts: sum.all }) };
  const line = `${answer.series.toLocaleString("en")} series, ${run.horizon} steps each, from ${table.kept.toLocaleString("en")} rows${rejected > 0 ? ` (${rejected.toLocaleString("en")} left out)` : ""} in ${answer.seconds.toFixed(1)} s${sum.faults > 0 ? `; ${sum.faults} failed` : ""}.`;
  // Stdout holds the table itself where no file was named.
  if (run.output === undefined && !run.json) say(line);
  return { ok: sum.faults === 0, line: run.output === undefined ? "" : line, answer };
}

async function finish(...writers: (CsvWriter | null)[]): Promise<void> {
  for (const writer of writers) await writer?.close();
}

function asObject(told: Told, bounds: readonly string[], rows: readonly (string | number)[][]): object {
  const named = (values: readonly { low: number; high: number }[]) => Object.fromEntries(values.flatMap(({ low, high }) => [low, high]).map((value, index) => [bounds[index]!, value]));
  return {
    series: told.name, total: told.total.value, ...named(told.total.bounds), seconds: told.seconds, models: told.models, notes: told.notes,
    steps: rows.map(([, ds, mean], step) => ({ ds, mean, ...named(told.steps[step]!) })),
  };
}

function showFaults(file: string, faults: readonly Fault[]): void {
  for (const { row, column, reason } of [...faults].sort((a, b) => a.row - b.row).slice(0, faultsShown)) say(`${file} row ${row}, column ${column}: ${reason}. Left out.`);
  if (faults.length > faultsShown) say(`${file}: ${(faults.length - faultsShown).toLocaleString("en")} more rows left out.`);
}
