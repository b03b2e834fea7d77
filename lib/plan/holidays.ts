// Public and retail holidays of a country, with the right days in every year. The days of feasts come from
// date-holidays (data CC BY-SA 3.0, https://github.com/commenthol/date-holidays); days that only shops keep are ours.
import type Holidays from "date-holidays";
import { LRUCache } from "lru-cache";
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";

export interface Holiday {
  /** The same in every year: "black-friday". */
  id: string;
  name: string;
  /** public: shops and offices close; retail: a day of buying; observance: kept, but worked. */
  kind: "public" | "retail" | "observance";
  from: Day;
  to: Day;
}

/** Days that trade made, in the library's own grammar. */
const retail: readonly [string, string][] = [
  ["Valentine's Day", "02-14"],
  ["Singles' Day", "11-11"],
  ["Black Friday", "friday after 4th thursday in November"],
  ["Cyber Monday", "monday after 4th thursday in November"],
];
/** Where the library knows no Mother's Day: the day that most of these countries keep. Its name says so, and it isn't proposed. */
const mothersDay: [string, string] = ["Mother's Day (second Sunday of May)", "2nd sunday in May"];
/** Feasts that people buy for: chosen beside the public ones when a shop begins. */
const bought = new Set(["mothers-day", "fathers-day", "easter-sunday", "halloween", "christmas-eve", "st-nicholas-eve", "thanksgiving-day", "day-after-thanksgiving-day"]);
/** What the library calls a day that stands in our own list. */
const sameAs: Record<string, string> = { "day-after-thanksgiving-day": "black-friday" };

const made = new LRUCache<string, Holiday[]>({ max: 400 });
let library: Promise<typeof Holidays> | undefined;

/** 23 MB and a tenth of a second: loaded once, and only where a shop goes by holidays. */
function load(): Promise<typeof Holidays> {
  return (library ??= import("date-holidays").then((module) => module.default));
}

/** Countries by code, in the reader's language, sorted by name. */
export async function countries(language: string): Promise<{ code: string; name: string }[]> {
  const names = new Intl.DisplayNames(language, { type: "region" });
  const all = new (await load())().getCountries(language);
  return Object.entries(all).filter(([code]) => /^[A-Z]{2}$/.test(code)).map(([code, name]) => ({ code, name: names.of(code) ?? name })).sort((a, b) => a.name.localeCompare(b.name, language));
}

/** Regions of a country that keep days of their own; empty where there are none. */
export async function regions(country: string): Promise<{ code: string; name: string }[]> {
  const all = new (await load())().getStates(country) as Record<string, string> | undefined;
  return Object.entries(all ?? {}).map(([code, name]) => ({ code, name })).sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The holidays of a year, by day. A day off that is given for a feast on a weekend isn't listed: people buy for the
 * feast. @throws AppError "invalid" for a country or region that isn't known
 */
export async function holidaysOf(country: string, region: string, year: number): Promise<Holiday[]> {
  const key = `${country} ${region} ${year}`;
  const known = made.get(key);
  if (known) return known;
  const Calendar = await load();
  const place = new Calendar();
  if (!(country in place.getCountries("en")) || (region !== "" && !(region in ((place.getStates(country) as object | undefined) ?? {})))) throw new AppError("invalid", "calendar.country", `No holidays are known for ${country} ${region}.`.trim());
  const calendar = region === "" ? new Calendar(country, { languages: "en" }) : new Calendar(country, region, { languages: "en" });
  for (const [name, rule] of retail) calendar.setHoliday(rule, { name: { en: name }, type: "observance" });
  const found = new Map<string, Holiday>();
  const told = calendar.getHolidays(year, "en");
  if (!told.some(({ name }) => /mother/i.test(name))) calendar.setHoliday(mothersDay[1], { name: { en: mothersDay[0] }, type: "observance" });
  const ours = new Set(retail.map(([name]) => idOf(name)));
  for (const { date, start, end, name, type, substitute } of calendar.getHolidays(year, "en")) {
    const id = idOf(name);
    if (substitute || sameAs[id] || found.has(id)) continue;
    const from = date.slice(0, 10);
    const days = Math.max(1, Math.ceil((end.getTime() - start.getTime()) / 86_400_000 - 0.1));
    found.set(id, { id, name, kind: ours.has(id) ? "retail" : type === "public" ? "public" : "observance", from, to: addDays(from, days) });
  }
  const list = [...found.values()].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  made.set(key, list);
  return list;
}

/** Every time of the chosen holidays that touches [from, to). */
export async function holidaysWithin(country: string, region: string, chosen: readonly string[], from: Day, to: Day): Promise<Holiday[]> {
  if (chosen.length === 0 || daysBetween(from, to) <= 0) return [];
  const wanted = new Set(chosen);
  // A feast around New Year may begin in the year before.
  const years = Array.from({ length: Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 2 }, (_, at) => Number(from.slice(0, 4)) - 1 + at);
  const all = await Promise.all(years.map((year) => holidaysOf(country, region, year)));
  return all.flat().filter((holiday) => wanted.has(holiday.id) && holiday.from < to && holiday.to > from);
}

/** Those that a shop of this country is proposed to go by: public ones, and those that people buy for. */
export function suggested(list: readonly Holiday[]): string[] {
  return list.filter((holiday) => holiday.kind !== "observance" || bought.has(holiday.id)).map((holiday) => holiday.id);
}

function idOf(name: string): string {
  return name.normalize("NFKD").toLowerCase().replace(/['’]|\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
}
