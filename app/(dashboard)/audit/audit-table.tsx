import { detailText, targetText } from "./detail-text.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import type { AuditEntry } from "#lib/access/audit-log.ts";
import { translator, type Reader } from "#lib/words/words.ts";

const warnings = new Set(["sign_in_failed", "denied"]);

/** Entries of the record, one a row; refusals stand out. */
export function AuditTable({ entries, reader }: { entries: AuditEntry[]; reader: Reader }) {
  const t = translator(reader, "access");
  return (
    <Table label={t("audit.title")} className="stacked">
      <thead><tr><Th>{t("audit.when")}</Th><Th>{t("audit.who")}</Th><Th>{t("audit.what")}</Th><Th>{t("audit.about")}</Th><Th>{t("audit.from")}</Th></tr></thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.id}>
            <Td className="whitespace-nowrap text-ink-faint"><Moment at={entry.at} locale={reader.locale} /></Td>
            <Td className="whitespace-nowrap text-ink">{entry.actor}{entry.via === "session" || entry.via === "none" ? null : <Badge className="ml-2">{t(`audit.via.${entry.via}`)}</Badge>}</Td>
            <Td className="whitespace-nowrap">{warnings.has(entry.action) ? <Badge tone="amber">{t(`audit.action.${entry.action}`)}</Badge> : t(`audit.action.${entry.action}`)}</Td>
            <Td className="min-w-48 [overflow-wrap:anywhere]">{targetText(entry, t)}{detailText(entry, t)}</Td>
            <Td data-label={t("audit.from")} className="whitespace-nowrap text-ink-faint">{entry.ip ?? "–"}</Td>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
