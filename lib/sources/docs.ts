// lib/sources/sources.md: what each source brings, how often and how far back, from the declarations.
import { sources } from "#lib/sources/registry.ts";
import type { Source, Stream } from "#lib/sources/source.ts";

/** The page, as it must stand. */
export function sourcePages(): string {
  return [
    "# Sources", "", "Written by `npm run docs` from `lib/sources/*/source.ts`; not edited by hand.", "",
    "*Asked* is how often a stream is looked at. *Again* is how many of the last days are read again each night and each week, because the vendor still changes them. *History* is how far back is asked for at first.", "",
    ...sources.flatMap(pageOf),
  ].join("\n");
}

function pageOf(source: Source): string[] {
  const fields = Object.entries(source.settings.shape).map(([name, field]) => {
    const about = (field as { meta?(): { label?: string; secret?: boolean } | undefined }).meta?.() ?? {};
    return `\`${name}\`${about.secret ? " (kept encrypted)" : ""}`;
  });
  return [
    `## ${source.label}`, "",
    `\`${source.name}\` · ${source.role} · API ${source.api.version}${source.api.endsOn ? `, answered until ${source.api.endsOn}` : ""} · asks ${source.hosts.map((host) => `\`${host}\``).join(", ") || "the address in its settings"}`, "",
    `Settings: ${fields.join(", ")}.`, "",
    "| stream | brings | asked | again | history |", "|---|---|---|---|---|",
    ...source.streams.map(rowOf), "",
  ];
}

function rowOf(stream: Stream): string {
  const brings = stream.mode === "replace" ? `\`fact.${stream.fact.id}\`` : stream.mode === "upsert" ? "orders, each replaced whole" : "exchange rates";
  const again = stream.mode === "upsert" ? `changes, ${stream.restates.weekly} d weekly` : `${stream.restates.nightly} d nightly, ${stream.restates.weekly} d weekly`;
  return `| ${stream.name} | ${brings} | every ${stream.every} | ${again} | ${stream.history} d |`;
}
