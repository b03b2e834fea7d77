import { describe, expect, test } from "vitest";
import { noteText } from "#app/(dashboard)/projections/note-text.ts";
import { projectionSentence, type Saying } from "#app/(dashboard)/projections/sentence.ts";
import { parseWindow, resolveWindow } from "#app/(dashboard)/projections/window.ts";
import { calendarYear, nrfYear } from "#lib/core/calendar.ts";
import { models } from "#lib/forecast/models/index.ts";
import { en } from "#lib/words/en/index.ts";
import { translator } from "#lib/words/words.ts";

const reader = { language: "en" as const, locale: "en-GB" };
const found = { money: { currency: "EUR", rates: new Map(), ratesOf: null } } as unknown as Saying["found"];
const total = { from: "2026-11-01", to: "2026-12-01", known: 100_000, knownDays: 20, daysLeft: 10, isWhole: true, mean: 150_000, p10: 140_000, p50: 150_000, p90: 160_000, lo95: 130_000, hi95: 170_000 };
const odds = { chance: 0.62, requiredPerDay: 1, expectedPerDay: 1 };
const say = (more: Partial<Saying>) => projectionSentence({ metric: "net_sales", total, before: null, goal: null, odds, events: [], override: null, found, ...more }, reader)
  .map(({ key, values }) => translator(reader, "projections").markup(`sentence.${key}` as "sentence.sum", { ...values, b: (words: string) => words } as never)).join(" ");

describe("the sentence of projections", () => {
  test("says the middle, the range and how it stands to a year before", () => {
    expect(say({ before: 120_000 })).toBe("November 2026 will close at about €150,000, most likely between €140,000 and €160,000; that is 25% above a year before.");
  });
  test("names the goal's chance, and what came of it once the period is over", () => {
    expect(say({ goal: 148_000 })).toContain("The goal of €148,000 is 62% likely.");
    expect(say({ goal: 148_000, odds: { ...odds, chance: 0.999 } })).toContain("over 99 % likely");
    expect(say({ goal: 148_000, total: { ...total, daysLeft: 0, known: 147_000 } })).toBe("November 2026 is over: it closed at €147,000. The goal of €148,000 was missed by €1,000.");
  });
  test("spending more than the goal isn't reaching it", () => {
    expect(say({ metric: "spend", goal: 148_000 })).toContain("38% likely");
    expect(say({ metric: "spend", goal: 148_000, total: { ...total, daysLeft: 0, known: 149_000 } })).toContain("missed by €1,000");
  });
  test("more returns are more although they are told below zero; a rate differs by points", () => {
    expect(say({ metric: "returns", before: -10_000, total: { ...total, p50: -12_000, p10: -13_000, p90: -11_000 } })).toContain("20% more than a year before");
    expect(say({ metric: "conversion_rate", before: 0.025, total: { ...total, p50: 0.023, p10: 0.022, p90: 0.024 } })).toContain("0.2 points below a year before");
  });
  test("the event that brings most of the rest is named, from a tenth of it on", () => {
    const event = (sum: number) => [{ event: { name: "Black Friday", from: "2026-11-27", to: "2026-11-28" }, sum: { on: sum, around: null } }] as unknown as Saying["events"];
    expect(say({ events: event(9_000) })).toContain("Black Friday should bring about €9,000 of what is left.");
    expect(say({ events: event(1_000) })).not.toContain("Black Friday");
  });
});

describe("words of the forecaster's notes", () => {
  test("weekdays and days are written as people do", () => {
    expect(noteText(reader, { code: "closed-weekdays", values: { weekdays: "6,7" } })).toContain("Saturday and Sunday");
    expect(noteText(reader, { code: "last-cut", values: { day: "2026-11-20" } })).toContain("20 Nov 2026");
    expect(noteText(reader, { code: "short", values: { known: 40 } })).toContain("Only 40 days are known");
  });
  test("every note and every model of the forecaster has words", async () => {
    const { readdirSync, readFileSync } = await import("node:fs");
    const sources = readdirSync("lib/forecast", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(`lib/forecast/${name}`, "utf8")).join("\n");
    const codes = [...sources.matchAll(/code: "([\w-]+)"/g)].map((match) => match[1]!);
    expect(codes.length).toBeGreaterThan(2);
    expect(codes.filter((code) => !(code in en.projections.notes))).toEqual([]);
    expect(models.map(({ id }) => id).filter((id) => !(id in en.projections.model))).toEqual([]);
  });
});

describe("the days of a window", () => {
  test("are those around the first day that isn't known", () => {
    expect(resolveWindow({ id: "month" }, "2026-12-01", calendarYear)).toEqual({ from: "2026-12-01", to: "2027-01-01" });
    expect(resolveWindow({ id: "quarter" }, "2026-11-22", calendarYear)).toEqual({ from: "2026-10-01", to: "2027-01-01" });
    expect(resolveWindow({ id: "year" }, "2026-11-22", { ...calendarYear, startMonth: 4 } as typeof calendarYear)).toEqual({ from: "2026-04-01", to: "2027-04-01" });
    expect(resolveWindow({ id: "next90" }, "2026-11-22", calendarYear)).toEqual({ from: "2026-11-22", to: "2027-02-20" });
  });
  test("a business year of weeks has its own periods, a 53rd week among them", () => {
    const month = resolveWindow({ id: "month" }, "2026-11-22", nrfYear);
    expect(month.from <= "2026-11-22" && month.to > "2026-11-22").toBe(true);
    const year = resolveWindow({ id: "year" }, "2024-01-10", nrfYear);
    expect(year).toEqual({ from: "2023-01-29", to: "2024-02-04" });
  });
  test("an address that names no days shows the month and says why", () => {
    expect(parseWindow(new URLSearchParams("start=2026-02-30&end=2026-03-01"))).toMatchObject({ choice: { id: "month" }, problem: { parameter: "start" } });
    expect(parseWindow(new URLSearchParams("start=2026-03-02&end=2026-03-01"))).toMatchObject({ problem: { parameter: "end" } });
    expect(parseWindow(new URLSearchParams("start=2026-03-01&end=2026-03-02"))).toEqual({ choice: { from: "2026-03-01", through: "2026-03-02" }, problem: null });
    expect(parseWindow(new URLSearchParams("window=decade"))).toMatchObject({ problem: { parameter: "window" } });
  });
});
