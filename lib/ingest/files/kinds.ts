// Kinds of files that people bring in by hand. Their days stand under a connection of their own that nobody asks
// ("google-ads-file", paused), so that everything kept of a connection is kept of them too.
import { addDays, type Day } from "#lib/core/day.ts";
import { adDay } from "#lib/facts/ads.ts";
import type { Fact } from "#lib/facts/fact.ts";
import { seoPage, seoQuery, seoTotal } from "#lib/facts/seo.ts";
import { webTraffic } from "#lib/facts/web.ts";
import type { FilePreset, FileRead } from "#lib/sources/files/preset.ts";
import { filePresets } from "#lib/sources/files/presets.ts";
import type { ReportStream, Role } from "#lib/sources/source.ts";

export const fileKindIds = ["google-ads", "meta", "google-analytics", "search-console", "spend", "costs"] as const;
export type FileKindId = (typeof fileKindIds)[number];

export interface FileKind {
  id: FileKindId;
  /** ingest.connection.source of its days. */
  source: string;
  /** Null for costs of goods: they belong to no day. */
  role: Role | null;
  /** How lib/sources/files reads it. */
  preset: FilePreset;
  /** Preset of a part → the stream that its rows are kept under; the connection of the same name calls it so too. */
  streams: Record<string, { name: string; fact: Fact }>;
}

const presetOf = (id: string): FilePreset => filePresets.find((preset) => preset.id === id)!;
const kind = (id: FileKindId, role: Role | null, preset: string, streams: FileKind["streams"]): FileKind => ({ id, source: `${id}-file`, role, preset: presetOf(preset), streams });

export const fileKinds: readonly FileKind[] = [
  kind("google-ads", "ads", "google-ads", { "google-ads": { name: "campaigns", fact: adDay } }),
  kind("meta", "ads", "meta", { meta: { name: "campaigns", fact: adDay } }),
  kind("google-analytics", "web", "ga4-traffic", { "ga4-traffic": { name: "traffic", fact: webTraffic } }),
  kind("search-console", "seo", "search-console", {
    "search-console": { name: "totals", fact: seoTotal }, "search-console-queries": { name: "queries", fact: seoQuery }, "search-console-pages": { name: "pages", fact: seoPage },
  }),
  kind("spend", "ads", "spend", { spend: { name: "campaigns", fact: adDay } }),
  kind("costs", null, "costs", {}),
];

/** The kind whose days a connection of this source holds; undefined for connections that are asked. */
export function fileKindOf(source: string): FileKind | undefined {
  return fileKinds.find((one) => one.source === source);
}

/** The kind that a part read from a file belongs to. */
export function kindOfRead(read: Pick<FileRead, "preset">): FileKind {
  return fileKinds.find((one) => one.preset.id === read.preset || read.preset in one.streams)!;
}

/** The kind's streams as pages look at them: nothing is ever due, and the history begins where the file does. */
export function fileStreams(one: FileKind): ReportStream[] {
  return Object.values(one.streams).map(({ name, fact }) => ({
    name, fact, mode: "replace", every: "1d", history: 0, chunk: 1, lag: 1, restates: { nightly: 0, weekly: 0 },
    // Nobody to ask.
    async *read() { /* the file is read by lib/ingest/files/read-table.ts */ },
  }));
}

/** Days in order, as stretches without a gap; half-open. */
export function stretchesOf(days: readonly Day[]): { from: Day; to: Day }[] {
  const all: { from: Day; to: Day }[] = [];
  for (const day of days) {
    const last = all.at(-1);
    if (last && day <= last.to) last.to = addDays(day, 1);
    else all.push({ from: day, to: addDays(day, 1) });
  }
  return all;
}
