import { EndSession } from "./end-session.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import type { OwnSession } from "#lib/access/account.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** Where this person is signed in; each other place can be ended. */
export function Sessions({ sessions, reader }: { sessions: OwnSession[]; reader: Reader }) {
  const t = translator(reader, "access");
  return (
    <Card title={t("account.sessions")} note={t("account.sessionsNote")} flush className="lg:col-span-2">
      <Table label={t("account.sessions")} className="stacked">
        <thead><tr><Th>{t("account.browser")}</Th><Th>{t("account.address")}</Th><Th>{t("account.since")}</Th><Th>{t("account.lastSeen")}</Th><Th><span className="sr-only">{t("account.end")}</span></Th></tr></thead>
        <tbody>
          {sessions.map((one) => (
            <Row key={one.id}>
              <Td className="whitespace-nowrap text-ink">{one.browser || t("account.unknownBrowser")}{one.isThis ? <Badge tone="green" className="ml-2">{t("account.this")}</Badge> : null}</Td>
              <Td data-label={t("account.address")}>{one.address || "–"}</Td>
              <Td data-label={t("account.since")}><Moment at={one.startedAt} locale={reader.locale} /></Td>
              <Td data-label={t("account.lastSeen")}><Moment at={one.lastSeenAt} locale={reader.locale} /></Td>
              <Td className="text-right">{one.isThis ? null : <EndSession id={one.id} end={t("account.end")} label={t("account.endOf", { browser: one.browser || t("account.unknownBrowser") })} noAnswer={t("noAnswer")} />}</Td>
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
