// Numbers → places. Pure: what the server draws and the pointer reads is the same.

/** Round steps that cover [low, high], zero among them for sums: ticks(0, 412) is [0, 100, 200, 300, 400, 500]. A level (a rate, an average) is `free` of zero. */
export function ticks(low: number, high: number, wanted = 4, free = false): number[] {
  const bottom = free ? low : Math.min(0, low);
  const top = free ? high : Math.max(0, high);
  if (top === bottom) return top === 0 || !free ? [0, 1] : ticks(0, top, wanted);
  const rough = (top - bottom) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
  const first = Math.floor(bottom / step);
  const last = Math.ceil(top / step);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Place of a value between the outermost ticks, in percent from the top. */
export function fromTop(value: number, scale: readonly number[]): number {
  const low = scale[0]!;
  const high = scale[scale.length - 1]!;
  return round(((high - value) / (high - low)) * 100);
}

/** Place of the n-th of `count` points, in percent from the left; a single point stands in the middle. */
export function fromLeft(index: number, count: number): number {
  return count < 2 ? 50 : round((index / (count - 1)) * 100);
}

/** An SVG path over a 100 × 100 box; unknown values leave a hole, a lone point becomes a short dash. */
export function linePath(values: readonly (number | null)[], scale: readonly number[]): string {
  return values.map((value, index) => {
    if (value === null) return "";
    const x = fromLeft(index, values.length);
    const joins = index > 0 && values[index - 1] !== null;
    const alone = !joins && (values[index + 1] ?? null) === null;
    return `${joins ? "L" : "M"}${x} ${fromTop(value, scale)}${alone ? "h0.01" : ""}`;
  }).join("");
}

/** The area between two lines; a hole in either parts it, a lone point is too thin to be drawn. */
export function bandPath(lows: readonly (number | null)[], highs: readonly (number | null)[], scale: readonly number[]): string {
  const runs: number[][] = [];
  lows.forEach((low, index) => {
    if (low === null || (highs[index] ?? null) === null) return;
    const run = runs.at(-1);
    if (run && run.at(-1) === index - 1) run.push(index);
    else runs.push([index]);
  });
  const at = (values: readonly (number | null)[], index: number) => `${fromLeft(index, lows.length)} ${fromTop(values[index]!, scale)}`;
  return runs.filter((run) => run.length > 1).map((run) => `M${run.map((index) => at(highs, index)).join("L")}L${run.toReversed().map((index) => at(lows, index)).join("L")}Z`).join("");
}

/** A level that holds for each point's own stretch: half a step to either side. */
export function stepPath(values: readonly (number | null)[], scale: readonly number[]): string {
  const half = values.length < 2 ? 50 : 50 / (values.length - 1);
  return values.map((value, index) => {
    if (value === null) return "";
    const x = fromLeft(index, values.length);
    const joins = index > 0 && values[index - 1] !== null;
    const [left, right] = [Math.max(0, round(x - half)), Math.min(100, round(x + half))];
    return `${joins ? "L" : "M"}${left} ${fromTop(value, scale)}L${right} ${fromTop(value, scale)}`;
  }).join("");
}

/** Which points get a label on the axis: at most `most`, evenly, the first and the last among them. */
export function labelled(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: most }, (_, index) => Math.round((index * (count - 1)) / (most - 1)));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
