import { streamName } from "./source-words.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { fileKindOf } from "#lib/ingest/files/kinds.ts";
import type { RunRow } from "#lib/ingest/runs.ts";
import { sources } from "#lib/sources/registry.ts";
import { periodText } from "#lib/words/dates.ts";
import { formatter, translator, type Reader } from "#lib/words/words.ts";

const tones = { running: "blue", done: "green", partial: "amber", failed: "red" } as const;

const phoneRuns = 5;

/** Runs with what they asked, what came and why not all of it. */
export function RunsTable({ runs, reader, withSource, mayReject }: { runs: readonly RunRow[]; reader: Reader; withSource: boolean; mayReject: boolean }) {
  const t = translator(reader, "sources");
  const format = formatter(reader);
  return (
    <Table label={t("runs.title")} className="stacked">
      <thead><tr><Th>{t("runs.what")}</Th><Th>{t("runs.state")}</Th><Th>{t("runs.days")}</Th><Th numeric>{t("runs.read")}</Th><Th numeric>{t("runs.written")}</Th><Th numeric>{t("runs.changed")}</Th><Th>{t("runs.when")}</Th></tr></thead>
      <tbody>
        {runs.map((run, index) => (
          // A phone shows the newest of many sources' runs; each source's own page has all.
          <Row key={run.id} className={withSource && index >= phoneRuns ? "max-sm:hidden!" : undefined}>
            <Td>
              <span className="text-ink">{withSource ? `${sources.find((one) => one.name === run.source)?.label ?? fileKindOf(run.source)?.preset.label ?? run.source} · ` : ""}{streamName(reader, run.source, run.stream)}</span>
              <span className="block text-note text-ink-faint">{t(fileKindOf(run.source) ? "reason.file" : `reason.${run.reason}`)}{withSource ? ` · ${run.storeName}` : ""}</span>
            </Td>
            <Td className="max-w-80">
              <Badge tone={tones[run.state]}>{t(`runState.${run.state}`)}</Badge>
              {run.problem ? <span className="mt-0.5 block text-note text-ink-faint [overflow-wrap:anywhere]">{run.problem.message}</span> : null}
              {run.rejected > 0 && mayReject ? <a download href={`/api/v1/sources/${run.connectionId}/rejects/${run.id}`} className="block text-note text-accent hover:underline">{t("runs.download", { count: run.rejected })}</a> : null}
              {Object.keys(run.drift).length > 0 ? <span className="block text-note text-ink-faint [overflow-wrap:anywhere]">{t("runs.drift", { count: Object.keys(run.drift).length, names: Object.keys(run.drift).slice(0, 3).join(", ") })}</span> : null}
            </Td>
            <Td data-label={t("runs.days")} className="whitespace-nowrap">{run.reason === "poll" ? t("runs.changes") : run.from && run.to && run.from < run.to ? periodText({ from: run.from, to: run.to }, reader.locale) : "–"}</Td>
            <Td data-label={t("runs.read")} numeric className="max-sm:hidden!">{format.number(run.read)}</Td>
            <Td data-label={t("runs.written")} numeric className="max-sm:hidden!">{format.number(run.written)}</Td>
            <Td data-label={t("runs.changed")} numeric>{format.number(run.daysChanged)}</Td>
            <Td data-label={t("runs.when")}><Moment at={run.finishedAt ?? run.startedAt} locale={reader.locale} /></Td>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
