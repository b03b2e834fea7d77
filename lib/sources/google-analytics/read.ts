// A report of some days. Several days are asked at once while that loses nothing; where GA4 sampled or lumped rows
// together as "(other)", each day is asked by itself, which both cures.
import { addDays, dayAt, daysBetween, daysIn, type Day } from "#lib/core/day.ts";
import type { DayRow } from "#lib/facts/fact.ts";
import { HttpFault, type Ask, type Batch, type Context, type Rejected } from "#lib/sources/source.ts";
import { askReport } from "#lib/sources/google-analytics/client.ts";
import { addUp, dayOf } from "#lib/sources/google-analytics/conform.ts";
import { readRows, type Report, type Row } from "#lib/sources/google-analytics/payload.ts";
import type { ReportAsked } from "#lib/sources/google-analytics/reports.ts";
import type { Settings } from "#lib/sources/google-analytics/source.ts";

/** GA4 goes on counting a day for up to 72 hours. */
const settlingDays = 3;

type Read = { raws: string[]; rows: Row[]; rejects: Rejected[]; read: number; report: Report };

export async function* readReportDays(context: Context<Settings>, ask: Ask, asked: ReportAsked): AsyncGenerator<Batch<DayRow>> {
  const told = asked.told === null ? undefined : await askTotals(context, ask, asked, asked.told);
  const whole = await readPages(context, ask.from, ask.to, asked);
  if (whole) return yield batchOf(context, ask, asked, whole, told);
  for (const day of daysIn(ask.from, ask.to)) {
    const window = { from: day, to: addDays(day, 1) };
    const read = (await readPages(context, window.from, window.to, asked))!;
    yield batchOf(context, window, asked, read, told && { [day]: told[day]! });
  }
}

/** All pages of [from, to); null when several days were asked at once and that cost detail. */
async function readPages(context: Context<Settings>, from: Day, to: Day, asked: ReportAsked): Promise<Read | null> {
  const isOneDay = daysBetween(from, to) === 1;
  const seen = new Set<string>();
  const all = { raws: [] as string[], rows: [] as Row[], rejects: [] as Rejected[], read: 0 };
  for (;;) {
    const { raw, report } = await askReport(context, { ...asked, from, to }, addDays(to, -1), all.read);
    if (!isOneDay && losesDetail(report)) return null;
    const { good, rejects } = readRows(report, all.read);
    for (const row of good) {
      const key = Object.values(row.dimensions).join("\u0001");
      // Told twice, counted once: rows are added up later.
      if (seen.has(key)) context.drift("rows.repeated");
      else { seen.add(key); all.rows.push(row); }
    }
    all.raws.push(raw);
    all.rejects.push(...rejects);
    all.read += report.rows.length;
    if (all.read >= report.rowCount) {
      const found = all.rows.length + all.rejects.length;
      if (found < report.rowCount) throw new HttpFault({ kind: "vendor", code: "incomplete", message: `Google Analytics counts ${report.rowCount} rows of ${asked.name} from ${from} on and told ${found} different ones.` });
      return { ...all, report };
    }
    if (report.rows.length === 0) throw new HttpFault({ kind: "vendor", code: "incomplete", message: `Google Analytics counts ${report.rowCount} rows of ${asked.name} from ${from} on and stopped after ${all.read}.` });
  }
}

/** Each day's own total of the measure, days without any as "0". */
async function askTotals(context: Context<Settings>, ask: Ask, asked: ReportAsked, metric: string): Promise<Record<Day, string>> {
  const { report } = await askReport(context, { dimensions: ["date"], metrics: asked.metrics, from: ask.from, to: ask.to }, addDays(ask.to, -1));
  const told = Object.fromEntries(daysIn(ask.from, ask.to).map((day) => [day, "0"]));
  for (const row of readRows(report).good) told[dayOf(row.dimensions.date!)] = row.metrics[metric]!;
  return told;
}

function losesDetail({ metadata }: Report): boolean {
  return Boolean(metadata.dataLossFromOtherRow) || (metadata.samplingMetadatas?.length ?? 0) > 0;
}

function batchOf(context: Context<Settings>, window: { from: Day; to: Day }, asked: ReportAsked, read: Read, told: Record<Day, string> | undefined): Batch<DayRow> {
  const currency = read.report.metadata.currencyCode ?? context.account.currency ?? context.store.currency;
  const rows = addUp(read.rows.map((row) => asked.conform(row, currency)));
  const today = dayAt(context.now, read.report.metadata.timeZone ?? context.account.zone ?? context.store.zone);
  const flags = Object.fromEntries(daysIn(window.from, window.to).map((day) => [day, flagsOf(day, today, read.report)]).filter(([, list]) => list!.length > 0));
  return { raw: read.raws.length === 1 ? read.raws[0]! : `[${read.raws.join(",")}]`, rows, read: read.read, rejects: read.rejects, told, flags };
}

function flagsOf(day: Day, today: Day, { metadata }: Report): string[] {
  const cut = (metadata.dataTruncationReasons ?? []).some(({ dataTruncationDate: date }) => !date || day < `${date.year}-${String(date.month ?? 1).padStart(2, "0")}-${String(date.day ?? 1).padStart(2, "0")}`);
  return [
    ...(metadata.samplingMetadatas?.length ? ["sampled"] : []), ...(metadata.subjectToThresholding ? ["thresholded"] : []),
    ...(metadata.dataLossFromOtherRow ? ["other_row"] : []), ...(cut ? ["truncated"] : []), ...(daysBetween(day, today) <= settlingDays ? ["not_final"] : []),
  ];
}
