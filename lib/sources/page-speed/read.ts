// The two streams of page speed: what visitors had over 28 days, and laboratory runs of today.
import { dayAt, daysBetween, daysIn, weekday, type Day } from "#lib/core/day.ts";
import type { LabRun, VitalsPeriod } from "#lib/facts/speed.ts";
import { isHttpFault, type Ask, type Batch, type Context } from "#lib/sources/source.ts";
import { askHistory, askLab, askRecord, type FieldAsk } from "#lib/sources/page-speed/client.ts";
import { historyPeriods, medianRun, recordPeriod } from "#lib/sources/page-speed/conform.ts";
import type { LabAnswer } from "#lib/sources/page-speed/payload.ts";
import type { Settings } from "#lib/sources/page-speed/source.ts";

const saturday = 6;
/** CrUX is about two days behind; a window that ends earlier can only hold weekly periods. */
const recentDays = 5;
const labRuns = 3;
const formFactors = [["PHONE", "phone"], ["DESKTOP", "desktop"], [null, "all"]] as const;

/** Weekly periods end on Saturdays; the day-by-day figure is told for the newest day alone. */
export async function* readVitals(context: Context<Settings>, { from, to }: Ask): AsyncGenerator<Batch<VitalsPeriod>> {
  const holdsWeek = daysBetween(from, to) >= 7 || daysIn(from, to).some((day) => weekday(day) === saturday);
  const isRecent = daysBetween(to, dayAt(context.now, "UTC")) < recentDays;
  for (const about of subjects(context.settings)) {
    const raws: unknown[] = [];
    const rows = new Map<Day, VitalsPeriod>();
    for (const [formFactor, name] of formFactors) {
      const ask: FieldAsk = { ...about, formFactor };
      const history = holdsWeek ? await askHistory(context, ask) : null;
      const record = isRecent ? await askRecord(context, ask) : null;
      const subject = { subject: about.subject, formFactor: name };
      const periods = [...(history ? historyPeriods(history.history, subject) : []), ...(record ? [recordPeriod(record.record, subject)] : [])];
      for (const period of periods) if (period && period.day >= from && period.day < to) rows.set(`${period.day} ${name}`, period);
      raws.push(...[history?.body, record?.body].filter((body) => body !== undefined));
    }
    yield { raw: JSON.stringify(raws), rows: [...rows.values()], read: rows.size, rejects: [] };
  }
}

/** Runs can be made now only: a window without today brings nothing. */
export async function* readLab(context: Context<Settings>, { from, to }: Ask): AsyncGenerator<Batch<LabRun>> {
  const today = dayAt(context.now, context.account.zone ?? "UTC");
  if (today < from || today >= to) return;
  for (const url of pagesOf(context.settings)) {
    for (const [strategy, formFactor] of [["mobile", "phone"], ["desktop", "desktop"]] as const) {
      const runs = await threeRuns(context, url, strategy);
      yield { raw: JSON.stringify(runs.map((run) => run.body)), rows: [medianRun(today, { subject: url, formFactor }, runs.map((run) => run.answer))], read: Math.max(1, runs.length), rejects: [] };
    }
  }
}

/** None for a page that can't be loaded: its row then holds no figure, and doesn't take the other pages with it. */
async function threeRuns(context: Context<Settings>, url: string, strategy: "mobile" | "desktop"): Promise<{ body: unknown; answer: LabAnswer }[]> {
  const runs: { body: unknown; answer: LabAnswer }[] = [];
  try {
    while (runs.length < labRuns) runs.push(await askLab(context, url, strategy));
    return runs;
  } catch (error) {
    if (!isHttpFault(error) || error.code !== "page") throw error;
    context.drift(`page not loaded: ${url}`);
    return [];
  }
}

function subjects(settings: Settings): { subject: string; isOrigin: boolean }[] {
  return [{ subject: originOf(settings), isOrigin: true }, ...listed(settings).map((subject) => ({ subject, isOrigin: false }))];
}

/** The listed pages, or the home page. */
function pagesOf(settings: Settings): string[] {
  const pages = listed(settings);
  return pages.length > 0 ? pages : [`${originOf(settings)}/`];
}

export function originOf(settings: Settings): string {
  return new URL(settings.site).origin;
}

function listed(settings: Settings): string[] {
  return [...new Set((settings.pages ?? "").split(/[\s,]+/).filter(Boolean))];
}
