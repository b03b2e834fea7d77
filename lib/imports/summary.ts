// What an import did, as the script prints and the page shows it. Kept with the import.
import type { Applied } from "#lib/imports/apply.ts";
import type { Loaded } from "#lib/imports/load.ts";
import type { Note } from "#lib/imports/preset.ts";

export interface Summary {
  importId: string;
  /** Source rows: read = imported + unchanged + rejected. */
  read: number;
  imported: number;
  unchanged: number;
  rejected: number;
  orders: Applied["orders"];
  /** Currency → kind → sum of the file's orders as the ledger has them now. */
  ledger: Record<string, Record<string, string>>;
  /** The same sums of the changed orders as they were before. */
  replaced: Applied["replaced"];
  firstDay: string | null;
  lastDay: string | null;
  /** Periods end with this day: the last with an order, or the one before when that looks cut. */
  throughDay: string | null;
  lastDayCut: boolean;
  preset: string;
  notes: Partial<Record<Note, number>>;
  refreshedDays: number;
  milliseconds: number;
  isDryRun: boolean;
}

export function summarise(importId: string, loaded: Loaded, throughDay: string | null, lastDayCut: boolean, isDryRun: boolean): Summary {
  const { conformed, applied } = loaded;
  return {
    importId,
    read: conformed.rows, imported: applied.rows.imported, unchanged: applied.rows.unchanged, rejected: conformed.rejected,
    orders: applied.orders, ledger: {}, replaced: applied.replaced,
    firstDay: applied.firstDay, lastDay: applied.lastDay, throughDay, lastDayCut,
    preset: conformed.preset.id, notes: conformed.notes,
    refreshedDays: 0, milliseconds: 0, isDryRun,
  };
}
