"use client";
import type { ReactNode } from "react";

interface Told { name: string; type: string; from: string; to: string }
export interface Preview {
  calendar: string;
  counts: Record<"added" | "changed" | "unchanged" | "removed" | "rejected" | "outside", number>;
  added: Told[];
  changed: { before: Told; now: Told }[];
  removed: Told[];
  rejected: { name: string; reason: string }[];
}
export type PreviewWords = Record<"added" | "changed" | "removed" | "rejected" | "was" | "more" | "untitled" | "locale", string> & {
  /** Each with {n} for its number. */
  counts: Record<"added" | "changed" | "unchanged" | "removed" | "outside", string>;
  reasons: Record<string, string>; types: Record<string, string>;
};

/** What a file would change, by kind of change; what it leaves out, with the reason. */
export function ImportPreview({ preview, words }: { preview: Preview; words: PreviewWords }) {
  const { counts } = preview;
  const days = ({ from, to }: Told) => new Intl.DateTimeFormat(words.locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).formatRange(new Date(`${from}T00:00:00Z`), new Date(Date.parse(`${to}T00:00:00Z`) - 86_400_000));
  const line = (event: Told) => <><span className="min-w-0 flex-1 text-ink [overflow-wrap:anywhere]">{event.name}<span className="text-ink-faint">{` · ${words.types[event.type]}`}</span></span><span className="whitespace-nowrap">{days(event)}</span></>;
  const count = (kind: "added" | "changed" | "unchanged" | "removed" | "outside") => words.counts[kind].replace("{n}", String(counts[kind]));
  return (
    <div role="status">
      <p className="text-ink">{[count("added"), count("changed"), count("removed"), count("unchanged")].join(" · ")}</p>
      {counts.outside > 0 ? <p className="text-note text-ink-faint">{count("outside")}</p> : null}
      <Part title={words.added} rows={preview.added.map(line)} all={counts.added} more={words.more} />
      <Part title={words.changed} rows={preview.changed.map(({ before, now }) => <>{line(now)}<span className="basis-full text-note text-ink-faint">{words.was.replace("{days}", `${before.name === now.name ? "" : `${before.name}, `}${days(before)}`)}</span></>)} all={counts.changed} more={words.more} />
      <Part title={words.removed} rows={preview.removed.map(line)} all={counts.removed} more={words.more} />
      <Part title={words.rejected} rows={preview.rejected.map(({ name, reason }) => <><span className="min-w-0 flex-1 text-ink [overflow-wrap:anywhere]">{name || words.untitled}</span><span>{words.reasons[reason] ?? reason}</span></>)} all={counts.rejected} more={words.more} />
    </div>
  );
}

function Part({ title, rows, all, more }: { title: string; rows: ReactNode[]; all: number; more: string }) {
  if (rows.length === 0) return null;
  return (
    <section className="mt-4">
      <h3 className="text-note">{title}</h3>
      <ul className="mt-1 max-h-56 overflow-y-auto rounded-lg border border-line" tabIndex={0} aria-label={title}>
        {rows.map((row, at) => <li key={at} className="flex flex-wrap gap-x-3 border-b border-line px-3 py-1.5 text-note last:border-b-0">{row}</li>)}
        {all > rows.length ? <li className="px-3 py-1.5 text-note text-ink-faint">{more.replace("{count}", String(all - rows.length))}</li> : null}
      </ul>
    </section>
  );
}
