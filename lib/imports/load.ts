// One file into the ledger, in one transaction: read → stage → apply. Killed anywhere, nothing has changed.
import type pg from "pg";
import { apply, type Applied } from "#lib/imports/apply.ts";
import { conform, openHeader, type Conformed, type Detected, type Opened } from "#lib/imports/conform.ts";
import type { DayWindow } from "#lib/imports/day-window.ts";
import { detect, needsNoLook } from "#lib/imports/detect.ts";
import { fault } from "#lib/imports/faults.ts";
import type { Host } from "#lib/imports/file.ts";
import { judgeLastDay, type LastDay } from "#lib/imports/last-day.ts";
import { RejectWriter } from "#lib/imports/rejects.ts";
import type { ImportSettings } from "#lib/imports/settings.ts";
import { createStage, Stage } from "#lib/imports/stage.ts";
import { openTable } from "#lib/imports/table.ts";
import { Tally } from "#lib/imports/tally.ts";
import type { Bytes } from "#lib/imports/unpack.ts";

export interface Loading {
  storeId: number;
  storeCurrency: string;
  window: DayWindow;
  importId: string;
  settings: ImportSettings;
  source(): Bytes;
  customerOf(email: string): string;
  isDry: boolean;
}

export interface Loaded {
  conformed: Conformed;
  applied: Applied;
  appliedNo: string;
  lastDay: LastDay | null;
  tally: Tally;
}

export type Step = "wait" | "read" | "compare" | "replace" | "write" | "customers" | "refresh";
export type OnProgress = (step: Step, rows: number) => void;

/**
 * The table with its date order and decimal mark: said, known by the preset, or looked for in the whole file,
 * which is then opened a second time. Throws when it stays unclear.
 */
async function openSettled(source: () => Bytes, settings: ImportSettings): Promise<{ opened: Opened; detected: Detected }> {
  const open = async (): Promise<Opened> => openHeader(await openTable(source(), settings), settings);
  const opened = await open();
  if (needsNoLook(opened, settings)) {
    return { opened, detected: { dateOrder: settings.dateOrder ?? opened.preset.knows.dateOrder ?? null, decimalMark: settings.decimalMark ?? opened.preset.knows.decimalMark ?? "." } };
  }
  const found = await detect(opened, settings);
  if (found.dateOrder === "ambiguous") throw fault("imports.date_order");
  return { opened: await open(), detected: { dateOrder: found.dateOrder, decimalMark: found.decimalMark } };
}

/**
 * Loads inside the transaction that `client` is in. The caller commits, or rolls back when this throws or
 * when the run is a rehearsal.
 */
export async function load(host: Host, client: pg.ClientBase, job: Loading, onProgress: OnProgress): Promise<Loaded> {
  // Sorting and hashing a whole file in 4 MB would spill to disk; the settings end with the transaction.
  await client.query("set local work_mem = '96MB'");
  await client.query("set local jit = off");
  const { opened, detected } = await openSettled(job.source, job.settings);
  await createStage(client, job.window.zone);
  const known = await client.query("select 1 from fact.sales_order where store_id = $1 limit 1", [job.storeId]);
  const isStraight = known.rows.length === 0 && !job.isDry;
  const stage = new Stage(client, { storeId: job.storeId, zone: job.window.zone, isStraight });
  const rejects = new RejectWriter(host, job.importId, job.isDry);
  const tally = new Tally();
  let conformed: Conformed;
  try {
    conformed = await conform(opened, detected, {
      settings: job.settings, storeCurrency: job.storeCurrency, window: job.window, customerOf: job.customerOf,
      onLine: (line) => { stage.add(line); tally.add(line); },
      onReject: (reject) => rejects.add(reject),
      onBatch: async (rows) => {
        await stage.flush();
        await rejects.flush(1_000);
        onProgress("read", rows);
      },
    });
    await stage.finish();
    await rejects.flush(1);
  } catch (error) {
    await stage.abandon();
    throw error;
  }
  const numbered = await client.query<{ no: string }>("select nextval('ingest.applied_no') as no");
  const appliedNo = numbered.rows[0]!.no;
  const applied = await apply(client, { storeId: job.storeId, importId: job.importId, appliedNo, isStraight, eventDays: [...stage.eventDays] }, (step) => onProgress(step as Step, conformed.rows));
  return { conformed, applied, appliedNo, lastDay: judgeLastDay(tally.days), tally };
}
