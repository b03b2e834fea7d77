import { PersonActions } from "./person-actions.tsx";
import { RolePicker } from "./role-picker.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import type { Person } from "#lib/access/people.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** Everyone with their role and what the owner can do about them. */
export function PeopleTable({ people, self, roles, reader }: { people: Person[]; self: string; roles: { role: string; name: string }[]; reader: Reader }) {
  const t = translator(reader, "access");
  const owners = people.filter((person) => person.role === "owner" && !person.isDisabled).length;
  const actionWords = { noAnswer: t("noAnswer"), close: t("close"), cancel: t("cancel"), copy: t("copy"), copied: t("copied"), linkTitle: t("people.linkTitle"), linkText: t("people.linkText"), newLink: t("people.newLink"), shutOut: t("people.shutOut"), letIn: t("people.letIn") };
  return (
    <Card flush>
      <Table label={t("people.title")} className="stacked">
        <thead><tr><Th>{t("people.person")}</Th><Th>{t("people.role")}</Th><Th>{t("people.lastSeen")}</Th><Th><span className="sr-only">{t("people.actions")}</span></Th></tr></thead>
        <tbody>
          {people.map((person) => (
            <Row key={person.id}>
              <Td className="py-2.5"><span className="block font-[550] text-ink">{person.name}{person.id === self ? <Badge className="ml-2">{t("people.you")}</Badge> : null}{person.isDisabled ? <Badge tone="red" className="ml-2">{t("people.disabled")}</Badge> : null}</span><span className="block text-note text-ink-faint">{person.email}</span></Td>
              <Td><RolePicker id={person.id} role={person.role} roles={roles.some((one) => one.role === person.role) ? roles : [{ role: person.role, name: t(`role.${person.role}`) }, ...roles]} label={t("people.roleOf", { name: person.name })} isFixed={person.isDisabled || (person.role === "owner" && owners === 1)} noAnswer={t("noAnswer")} /></Td>
              <Td data-label={t("people.lastSeen")} className="whitespace-nowrap">{person.lastSeenAt ? <Moment at={person.lastSeenAt} locale={reader.locale} /> : <span className="text-ink-faint">–</span>}</Td>
              <Td className="text-right"><PersonActions id={person.id} isDisabled={person.isDisabled} isSelf={person.id === self} words={{ ...actionWords, shutOutTitle: t("people.shutOutTitle", { name: person.name }), shutOutText: t("people.shutOutText"), menu: t("people.actionsFor", { name: person.name }) }} /></Td>
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
