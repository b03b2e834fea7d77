// A connection's settings as a person entered them: checked by the source, and parted into what may be shown and
// what is sealed.
import type { Transaction } from "kysely";
import type { DB } from "#db/schema.ts";
import { now } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { seal, type Box, type Place } from "#lib/secrets/secrets.ts";
import type { Source } from "#lib/sources/source.ts";

export type Settings = Record<string, unknown>;

interface FieldNotes { label?: string; secret?: boolean }

/** Names of the source's fields, in the order of its form. */
export function fieldsOf(source: Source): { name: string; label: string; isSecret: boolean }[] {
  return Object.entries(source.settings.shape).map(([name, shape]) => {
    const notes = ((shape as { meta?(): FieldNotes | undefined }).meta?.() ?? {}) as FieldNotes;
    return { name, label: notes.label ?? name, isSecret: notes.secret === true };
  });
}

/** Open fields and secret ones; a field that is absent, null or empty stands in neither. */
export function partSettings(source: Source, settings: Settings): { open: Settings; secret: Record<string, string> } {
  const parts: { open: Settings; secret: Record<string, string> } = { open: {}, secret: {} };
  for (const { name, isSecret } of fieldsOf(source)) {
    const value = settings[name];
    if (value === undefined || value === null || value === "") continue;
    if (isSecret) parts.secret[name] = typeof value === "string" ? value : JSON.stringify(value);
    else parts.open[name] = value;
  }
  return parts;
}

/** What is wrong with them, field by field in the source's words; empty when they do. Fields that nobody knows count. */
export function settingsFaults(source: Source, settings: Settings): { field: string; message: string }[] {
  const known = fieldsOf(source).map((field) => field.name);
  const strange = Object.keys(settings).filter((name) => !known.includes(name)).map((field) => ({ field, message: `${source.label} has no such field; it has ${known.join(", ")}.` }));
  const parsed = source.settings.safeParse(settings);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => {
    const field = issue.path.map(String).join(".") || known[0]!;
    return { field, message: settings[field] === undefined && issue.code === "invalid_type" ? "This is missing." : issue.message };
  });
  return [...strange, ...wrong];
}

/** The settings as the source reads them. Throws AppError "invalid" that names each field. */
export function checkSettings(source: Source, settings: Settings): any {
  const faults = settingsFaults(source, settings);
  if (faults.length > 0) {
    const said = faults.map(({ field, message }) => `${field}: ${message}`).join(" ");
    throw new AppError("invalid", "sources.settings", `${source.label} can't be connected like this. ${said}`, { label: source.label, field: faults[0]!.field, why: faults[0]!.message, said });
  }
  return source.settings.parse(settings);
}

/** Secret fields as they are stored: sealed together, with when and the names of those that hold something left readable. */
export async function sealFields(trx: Transaction<DB>, secret: Record<string, string>, place: Place): Promise<Box & { fields: string[]; sealedAt: string }> {
  return { ...(await seal(trx, JSON.stringify(secret), place)), fields: Object.keys(secret).sort(), sealedAt: now().toISOString() };
}
