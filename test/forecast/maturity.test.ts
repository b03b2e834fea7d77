import { expect, test } from "vitest";
import { addDays, daysBetween } from "#lib/core/day.ts";
import { complete, completeAll, learnMaturity, type Cohort } from "#lib/forecast/maturity.ts";
import { randomFrom } from "#lib/forecast/random.ts";

/** Share of refunds that have come after so many days: a gamma of two weeks' mean after two days, as shops have it. */
const truth = (age: number) => { const x = Math.max(0, age - 1) / 7; return 1 - Math.exp(-x) * (1 + x); };

/** Daily orders of a shop whose tenth comes back; `perDay` orders of 50 each. */
function shop(days: number, seed: number, perDay = 200, rate = 0.1): { cohorts: Cohort[]; today: string } {
  const random = randomFrom(seed);
  const start = "2026-01-01";
  const cohorts = Array.from({ length: days }, (_, at): Cohort => {
    const from = addDays(start, at);
    const refunds = [];
    for (let order = 0; order < perDay; order++) {
      if (random.uniform() >= rate) continue;
      const share = random.uniform();
      let age = 1;
      while (truth(age) < share && age < 89) age++;
      refunds.push({ day: addDays(from, age), amount: 50 });
    }
    return { from, to: addDays(from, 1), sold: perDay * 50, refunds };
  });
  return { cohorts, today: addDays(start, days) };
}
const final = (cohort: Cohort) => cohort.refunds.reduce((sum, { amount }) => sum + amount, 0);

test("the curve is learned from orders whose refunds are all in, and from nothing that comes later", () => {
  const { cohorts, today } = shop(300, 1);
  const maturity = learnMaturity(cohorts, today)!;
  for (const age of [2, 5, 10, 21, 45]) expect(Math.abs(maturity.share[age]! - truth(age)), `${age} days`).toBeLessThan(0.02);
  expect(maturity.share[90]).toBe(1);
  expect(Math.abs(maturity.rate - 0.1)).toBeLessThan(0.003);
  expect(maturity.cohorts).toBe(210);
  const later = cohorts.map((cohort) => ({ ...cohort, refunds: [...cohort.refunds, { day: today, amount: 1e9 }] }));
  expect(learnMaturity(later, today)).toEqual(maturity);
  expect(complete(later.at(-5)!, maturity, today)).toEqual(complete(cohorts.at(-5)!, maturity, today));
});

test("refunds of young orders are completed without bias, and their 80 % ranges hold for 72 to 90 % of shops", () => {
  let inside = 0, told = 0, came = 0, raw = 0;
  const shops = 120;
  for (let seed = 0; seed < shops; seed++) {
    const { cohorts, today } = shop(200, seed + 10, 60);
    const young = cohorts.slice(-30);
    const all = completeAll(young, learnMaturity(cohorts, today)!, today);
    const truly = young.reduce((sum, cohort) => sum + final(cohort), 0);
    if (Math.abs(all.estimate - truly) <= 1.2816 * all.deviation) inside++;
    told += all.estimate;
    came += truly;
    raw += all.known;
  }
  expect(raw / came).toBeLessThan(0.65);
  expect(Math.abs(told / came - 1)).toBeLessThan(0.02);
  expect(inside / shops).toBeGreaterThan(0.72);
  expect(inside / shops).toBeLessThan(0.9);
});

test("an order of yesterday costs what orders usually do, an old one what it has cost; the estimate is never below what is known", () => {
  const { cohorts, today } = shop(250, 3);
  const maturity = learnMaturity(cohorts, today)!;
  const newest = complete(cohorts.at(-1)!, maturity, today);
  expect(newest.share).toBeLessThan(0.02);
  expect(newest.estimate / cohorts.at(-1)!.sold).toBeCloseTo(maturity.rate, 2);
  const oldest = complete(cohorts[0]!, maturity, today);
  expect(oldest).toMatchObject({ share: 1, estimate: final(cohorts[0]!), known: final(cohorts[0]!), deviation: 0 });
  for (const cohort of cohorts) {
    const one = complete(cohort, maturity, today);
    expect(one.estimate).toBeGreaterThanOrEqual(one.known);
    expect(one.deviation).toBeGreaterThanOrEqual(0);
  }
  const bad = { ...cohorts.at(-20)!, refunds: cohorts.at(-20)!.refunds.flatMap((refund) => [refund, refund, refund, refund]) };
  expect(complete(bad, maturity, today).estimate).toBeGreaterThan(2.5 * complete(cohorts.at(-20)!, maturity, today).estimate);
});

test("weeks of orders are as old as their days are", () => {
  const { cohorts, today } = shop(280, 4);
  const weeks = Array.from({ length: 40 }, (_, week): Cohort => {
    const days = cohorts.slice(week * 7, week * 7 + 7);
    return { from: days[0]!.from, to: days.at(-1)!.to, sold: days.reduce((sum, { sold }) => sum + sold, 0), refunds: days.flatMap(({ refunds }) => refunds) };
  });
  const maturity = learnMaturity(weeks, today)!;
  const newest = complete(weeks.at(-1)!, maturity, today);
  expect(daysBetween(weeks.at(-1)!.from, today)).toBe(7);
  expect(newest.share).toBeLessThan(0.2);
  const young = completeAll(weeks.slice(-4), maturity, today);
  const truly = weeks.slice(-4).reduce((sum, week) => sum + final(week), 0);
  expect(Math.abs(young.estimate / truly - 1)).toBeLessThan(0.12);
});

test("too few complete days, or hardly a refund in them, tell no curve", () => {
  const few = shop(96, 5);
  expect(learnMaturity(few.cohorts, few.today)).toBeNull();
  const enough = shop(100, 5);
  expect(learnMaturity(enough.cohorts, enough.today)).not.toBeNull();
  const none = shop(300, 6, 5, 0.005);
  expect(learnMaturity(none.cohorts, none.today)).toBeNull();
  expect(learnMaturity([], "2026-01-01")).toBeNull();
});
