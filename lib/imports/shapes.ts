// What the import routes answer.
import { z } from "zod";
import { amountHolds } from "#lib/imports/amount-holds.ts";
import { importStates } from "#lib/imports/list.ts";
import { ImportSettings } from "#lib/imports/settings.ts";

export const ImportId = z.object({ id: z.string().regex(/^\d{1,18}$/) });

const Sums = z.record(z.string(), z.record(z.string(), z.string()));
const Counts = z.record(z.string(), z.number());

export const Summary = z.object({
  importId: z.string(), read: z.number(), imported: z.number(), unchanged: z.number(), rejected: z.number(),
  orders: z.object({ new: z.number(), changed: z.number(), unchanged: z.number() }), ledger: Sums, replaced: Sums,
  firstDay: z.string().nullable(), lastDay: z.string().nullable(), throughDay: z.string().nullable(), lastDayCut: z.boolean(),
  preset: z.string(), notes: Counts, refreshedDays: z.number(), milliseconds: z.number(), isDryRun: z.boolean(),
});

export const Import = z.object({
  id: z.string(), storeId: z.number(), storeName: z.string(), currency: z.string(), fileName: z.string(), bytes: z.number(),
  state: z.enum(importStates), createdAt: z.string(), createdBy: z.string().nullable(), settings: ImportSettings,
  progress: z.object({ step: z.string(), rows: z.number() }).nullable(), summary: Summary.nullable(),
  error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
});

export const Preview = z.object({
  format: z.enum(["text", "workbook"]), encoding: z.string().nullable(), delimiter: z.string().nullable(), preset: z.string(), captions: z.array(z.string()),
  columns: z.record(z.string(), z.string()), fields: z.array(z.object({ field: z.string(), isRequired: z.boolean() })),
  dateOrder: z.enum(["mdy", "dmy", "ambiguous"]).nullable(), decimalMark: z.enum([".", ","]), amountHolds: z.enum(amountHolds).nullish(), sample: z.array(z.array(z.string())),
  rows: z.number(), rejected: z.number(), rejects: z.array(z.object({ row: z.number(), field: z.string(), reason: z.string(), words: z.string() })),
  kinds: z.array(z.object({ currency: z.string(), kind: z.string(), lines: z.number(), sum: z.string() })), zeros: z.number(),
  firstDay: z.string().nullable(), lastDay: z.object({ day: z.string(), looksCut: z.boolean(), lines: z.number(), usualLines: z.number().nullable() }).nullable(),
  notes: Counts, questions: z.array(z.enum(["columns", "date_order", "amount", "vat", "last_day"])), isRemembered: z.boolean(),
});

export const ImportWithPreview = Import.extend({ preview: Preview.nullable() });
