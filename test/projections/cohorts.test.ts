import { describe, expect, test } from "vitest";
import { addDays } from "#lib/core/day.ts";
import { bend, weekly } from "#lib/projections/bend.ts";
import { openRefunds, refundsAhead } from "#lib/projections/refunds.ts";
import { learnRetention, returningAhead, type CustomerCohort } from "#lib/projections/retention.ts";

/** Thirty weeks that sold 1,000 each; 10 % goes back, one half on day 3 of the week after, the other two weeks later. */
const weeks = Array.from({ length: 30 }, (_, week) => {
  const from = addDays("2026-01-05", week * 7);
  return { from, to: addDays(from, 7), sold: 1000, refunds: [{ day: addDays(from, 10), amount: 50 }, { day: addDays(from, 24), amount: 50 }] };
});
/** The last Sunday of those weeks. */
const through = "2026-08-02";
const told = weeks.map((week) => ({ ...week, refunds: week.refunds.filter((refund) => refund.day <= through) }));

describe("refunds that are on their way", () => {
  test("are what the weeks' sales give back in the end, less what came", () => {
    const { open } = openRefunds(told, through)!;
    expect(open.rate).toBeCloseTo(0.1, 6);
    // Of the last four weeks 8 halves of 50 may come: the oldest lacks none or one, the newest both.
    const missing = 100 * told.length - told.reduce((sum, week) => sum + week.refunds.reduce((all, refund) => all + refund.amount, 0), 0);
    expect(open.ahead).toBeGreaterThan(0.7 * missing);
    expect(open.ahead).toBeLessThan(1.3 * missing);
  });

  test("come to what sales to come give back, once those on their way are in", () => {
    const { maturity, open } = openRefunds(told, through)!;
    const none = refundsAhead(told, maturity, through, Array<number>(120).fill(0));
    expect(none.reduce((sum, value) => sum + value, 0)).toBeCloseTo(open.ahead, 4);
    const steady = refundsAhead(told, maturity, through, Array<number>(200).fill(1000 / 7));
    expect(steady.at(-1)).toBeCloseTo(100 / 7, 4);
  });

  test("aren't told where hardly anything came back", () => {
    expect(openRefunds(told.map((week) => ({ ...week, refunds: [] })), through)).toBeNull();
  });
});

describe("customers who come back", () => {
  /** Each month wins 1,000, and gets 20 % of it again in the next month, 10 % in the one after, then nothing. */
  const months = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01"];
  const cohorts: CustomerCohort[] = months.map((month, at) => ({ month, won: 1000, again: [0, 200, 100, 0, 0, 0, 0].slice(0, months.length - at) }));

  test("bring by months of age what the months before them brought", () => {
    expect(learnRetention(cohorts, "2026-07-31")!.slice(0, 4)).toEqual([0, 0.2, 0.1, 0]);
    expect(learnRetention(cohorts.slice(3), "2026-07-31")).toBeNull();
  });

  test("are those who are known, and those who are won from now on", () => {
    const ahead = returningAhead(cohorts, learnRetention(cohorts, "2026-07-31")!, "2026-07-31", Array.from({ length: 92 }, (_, day) => (day < 31 ? 1000 / 31 : 0)));
    // August: 20 % of July's, 10 % of June's. September: 10 % of July's and 20 % of those won in August.
    expect(ahead.slice(0, 2).map(({ month, known, later }) => [month, Math.round(known), Math.round(later)])).toEqual([["2026-08-01", 300, 0], ["2026-09-01", 100, 200]]);
  });
});

describe("paths drawn towards other knowledge", () => {
  test("go half-way in ratio, each by the same factor, and keep their weekdays", () => {
    const paths = { first: "2026-11-01", steps: 2, values: Float32Array.from([1, 2, 3, 4]) };
    expect([...bend(paths, [4, null]).values]).toEqual([2, 2, 6, 4]);
    expect(weekly([2, 4], [1, 1])).toEqual([3, 3]);
    expect(weekly([2], [0])).toEqual([null]);
  });
});
