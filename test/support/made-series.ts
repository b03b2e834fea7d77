// Series that shops have on their worst days, made from a seed: what no forecaster may trip over.
import { addDays } from "#lib/core/day.ts";
import { randomFrom, type Random } from "#lib/forecast/random.ts";
import type { EventSpan, Grain, TimeSeries } from "#lib/forecast/series.ts";

export interface Made { kind: string; series: TimeSeries; horizon: number; season?: number; events: EventSpan[]; seed: number }

type Maker = (length: number, random: Random) => (number | null)[];
const fill = (length: number, value: (index: number) => number | null) => Array.from({ length }, (_, index) => value(index));
const lively: Maker = (length, random) => fill(length, (index) => Math.max(0, 100 * (1 + 0.3 * Math.sin((index * 2 * Math.PI) / 7) + 0.2 * random.normal())));
const scaledBy = (factor: number): Maker => (length, random) => lively(length, random).map((value) => value! * factor);

export const kinds: Record<string, Maker> = {
  constant: (length) => fill(length, () => 50),
  zeros: (length) => fill(length, () => 0),
  "one point": (_, random) => [1000 * random.uniform()],
  "two points": (_, random) => [random.uniform(), 1e6 * random.uniform()],
  "nothing at all": () => [],
  "all missing": (length) => fill(length, () => null),
  spikes: (length, random) => lively(length, random).map((value) => (random.uniform() < 0.02 ? value! * 1000 : value)),
  "one spike at the end": (length, random) => [...lively(length, random).slice(1), 1e6],
  "one spike in zeros": (length, random) => { const at = Math.floor(random.uniform() * length); return fill(length, (index) => (index === at ? 1e5 : 0)); },
  "a trillion": scaledBy(1e10),
  "very large": scaledBy(1e80),
  tiny: scaledBy(1e-9),
  gaps: (length, random) => lively(length, random).map((value) => (random.uniform() < 0.4 ? null : value)),
  "mostly missing": (length, random) => lively(length, random).map((value) => (random.uniform() < 0.95 ? null : value)),
  "one long gap": (length, random) => lively(length, random).map((value, index) => (index > length * 0.3 && index < length * 0.9 ? null : value)),
  negative: (length, random) => lively(length, random).map((value) => value! - 100),
  "all negative": (length, random) => lively(length, random).map((value) => -1 - value!),
  "not numbers": (length, random) => lively(length, random).map((value) => (random.uniform() < 0.1 ? [Number.NaN, Infinity, -Infinity][Math.floor(random.uniform() * 3)]! : value)),
  "closing shop": (length, random) => lively(length, random).map((value, index) => value! * Math.max(0, 1 - index / (length * 0.8))),
  "shut long ago": (length, random) => lively(length, random).map((value, index) => (index > length / 2 ? 0 : value)),
  "opening shop": (length, random) => lively(length, random).map((value, index) => (index < length * 0.7 ? 0 : value)),
  intermittent: (length, random) => fill(length, () => (random.uniform() < 0.1 ? Math.ceil(5 * random.uniform()) : 0)),
  "level shift": (length, random) => lively(length, random).map((value, index) => (index > length * 0.8 ? value! * 20 : value)),
  growth: (length, random) => lively(length, random).map((value, index) => value! * Math.exp((8 * index) / length)),
  "growth of late": (length, random) => lively(length, random).map((value, index) => value! * Math.exp(Math.max(0, index - length + 20) * 0.4)),
  decay: (length, random) => lively(length, random).map((value, index) => value! * Math.exp((-12 * index) / length)),
  "closed Sundays": (length, random) => lively(length, random).map((value, index) => (index % 7 === 6 ? 0 : value)),
  "on and off": (length) => fill(length, (index) => (index % 2 === 0 ? 0 : 1e4)),
  "random walk": (length, random) => { let level = 1000; return fill(length, () => (level = Math.max(0, level * (1 + 0.1 * random.normal())))); },
  noise: (length, random) => fill(length, () => Math.exp(3 * random.normal())),
  counts: (length, random) => fill(length, () => Math.floor(3 * random.uniform())),
  "a straight line": (length) => fill(length, (index) => index),
  "cut last day": (length, random) => [...lively(length, random).slice(1), 1],
};

/** Series number `index` of a run: every kind in turn, any grain, length, horizon and calendar. */
export function madeSeries(index: number): Made {
  const random = randomFrom(index + 1);
  const names = Object.keys(kinds);
  const kind = names[index % names.length]!;
  const grain: Grain = random.uniform() < 0.7 ? "day" : random.uniform() < 0.5 ? "week" : "month";
  const longest = grain === "day" ? (random.uniform() < 0.15 ? 800 : 150) : 80;
  const length = 2 + Math.floor(random.uniform() * longest);
  const horizon = 1 + Math.floor(random.uniform() * (grain === "day" ? (random.uniform() < 0.1 ? 371 : 60) : grain === "week" ? 53 : 18));
  const start = addDays("2024-01-01", Math.floor(random.uniform() * 700));
  const series: TimeSeries = { start: grain === "month" ? `${start.slice(0, 8)}01` : start, grain, values: kinds[kind]!(length, random) };
  const events = random.uniform() < 0.5 ? [] : fill(Math.ceil(6 * random.uniform()), () => null).map((): EventSpan => {
    const from = addDays(start, Math.floor((random.uniform() * 1.4 - 0.2) * length));
    return { type: random.uniform() < 0.5 ? "promotion" : "holiday", from, to: addDays(from, Math.floor(6 * random.uniform())), ...(random.uniform() < 0.3 ? { size: random.uniform() } : {}), ...(random.uniform() < 0.2 ? { ignore: true } : {}) };
  });
  return { kind, series, horizon, events, seed: index, ...(random.uniform() < 0.1 ? { season: 1 + Math.floor(13 * random.uniform()) } : {}) };
}
