import type { Metadata } from "next";
import { InviteButton } from "./invite-button.tsx";
import { OpenInvitations } from "./open-invitations.tsx";
import { PeopleTable } from "./people-table.tsx";
import { currentReader } from "#app/reader.ts";
import { Card } from "#app/ui/card.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
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
  return (
    <>
      <PageHeader title={t("people.title")} actions={<InviteButton roles={roles} words={{
        invite: t("people.invite"), title: t("people.inviteTitle"), email: t("field.email"), role: t("people.role"), submit: t("people.makeLink"), linkText: t("people.inviteLinkText"),
        done: t("people.done"), copy: t("copy"), copied: t("copied"), close: t("close"), link: t("people.link"), noAnswer: t("noAnswer"),
      }} />}>
        {t("people.sentence", { people: active.length, owners, invitations: invitations.length })}
      </PageHeader>
      <PeopleTable people={people} self={actor.userId} roles={roles} reader={reader} />
      {invitations.length > 0 ? <OpenInvitations invitations={invitations} reader={reader} /> : null}
      <Card title={t("people.rolesTitle")} className="mt-4">
        <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
          {roles.map(({ role, name, text }) => <div key={role}><dt className="text-body font-[550] text-ink">{name}</dt><dd className="text-note text-ink-soft">{text}</dd></div>)}
        </dl>
      </Card>
    </>
  );
}
