// Files that people export by hand: what is read, what is set aside, and what is refused as a whole.
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { AppError } from "#lib/core/errors.ts";
import { sum } from "#lib/core/money.ts";
import type { FileAbout } from "#lib/sources/files/preset.ts";
import { detectPreset, filePresets, readFile } from "#lib/sources/files/presets.ts";
import { readSearchConsoleZip } from "#lib/sources/files/search-console.ts";

const about: FileAbout = { accountId: "file", currency: "EUR", today: "2026-11-21" };
const records = (text: string, delimiter = ",") => parse(text, { delimiter, relax_column_count: true, relax_quotes: true, bom: true, skip_empty_lines: true }) as string[][];
const fixture = (name: string) => records(readFileSync(`test/fixtures/csv/${name}.csv`, "utf8"));
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return "read";
}

describe("Google Ads", () => {
  test("its report by day is read to the cent, and its own total is kept to compare", () => {
    const file = readFile(fixture("google-ads-campaign.en"), about);
    expect(file.rows.map((row) => [row.day, row.campaign.campaignId, row.campaign.kind, row.campaign.channel, row.campaign.status, row.impressions, row.clicks, row.spend, row.currency, row.conversions, row.conversionsValue])).toEqual([
      ["2026-11-12", "21000000001", "SEARCH", "Paid Search", "enabled", 3100, 197, "70", "EUR", "5.5", "612.3"],
      ["2026-11-12", "21000000002", "PERFORMANCE_MAX", "Cross-network", "enabled", 30411, 149, "61.9", "EUR", "1", "89.5"],
      ["2026-11-12", "21000000003", "VIDEO", "Paid Video", "paused", 0, 0, "0", "EUR", "0", "0"],
    ]);
    expect([file.preset, file.told, sum(file.rows.map((row) => row.spend)), file.read, file.rejects, file.span]).toEqual(["google-ads", "131.9", "131.9", 3, [], { from: "2026-11-12", to: "2026-11-13" }]);
  });
  test("a German download with decimal commas says the same", () => {
    const file = readFile(records("Kampagnenbericht\n1. November 2026 - 12. November 2026\nTag;Kampagne;Kampagnen-ID;Kampagnentyp;Währungscode;Impr.;Klicks;Kosten;Conversions;Conv.-Wert\n2026-11-12;Marke;7;Suche;EUR;3.100;197;1.070,50;5,50;612,30\nGesamt: Konto;--;--;--;EUR;3.100;197;1.070,50;5,50;612,30", ";"), about);
    expect(file.rows.map((row) => [row.campaign.kind, row.impressions, row.spend, row.conversions])).toEqual([["SEARCH", 3100, "1070.5", "5.5"]]);
    expect(file.told).toBe("1070.5");
  });
  test("lines by device of one campaign and day are added; a campaign named Total stays", () => {
    const file = readFile(records("Day,Campaign,Device,Impr.,Clicks,Cost,Conversions,Conv. value\n2026-11-12,Total care,Mobile,10,1,0.10,0.00,0.00\n2026-11-12,Total care,Desktop,20,2,0.20,1.00,9.90"), about);
    expect(file.rows.map((row) => [row.campaign.campaignId, row.impressions, row.spend, row.conversionsValue])).toEqual([["Total care", 30, "0.3", "9.9"]]);
  });
  test("a report without days is refused with where to find them", () => {
    expect(refusal(() => readFile(records("Campaign,Impr.,Clicks,Cost,Conversions,Conv. value\nBrand,1,1,1.00,0.00,0.00"), about))).toBe("files.no_day");
  });
  test("a cell that is no number sets its line aside, with line, column and reason", () => {
    const file = readFile(records("Day,Campaign,Impr.,Clicks,Cost,Conversions,Conv. value\n2026-11-12,A,10,1,1.25,0.00,0.00\n2026-11-12,B,10,1,free,0.00,0.00\n12/2026,C,10,1,1.00,0.00,0.00\n2026-11-12,D,10,1, --,0.00,0.00"), about);
    expect(file.rows.map((row) => row.campaign.name)).toEqual(["A"]);
    expect(file.rejects.map((reject) => [reject.path, reject.reason])).toEqual([["line 3, Cost", "free is no number"], ["line 4, Day", "12/2026 is no day"], ["line 5, Cost", "no number"]]);
    expect(file.read).toBe(4);
  });
});

