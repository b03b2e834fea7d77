import { amountText, measureName, shortDay, streamName } from "./source-words.ts";
import { Moment } from "#app/ui/moment.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { subtract } from "#lib/core/money.ts";
import type { Day } from "#lib/core/day.ts";
import type { Change } from "#lib/ingest/reconcile.ts";
import type { ConnectionStatus } from "#lib/ingest/status.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** Days that were told differently: what it was, what it is, when and by which kind of run. */
export function ChangesTable({ changes, connections, today, reader, withSource }: { changes: readonly Change[]; connections: readonly ConnectionStatus[]; today: Day; reader: Reader; withSource: boolean }) {
  const t = translator(reader, "sources");
  return (
    <Table label={t("changes.title")} className="stacked">
      <thead><tr><Th>{t("changes.day")}</Th><Th>{t("changes.source")}</Th><Th numeric>{t("changes.before")}</Th><Th numeric>{t("changes.after")}</Th><Th numeric>{t("changes.difference")}</Th><Th>{t("changes.when")}</Th></tr></thead>
      <tbody>
        {changes.map((change) => {
          const connection = connections.find((one) => one.id === change.connectionId);
          const measure = connection?.streams.find((stream) => stream.name === change.stream)?.measure ?? null;
          const look = { measure, currency: connection?.currency ?? "EUR" };
          return (
            <Row key={`${change.connectionId} ${change.stream} ${change.day} ${change.runId}`}>
              <Td className="whitespace-nowrap text-ink">{shortDay(change.day, today, reader)}</Td>
              <Td>{withSource ? `${connection?.label ?? change.source} · ` : ""}{streamName(reader, change.source, change.stream)}<span className="block text-note text-ink-faint">{measureName(t, measure)}{withSource ? ` · ${change.storeName}` : ""}</span></Td>
              <Td data-label={t("changes.before")} numeric>{amountText(reader, change.before, look)}</Td>
              <Td data-label={t("changes.after")} numeric>{amountText(reader, change.after, look)}</Td>
              <Td data-label={t("changes.difference")} numeric>{change.before === change.after ? <span className="text-ink-faint">{t("changes.same")}</span> : <b>{amountText(reader, subtract(change.after, change.before), { ...look, sign: true })}</b>}</Td>
              <Td data-label={t("changes.when")}><Moment at={change.changedAt} locale={reader.locale} /><span className="block text-note text-ink-faint">{t(`reason.${change.reason}`)}</span></Td>
            </Row>
          );
        })}
      </tbody>
    </Table>
  );
}
