// Files that people export by hand from where no connection reaches: what a preset is, and what it makes of a file.
import { AppError } from "#lib/core/errors.ts";
import type { Day } from "#lib/core/day.ts";
import type { DecimalMark } from "#lib/core/decimal.ts";
import type { DateOrder } from "#lib/core/when.ts";
import type { Fact } from "#lib/facts/fact.ts";
import type { Rejected } from "#lib/sources/source.ts";

/** Records of a table file as they stand, with whatever lies above the header. Cells are text. */
export type Records = readonly (readonly string[])[];

/** What the file itself doesn't tell. */
export interface FileAbout {
  /** The account that the rows are kept under. */
  accountId: string;
  /** The store's: for files that name no currency. */
  currency: string;
  today: Day;
  /** Where a person had to say it; else it is found out. */
  mark?: DecimalMark;
  dateOrder?: DateOrder;
}

export interface FileRead<Row = any> {
  preset: string;
  /** Null for what isn't kept by day (costs of goods). */
  fact: Fact | null;
  rows: Row[];
  /** Lines read, refused ones included; totals that the file itself draws are not among them. */
  read: number;
  rejects: Rejected[];
  /** First and last day of the rows, half-open; null without rows or days. */
  span: { from: Day; to: Day } | null;
  /** The file's own total of the fact's key measure, where it draws one. */
  told: string | null;
}

export interface FilePreset {
  id: string;
  label: string;
  /** How a person gets the file. */
  help: string;
  /** Captions that name it, lower case; all must be there. */
  signature: readonly string[];
  /** Throws an AppError "invalid" files.… when the file can't be taken as a whole. */
  read(records: Records, about: FileAbout): FileRead;
}

/** A file that would mislead is refused as a whole, with what to do instead. */
export function refuse(code: string, english: string, details: Record<string, string | number> = {}): never {
  throw new AppError("invalid", `files.${code}`, english, details);
}
