import { InvitationRow } from "./invitation-row.tsx";
import { Card } from "#app/ui/card.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Table, Th } from "#app/ui/table.tsx";
import type { Invitation } from "#lib/access/invitations.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** Invitations that were made and not used yet. */
export function OpenInvitations({ invitations, reader }: { invitations: Invitation[]; reader: Reader }) {
  const t = translator(reader, "access");
  return (
    <Card title={t("people.open")} note={t("people.openNote")} flush className="mt-4">
      <Table label={t("people.open")} className="stacked">
        <thead><tr><Th>{t("field.email")}</Th><Th>{t("people.role")}</Th><Th>{t("people.invitedBy")}</Th><Th>{t("people.until")}</Th><Th><span className="sr-only">{t("people.actions")}</span></Th></tr></thead>
        <tbody>
          {invitations.map((one) => (
            <InvitationRow key={one.id} id={one.id} revoke={t("people.revoke")} revokeLabel={t("people.revokeOf", { email: one.email })} noAnswer={t("noAnswer")}
              cells={[{ is: one.email }, { is: t(`role.${one.role}`) }, { label: t("people.invitedBy"), is: one.invitedBy ?? "–" }, { label: t("people.until"), is: <Moment at={one.expiresAt} locale={reader.locale} dayOnly /> }]} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
