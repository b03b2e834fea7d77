// One line a kind of file; the first whose captions are all there reads it.
import { costsFile } from "#lib/sources/files/costs.ts";
import { ga4TrafficFile } from "#lib/sources/files/ga4-traffic.ts";
import { googleAdsFile } from "#lib/sources/files/google-ads.ts";
import { metaAdsFile } from "#lib/sources/files/meta-ads.ts";
import { refuse, type FileAbout, type FilePreset, type FileRead, type Records } from "#lib/sources/files/preset.ts";
import { searchConsoleFile, searchConsoleRange } from "#lib/sources/files/search-console.ts";
import { spendFile } from "#lib/sources/files/spend.ts";
import { holds } from "#lib/sources/files/table.ts";

export const filePresets: readonly FilePreset[] = [metaAdsFile, googleAdsFile, ga4TrafficFile, searchConsoleFile, ...searchConsoleRange, spendFile, costsFile];

/** The preset that a file is of, by its captions; undefined for none. */
export function detectPreset(records: Records): FilePreset | undefined {
  return filePresets.find((preset) => holds(records, preset.signature)) ?? (holds(records, ["kampagne", "kosten", "klicks"]) ? googleAdsFile : undefined);
}

/** Reads a file by its captions, or as what a person said it is. Throws an AppError "invalid" that says what to do. */
export function readFile(records: Records, about: FileAbout, presetId?: string): FileRead {
  const preset = presetId ? filePresets.find((one) => one.id === presetId) : detectPreset(records);
  if (!preset) refuse("unknown", `No kind of file known here has these columns. Known: ${filePresets.map((one) => one.label).join("; ")}.`);
  return preset.read(records, about);
}
