import type { Metadata } from "next";
import { InviteButton } from "./invite-button.tsx";
import { InvitationRow } from "./invitation-row.tsx";
import { PersonActions } from "./person-actions.tsx";
import { RolePicker } from "./role-picker.tsx";
import { currentReader } from "#app/reader.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { openInvitations } from "#lib/access/invitations.ts";
import { requireActor } from "#lib/access/page.ts";
import { listPeople } from "#lib/access/people.ts";
import { givenRoles } from "#lib/access/policy.ts";
import { database } from "#lib/database.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "access")("people.title") };
}

/** Who can sign in, in which role; invitations that are still open. */
export default async function People() {
  const actor = await requireActor("people");
  const reader = await currentReader();
  const t = translator(reader, "access");
  const [people, invitations] = await Promise.all([listPeople(database()), openInvitations(database())]);
  const roles = givenRoles.map((role) => ({ role, name: t(`role.${role}`), text: t(`roleText.${role}`) }));
  const active = people.filter((person) => !person.isDisabled);
  const owners = active.filter((person) => person.role === "owner").length;
  const actionWords = { noAnswer: t("noAnswer"), close: t("close"), cancel: t("cancel"), copy: t("copy"), copied: t("copied"), linkTitle: t("people.linkTitle"), linkText: t("people.linkText"), newLink: t("people.newLink"), shutOut: t("people.shutOut"), letIn: t("people.letIn") };
  return (
    <>
      <PageHeader title={t("people.title")} actions={<InviteButton roles={roles} words={{
        invite: t("people.invite"), title: t("people.inviteTitle"), email: t("field.email"), role: t("people.role"), submit: t("people.makeLink"), linkText: t("people.inviteLinkText"),
        done: t("people.done"), copy: t("copy"), copied: t("copied"), close: t("close"), link: t("people.link"), noAnswer: t("noAnswer"),
      }} />}>
        {t("people.sentence", { people: active.length, owners, invitations: invitations.length })}
      </PageHeader>
      <Card flush>
        <Table label={t("people.title")}>
          <thead><tr><Th>{t("people.person")}</Th><Th>{t("people.role")}</Th><Th>{t("people.lastSeen")}</Th><Th><span className="sr-only">{t("people.actions")}</span></Th></tr></thead>
          <tbody>
            {people.map((person) => (
              <Row key={person.id}>
                <Td className="py-2.5"><span className="block font-[550] text-ink">{person.name}{person.id === actor.userId ? <Badge className="ml-2">{t("people.you")}</Badge> : null}{person.isDisabled ? <Badge tone="red" className="ml-2">{t("people.disabled")}</Badge> : null}</span><span className="block text-note text-ink-faint">{person.email}</span></Td>
                <Td><RolePicker id={person.id} role={person.role} roles={roles} label={t("people.roleOf", { name: person.name })} isFixed={person.isDisabled || (person.role === "owner" && owners === 1)} noAnswer={t("noAnswer")} /></Td>
                <Td className="whitespace-nowrap">{person.lastSeenAt ? <Moment at={person.lastSeenAt} locale={reader.locale} /> : <span className="text-ink-faint">–</span>}</Td>
                <Td className="text-right"><PersonActions id={person.id} isDisabled={person.isDisabled} isSelf={person.id === actor.userId} words={{ ...actionWords, shutOutTitle: t("people.shutOutTitle", { name: person.name }), shutOutText: t("people.shutOutText"), menu: t("people.actionsFor", { name: person.name }) }} /></Td>
              </Row>
            ))}
          </tbody>
        </Table>
      </Card>
      {invitations.length > 0 ? (
        <Card title={t("people.open")} note={t("people.openNote")} flush className="mt-4">
          <Table label={t("people.open")}>
            <thead><tr><Th>{t("field.email")}</Th><Th>{t("people.role")}</Th><Th>{t("people.invitedBy")}</Th><Th>{t("people.until")}</Th><Th><span className="sr-only">{t("people.actions")}</span></Th></tr></thead>
            <tbody>
              {invitations.map((one) => (
                <InvitationRow key={one.id} id={one.id} revoke={t("people.revoke")} revokeLabel={t("people.revokeOf", { email: one.email })} noAnswer={t("noAnswer")}
                  cells={[one.email, t(`role.${one.role}`), one.invitedBy ?? "–", <Moment key="until" at={one.expiresAt} locale={reader.locale} dayOnly />]} />
              ))}
            </tbody>
          </Table>
        </Card>
      ) : null}
      <Card title={t("people.rolesTitle")} className="mt-4">
        <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
          {roles.map(({ role, name, text }) => <div key={role}><dt className="text-body font-[550] text-ink">{name}</dt><dd className="text-note text-ink-soft">{text}</dd></div>)}
        </dl>
      </Card>
    </>
  );
}