describe("Meta", () => {
  test("its export by day is read, in the currency that its caption names", () => {
    const file = readFile(fixture("meta-ads-campaign-day"), about);
    expect(file.rows).toMatchObject([{ day: "2026-11-12", campaign: { platform: "meta", campaignId: "120210000000000111", name: "prospecting_autumn", channel: "Paid Social" }, impressions: 18342, clicks: 241, spend: "86.41", currency: "EUR", conversions: "3", conversionsValue: "231.85" }]);
  });
  const line = (starts: string, ends: string) => records(`Reporting starts,Reporting ends,Campaign name,Amount spent (USD),Impressions,Link clicks,Purchases,Purchases conversion value\n${starts},${ends},a,1.50,10,1,,`);
  test("without the breakdown by day it is refused, unless each line is a single day", () => {
    expect(refusal(() => readFile(line("2026-11-01", "2026-11-12"), about))).toBe("files.no_day");
    expect(readFile(line("2026-11-12", "2026-11-12"), about).rows).toMatchObject([{ day: "2026-11-12", spend: "1.5", currency: "USD", conversions: "0" }]);
  });
  test("a column that is not shown is named", () => {
    expect(() => readFile(records("Reporting starts,Reporting ends,Day,Campaign name,Amount spent (USD),Impressions,Link clicks\n2026-11-12,2026-11-12,2026-11-12,a,1.5,1,1"), about)).toThrow("The file lacks Purchases, Purchases conversion value.");
  });
});

describe("Google Analytics", () => {
  const captions = "Session default channel group,Session source / medium,Session campaign,Sessions,Engaged sessions,New users,Views,Add to carts,Checkouts,Ecommerce purchases,Purchase revenue,Key events";
  const notes = (from: string, to: string) => `# ----\n# Free form\n# Start date: ${from}\n# End date: ${to}\n`;
  test("an export of one day is read by its notes", () => {
    const file = readFile(records(`${notes("20261112", "20261112")}${captions}\nPaid Search,google / cpc,Brand,188,141,96,655,24,10,5,612.3,29\nDirect,(direct) / (none),(direct),412,233,240,1189,28,11,4,351.2,39`), about);
    expect(file.rows.map((row) => [row.day, row.toldChannel, row.source, row.medium, row.campaign, row.sessions, row.purchases, row.revenue, row.currency])).toEqual([
      ["2026-11-12", "Paid Search", "google", "cpc", "Brand", 188, 5, "612.3", "EUR"], ["2026-11-12", "Direct", "(direct)", "(none)", "", 412, 4, "351.2", "EUR"],
    ]);
  });
  test("a column of days is read in Google's own form", () => {
    expect(readFile(records(`Date,${captions}\n20261112,Direct,(direct) / (none),(not set),1,1,1,1,0,0,0,0.5,0`), about).rows[0]!.day).toBe("2026-11-12");
  });
  test("several days in one line are refused; so is a report whose baskets would be counted as none", () => {
    expect(refusal(() => readFile(records(`${notes("20261101", "20261112")}${captions}\nDirect,a / b,,1,1,1,1,0,0,0,0.5,0`), about))).toBe("files.no_day");
    expect(() => readFile(fixture("ga4-traffic-acquisition"), about)).toThrow("The file lacks New users, Views, Add to carts, Checkouts, Ecommerce purchases, Purchase revenue.");
  });
});

