import { LookBadge } from "#app/(dashboard)/sources/look-badge.tsx";
import { shortDay, streamName } from "#app/(dashboard)/sources/source-words.ts";
import { Card } from "#app/ui/card.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import type { Day } from "#lib/core/day.ts";
import type { ConnectionStatus } from "#lib/ingest/status.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** Each report of a connection: how far, how sure, how much of its history. */
export function StreamsCard({ one, today, reader }: { one: ConnectionStatus; today: Day; reader: Reader }) {
  const t = translator(reader, "sources");
  const day = (value: Day | null) => (value === null ? "–" : shortDay(value, today, reader));
  const lookOf = (stream: ConnectionStatus["streams"][number]) => (one.state === "active" ? stream.look : one.isFile ? "file" : one.state);
  // Costs of goods belong to no day.
  if (one.streams.length === 0) return null;
  return (
    <Card title={t("streams.title")} flush className="mb-4">
      <Table label={t("streams.title")} className="stacked">
        <thead><tr><Th>{t("streams.name")}</Th><Th>{t("streams.state")}</Th><Th>{t("streams.through")}</Th><Th>{t("streams.settling")}</Th><Th>{t("streams.history")}</Th><Th>{t("streams.next")}</Th></tr></thead>
        <tbody>
          {one.streams.map((stream) => (
            <Row key={stream.name}>
              <Td className="text-ink">{streamName(reader, one.source, stream.name)}{stream.problem ? <span className="block max-w-96 text-note text-ink-faint [overflow-wrap:anywhere]">{stream.problem.message}</span> : null}</Td>
              <Td><LookBadge look={lookOf(stream)} word={t(`look.${lookOf(stream)}`)} /></Td>
              <Td data-label={t("streams.through")} className="whitespace-nowrap">{day(stream.completeThrough)}</Td>
              <Td data-label={t("streams.settling")} className="whitespace-nowrap">{stream.completeThrough === null ? "–" : stream.settlingUntil === null ? t("table.final") : day(stream.settlingUntil)}</Td>
              <Td data-label={t("streams.history")}>{stream.doneFrom === null ? "–" : stream.progress >= 1 ? t("streams.historyDone", { day: day(stream.doneFrom) }) : t("streams.historyPart", { from: day(stream.doneFrom), wanted: day(stream.historyFrom) })}</Td>
              <Td data-label={t("streams.next")}>{one.state !== "active" ? "–" : stream.isRunning ? t("table.running") : stream.dueAt ? <Moment at={stream.dueAt} locale={reader.locale} /> : t("table.soon")}</Td>
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
