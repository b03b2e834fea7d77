// Search Console's export: a zip of tables. Only Dates.csv tells days; Queries.csv and Pages.csv add a whole range
// up, and can be taken when that range is one day.
import { daysBetween, type Day } from "#lib/core/day.ts";
import { multiply } from "#lib/core/money.ts";
import { seoPage, seoQuery, seoTotal, type SeoPage, type SeoQuery, type SeoTotal } from "#lib/facts/seo.ts";
import { refuse, type FileAbout, type FilePreset, type FileRead, type Records } from "#lib/sources/files/preset.ts";
import { holds, markOf, openTable, orderOf, readAmount, readCount, readDay, readLines, readText, spanOf, type Columns, type Line, type Table } from "#lib/sources/files/table.ts";

const columns: Columns = { day: ["date"], query: ["top queries"], page: ["top pages"], clicks: ["clicks"], impressions: ["impressions"], position: ["position"] };
const figures = ["clicks", "impressions", "position"];
const signature = ["date", "clicks", "impressions", "position"];
/** Google's page shows days while it still counts them. */
const settlingDays = 3;

export const searchConsoleFile: FilePreset = {
  id: "search-console",
  label: "Search Console: clicks by day",
  help: "In Search Console open Performance, Export, Download CSV. Give the whole .zip, or its Dates.csv.",
  signature,
  read(records, about) {
    const table = openTable(records, signature, columns);
    const order = orderOf(table, "day", about);
    const mark = markOf(table, figures, about);
    const { rows, rejects } = readLines(table, (line): SeoTotal => { const day = readDay(table, line, "day", order); return counted(table, line, day, mark, about); });
    return { preset: this.id, fact: seoTotal, rows, read: table.lines.length, rejects, span: spanOf(rows), told: null };
  },
};

/** Queries.csv or Pages.csv by itself: no day can be made of it. */
export const searchConsoleRange: readonly FilePreset[] = ([["queries", "top queries"], ["pages", "top pages"]] as const).map(([name, caption]) => ({
  id: `search-console-${name}`,
  label: `Search Console: ${name}`,
  help: "Give the whole .zip of Search Console's export.",
  signature: [caption, "clicks", "impressions"],
  read: () => refuse("range_only", "This table adds a whole range of days up. Give the whole .zip of the export: its Dates.csv tells the days. Searches and pages by day come with a connection, or with an export of a single day."),
}));

/** All that a zip tells, by the names of its files ("Dates.csv"). Throws when no table of it tells days. */
export function readSearchConsoleZip(tables: Readonly<Record<string, Records>>, about: FileAbout): FileRead[] {
  const all = Object.values(tables);
  const dates = all.find((records) => holds(records, signature));
  if (!dates) refuse("no_dates", "This zip has no Dates.csv: it isn't Search Console's performance export.");
  const totals = searchConsoleFile.read(dates, about);
  const span = totals.span;
  if (!span || daysBetween(span.from, span.to) !== 1) return [totals];
  const one = <Row extends SeoTotal>(caption: "top queries" | "top pages", preset: string, fact: FileRead["fact"], field: "query" | "page"): FileRead[] => {
    const records = all.find((candidate) => holds(candidate, [caption, "clicks", "impressions"]));
    if (!records) return [];
    const table = openTable(records, [caption, "clicks", "impressions"], columns);
    const mark = markOf(table, figures, about);
    const { rows, rejects } = readLines(table, (line) => ({ ...counted(table, line, span.from, mark, about), [field]: readText(table, line, field) }) as unknown as Row);
    return [{ preset, fact, rows, read: table.lines.length, rejects, span, told: null }];
  };
  return [totals, ...one<SeoQuery>("top queries", "search-console-queries", seoQuery, "query"), ...one<SeoPage>("top pages", "search-console-pages", seoPage, "page")];
}

function counted(table: Table, line: Line, day: Day, mark: "." | ",", about: FileAbout): SeoTotal {
  const impressions = readCount(table, line, "impressions", mark);
  return { day, searchType: "web", clicks: readCount(table, line, "clicks", mark), impressions, positionSum: multiply(readAmount(table, line, "position", mark, "0"), String(impressions)), isFinal: daysBetween(day, about.today) > settlingDays };
}