describe("Search Console", () => {
  const dates = (...days: string[]) => records(`Date,Clicks,Impressions,CTR,Position\n${days.map((day) => `${day},10,100,10%,7.42`).join("\n")}`);
  test("Dates.csv tells the days; the newest may still change", () => {
    expect(readFile(dates("2026-11-17", "2026-11-18"), about).rows.map((row) => [row.day, row.clicks, row.positionSum, row.isFinal])).toEqual([["2026-11-17", 10, "742", true], ["2026-11-18", 10, "742", false]]);
  });
  test("searches of a whole range are refused: they belong to no day", () => {
    expect(refusal(() => readFile(fixture("gsc-Queries"), about))).toBe("files.range_only");
  });
  test("a zip of one day brings its searches too, a zip of several the days alone", () => {
    const one = readSearchConsoleZip({ "Dates.csv": dates("2026-11-12"), "Queries.csv": fixture("gsc-Queries"), "Countries.csv": records("Country,Clicks\nGermany,1") }, about);
    expect(one.map((file) => [file.preset, file.rows.length])).toEqual([["search-console", 1], ["search-console-queries", 2]]);
    expect(one[1]!.rows[1]).toEqual({ day: "2026-11-12", searchType: "web", query: "trail running shoes waterproof", clicks: 14, impressions: 612, positionSum: "4541.04", isFinal: true });
    expect(readSearchConsoleZip({ "Dates.csv": dates("2026-11-11", "2026-11-12"), "Queries.csv": fixture("gsc-Queries") }, about).map((file) => file.preset)).toEqual(["search-console"]);
    expect(refusal(() => readSearchConsoleZip({ "Queries.csv": fixture("gsc-Queries") }, about))).toBe("files.no_dates");
  });
});

describe("tables of one's own", () => {
  test("spend by channel, several lines of a day added", () => {
    const file = readFile(records("date,channel,campaign,cost,currency\n2026-11-12,Affiliates,Autumn,100.10,EUR\n2026-11-12,Affiliates,Autumn,0.20,EUR\n2026-11-13,Audio,,50,SEK"), about);
    expect(file.rows.map((row) => [row.day, row.campaign.channel, row.campaign.name, row.campaign.platform, row.spend, row.currency])).toEqual([["2026-11-12", "Affiliates", "Autumn", "file", "100.3", "EUR"], ["2026-11-13", "Audio", "Audio", "file", "50", "SEK"]]);
  });
  test("days and numbers that could mean two things are asked for, not guessed", () => {
    const days = records("date,channel,cost\n03/04/2026,Audio,1.5");
    expect(refusal(() => readFile(days, about))).toBe("files.dates_unclear");
    expect(readFile(days, { ...about, dateOrder: "dmy" }).rows[0]!.day).toBe("2026-04-03");
    const amounts = records('date,channel,cost\n2026-04-03,Audio,"1,234"');
    expect(refusal(() => readFile(amounts, about))).toBe("files.mark_unclear");
    expect(readFile(amounts, { ...about, mark: "," }).rows[0]!.spend).toBe("1.234");
    expect(readFile(records('date,channel,cost\n2026-04-03,Audio,"1,234,567"'), about).rows[0]!.spend).toBe("1234567");
  });
  test("costs of goods hold from a day on; two for one day are refused", () => {
    const file = readFile(records("SKU;Cost;From\nSK-3P;12,40;12.11.2026\nSK-3P;11,90;01.01.2026\nCAP-01;8,00;01.01.2026", ";"), about);
    expect(file.rows).toEqual([{ productId: "SK-3P", fromDay: "2026-11-12", cost: "12.4", currency: "EUR" }, { productId: "SK-3P", fromDay: "2026-01-01", cost: "11.9", currency: "EUR" }, { productId: "CAP-01", fromDay: "2026-01-01", cost: "8", currency: "EUR" }]);
    expect(refusal(() => readFile(records("sku,cost\na,1.5\na,2.5"), about))).toBe("files.cost_twice");
  });
  test("a file of no known kind is refused with the kinds that are known", () => {
    expect(refusal(() => readFile(records("colour,shade\nblue,dark"), about))).toBe("files.unknown");
    expect(detectPreset(records("a,b"))).toBeUndefined();
    expect(new Set(filePresets.map((preset) => preset.id)).size).toBe(filePresets.length);
  });
});
