// The header: where it stands, what it names, which column each of our fields is.
import { createHash } from "node:crypto";
import { fault } from "#lib/imports/faults.ts";
import type { Preset } from "#lib/imports/preset.ts";
import { generic } from "#lib/imports/presets/generic.ts";
import { presets } from "#lib/imports/presets/index.ts";
import type { ImportSettings } from "#lib/imports/settings.ts";

const maxColumns = 500;
/** Some tools write a title and a span above the header. */
const searchDepth = 20;

export interface Header {
  captions: string[];
  /** How many records stand above and with it. */
  depth: number;
  /** Names the shape of the file, so that an earlier mapping can be proposed. */
  signature: string;
}

/** Finds the header in the first records: the first that a preset knows, else the first of all. Throws when it can't be one. */
export function findHeader(records: readonly string[][]): Header {
  const top = records.slice(0, searchDepth).map(clean);
  const known = top.findIndex((captions) => presets.some((preset) => fits(preset, captions)));
  const likely = known >= 0 ? known : top.findIndex((captions) => requiredOf(generic).every((field) => generic.fields[field]!.captions.some((name) => captions.some((caption) => caption.toLowerCase() === name))));
  const at = Math.max(0, likely);
  const captions = top[at] ?? [];
  if (captions.length === 0) throw fault("imports.empty");
  if (captions.length > maxColumns) throw fault("imports.too_many_columns", { count: captions.length });
  if (!captions.some((caption) => /\p{L}{2,}/u.test(caption)) || captions.filter((caption) => /^[-\d.,:/ ]+$/.test(caption)).length > captions.length / 2) {
    throw fault("imports.no_header", { example: "order_id,date,amount,currency" });
  }
  const seen = new Set<string>();
  for (const caption of captions) {
    const key = caption.toLowerCase();
    if (key !== "" && seen.has(key)) throw fault("imports.column_twice", { column: caption });
    seen.add(key);
  }
  return { captions, depth: at + 1, signature: createHash("sha256").update(JSON.stringify(captions.map((caption) => caption.toLowerCase()))).digest("hex") };
}

function clean(record: readonly string[]): string[] {
  const captions = record.map((cell) => cell.replace(/[\ufeff\u00a0\u0000]/g, " ").trim().slice(0, 500));
  while (captions.length > 0 && captions[captions.length - 1] === "") captions.pop();
  return captions;
}

function fits(preset: Preset, captions: readonly string[]): boolean {
  const names = new Set(captions.map((caption) => caption.toLowerCase()));
  return preset.signature.length > 0 && preset.signature.every((name) => names.has(name));
}

/** The preset that a person chose, else the one whose signature the header holds, else the generic one. */
export function choosePreset(header: Header, settings: ImportSettings): Preset {
  const wanted = settings.preset;
  return presets.find((preset) => (wanted ? preset.id === wanted : fits(preset, header.captions))) ?? presets.find((preset) => preset.id === "generic")!;
}

/** Our field → position of its column. Throws when a needed one is missing or one column is meant twice. */
export function mapColumns(header: Header, preset: Preset, said: Readonly<Record<string, string>>): Map<string, number> {
  const mapping = proposeColumns(header, preset, said);
  const missing = missingFields(preset, mapping);
  if (missing.length > 0) throw fault("imports.columns_missing", { missing: missing.map((field) => preset.fields[field]?.captions[0] ?? field).join(", "), found: shown(header) });
  return mapping;
}

/** Fields that have to have a column and have none yet; of alternatives the first. */
export function missingFields(preset: Preset, mapping: ReadonlyMap<string, number>): string[] {
  const either = preset.either && !preset.either.some((field) => mapping.has(field)) ? preset.either.slice(0, 1) : [];
  return [...requiredOf(preset).filter((field) => !mapping.has(field)), ...either];
}

function requiredOf(preset: Preset): string[] {
  return Object.entries(preset.fields).filter(([, { required }]) => required).map(([field]) => field);
}

/** As mapColumns, but a missing column stays open. */
export function proposeColumns(header: Header, preset: Preset, said: Readonly<Record<string, string>>): Map<string, number> {
  const positions = new Map(header.captions.map((caption, at) => [caption.toLowerCase(), at]));
  const mapping = new Map<string, number>();
  const takenBy = new Map<number, string>();
  for (const [field, caption] of Object.entries(said)) {
    if (!Object.hasOwn(preset.fields, field)) throw fault("imports.field_unknown", { field, fields: Object.keys(preset.fields).join(", ") });
    if (caption === "") continue;
    const at = positions.get(caption.trim().toLowerCase());
    if (at === undefined) throw fault("imports.column_unknown", { column: caption, found: shown(header) });
    const other = takenBy.get(at);
    if (other !== undefined) throw fault("imports.mapped_twice", { column: caption, fields: `${other}, ${field}` });
    mapping.set(field, at);
    takenBy.set(at, field);
  }
  for (const [field, { captions }] of Object.entries(preset.fields)) {
    if (mapping.has(field) || said[field] === "") continue;
    const at = captions.map((caption) => positions.get(caption)).find((position) => position !== undefined && !takenBy.has(position));
    if (at === undefined) continue;
    mapping.set(field, at);
    takenBy.set(at, field);
  }
  return mapping;
}

function shown(header: Header): string {
  const names = header.captions.filter((caption) => caption !== "");
  return names.length > 20 ? `${names.slice(0, 20).join(", ")} and ${names.length - 20} more` : names.join(", ");
}
