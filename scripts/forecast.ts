// npm run forecast -- --input long.csv --horizon N […]: a long CSV in, projections out. Needs no database and keeps nothing.
import os from "node:os";
import { parseArgs } from "node:util";
import { namedFile } from "#lib/config.ts";
import { runForecast } from "#scripts/parts/forecast-run.ts";
import { runScript, Usage } from "#scripts/parts/script.ts";

const usage = `npm run forecast -- --input long.csv --horizon N [--season 7] [--events events.csv] [--levels 80,95]
    [--output out.csv] [--totals totals.csv] [--processes N] [--json]
  long.csv    columns series, ds, y (.gz too); days, weeks or months by its dates, in any order; a blank y is missing
  events.csv  columns series (blank for all), type, from (or ds), to (the day after the last one), size, ignore
  out.csv     series, ds, mean, lo80, hi80, lo95, hi95; on stdout when unsaid (npm run -s keeps npm's own lines out)
  totals.csv  series, total, lo80, hi80, lo95, hi95, seconds: the sum of the horizon, and the CPU time
  --season    steps of the short season: 7 for days, 12 for months, 1 for weeks when unsaid`;

await runScript(async () => {
  const { values } = parseArgs({ options: {
    input: { type: "string" }, horizon: { type: "string" }, season: { type: "string" }, events: { type: "string" }, levels: { type: "string", default: "80,95" },
    output: { type: "string" }, totals: { type: "string" }, processes: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean" },
  } });
  if (values.help) return { line: usage };
  if (values.input === undefined || values.horizon === undefined) throw new Usage(usage);
  const whole = (name: "horizon" | "season" | "processes", most: number) => {
    const number = Number(values[name]);
    if (!Number.isInteger(number) || number < 1 || number > most) throw new Usage(`--${name} ${values[name]} must be a whole number from 1 to ${most}.`);
    return number;
  };
  const levels = values.levels.split(",").map(Number);
  if (!levels.every((level) => level > 0 && level < 100) || new Set(levels).size < levels.length) throw new Usage(`--levels ${values.levels} must be percentages such as 80,95.`);
  const file = (name: "events" | "output" | "totals") => (values[name] === undefined ? undefined : namedFile(values[name]));
  const places = [namedFile(values.input), file("events"), file("output"), file("totals")].filter((place) => place !== undefined);
  if (new Set(places).size < places.length) throw new Usage("--input, --events, --output and --totals must be files of their own.");
  return runForecast({
    input: namedFile(values.input), events: file("events"), output: file("output"), totals: file("totals"), levels, json: values.json ?? false,
    horizon: whole("horizon", 371), season: values.season === undefined ? undefined : whole("season", 371),
    processes: values.processes === undefined ? Math.min(8, os.availableParallelism()) : whole("processes", 64),
  });
});
