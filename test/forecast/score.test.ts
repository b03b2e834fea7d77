import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { maseScale, mean, owa, score, type Outlook, type Score } from "#lib/forecast/score.ts";

interface Golden { season: number; history: number[]; actual: number[]; methods: Record<string, { point: number[]; lo80: (number | null)[]; hi80: (number | null)[]; lo95: (number | null)[]; hi95: (number | null)[]; total: Record<string, number | null>; scores: Record<string, number | null> }> }
const golden = JSON.parse(readFileSync("test/golden/forecast-scores.json", "utf8")) as Golden;
const names: Record<string, keyof Score> = { mase: "mase", wape: "wape", smape: "smape", spl: "pinball", msis95: "msis95", cov80: "inside80", cov95: "inside95", tot_ape: "totalApe", tot_bias: "totalBias", tot_in80: "totalIn80", tot_in95: "totalIn95", tot_w80: "totalWidth80" };
const orNone = (values: (number | null)[]) => values.map((value) => value ?? Number.NaN);

for (const [method, told] of Object.entries(golden.methods)) {
  test(`scores of R's ${method} on a shop's orders equal those of the reference scorer`, () => {
    const total = Object.fromEntries(Object.entries(told.total).map(([name, value]) => [name, value ?? Number.NaN])) as unknown as Outlook["total"];
    const mine = score({ point: told.point, lo80: orNone(told.lo80), hi80: orNone(told.hi80), lo95: orNone(told.lo95), hi95: orNone(told.hi95), total }, golden.actual, maseScale(golden.history, golden.season));
    for (const [theirs, ours] of Object.entries(names)) {
      const wanted = told.scores[theirs];
      if (wanted === null || wanted === undefined) expect(mine[ours], theirs).toBeNaN();
      else expect(Math.abs(mine[ours] - wanted), theirs).toBeLessThanOrEqual(1e-4);
    }
  });
}

const none = { lo80: [Number.NaN], hi80: [Number.NaN], lo95: [Number.NaN], hi95: [Number.NaN], total: { lo80: Number.NaN, hi80: Number.NaN, lo95: Number.NaN, hi95: Number.NaN } };

test("a method as good as Naive 2 has an OWA of 1, one with half its errors 0.5, and averages leave out what is not known", () => {
  const floor = [score({ point: [6], ...none }, [10], 2), score({ point: [12], ...none }, [20], 4)];
  expect(owa(floor, floor)).toBe(1);
  const halved = floor.map((each) => ({ ...each, mase: each.mase / 2, smape: each.smape / 2 }));
  expect(owa(halved, floor)).toBe(0.5);
  expect(mean([...floor, { ...floor[0]!, mase: Number.NaN }], "mase")).toBe(2);
  expect(mean(floor, "inside80")).toBeNaN();
});

test("a day of nothing that was told as nothing is no error", () => {
  expect(score({ point: [0], ...none }, [0], 1)).toMatchObject({ mase: 0, smape: 0 });
});
