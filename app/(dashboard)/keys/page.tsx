import type { Metadata } from "next";
import { MakeKey } from "./make-key.tsx";
import { RevokeKey } from "./revoke-key.tsx";
import { currentReader } from "#app/reader.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { listKeys } from "#lib/access/keys.ts";
import { requireActor } from "#lib/access/page.ts";
import { scopeNames } from "#lib/access/policy.ts";
import { database } from "#lib/database.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "access")("keys.title") };
}

const tones = { active: "green", expired: "amber", revoked: "grey" } as const;

/** Keys for scripts and other programs. */
export default async function Keys() {
  await requireActor("keys");
  const reader = await currentReader();
  const t = translator(reader, "access");
  const keys = await listKeys(database());
  const scopes = scopeNames.map((scope) => ({ scope, name: t(`scope.${scope}`), text: t(`scopeText.${scope}`) }));
  const make = <MakeKey scopes={scopes} lifetimes={[30, 90, 365, null].map((days) => ({ days, name: days === null ? t("keys.forever") : t("keys.days", { days }) }))} words={{
    make: t("keys.make"), title: t("keys.makeTitle"), name: t("keys.name"), nameHint: t("keys.nameHint"), scopes: t("keys.scopes"), scopeMissing: t("keys.scopeMissing"), lifetime: t("keys.lifetime"), submit: t("keys.make"),
    once: t("keys.once"), key: t("keys.key"), try: t("keys.try"), done: t("keys.done"), copy: t("copy"), copied: t("copied"), close: t("close"), noAnswer: t("noAnswer"),
  }} />;
  return (
    <>
      <PageHeader title={t("keys.title")} actions={keys.length > 0 ? make : null}>{t("keys.sentence", { active: keys.filter((key) => key.state === "active").length })}</PageHeader>
      {keys.length === 0 ? <EmptyState title={t("keys.emptyTitle")} action={make}>{t("keys.emptyText")}</EmptyState> : (
        <Card flush>
          <Table label={t("keys.title")} className="stacked">
            <thead><tr><Th>{t("keys.name")}</Th><Th>{t("keys.may")}</Th><Th>{t("keys.madeBy")}</Th><Th>{t("keys.lastUsed")}</Th><Th>{t("keys.until")}</Th><Th><span className="sr-only">{t("keys.revoke")}</span></Th></tr></thead>
            <tbody>
              {keys.map((key) => (
                <Row key={key.id}>
                  <Td className="py-2.5"><span className="block font-[550] text-ink">{key.name}</span><span className="block font-mono text-note text-ink-faint">sc_…{key.hint}</span></Td>
                  <Td><span className="flex flex-wrap gap-1">{key.scopes.map((scope) => <Badge key={scope}>{t(`scope.${scope}`)}</Badge>)}</span></Td>
                  <Td data-label={t("keys.madeBy")} className="whitespace-nowrap">{key.madeBy}</Td>
                  <Td data-label={t("keys.lastUsed")}>{key.lastUsedAt ? <Moment at={key.lastUsedAt} locale={reader.locale} /> : <span className="text-ink-faint">{t("keys.never")}</span>}</Td>
                  <Td data-label={key.state === "active" ? t("keys.until") : undefined} className="whitespace-nowrap">{key.state !== "active" ? <Badge tone={tones[key.state]}>{t(`keys.state.${key.state}`)}</Badge> : key.expiresAt ? <Moment at={key.expiresAt} locale={reader.locale} dayOnly /> : t("keys.forever")}</Td>
                  <Td className="text-right">{key.state === "active" ? <RevokeKey id={key.id} words={{ revoke: t("keys.revoke"), label: t("keys.revokeOf", { name: key.name }), text: t("keys.revokeText"), cancel: t("cancel"), close: t("close"), noAnswer: t("noAnswer") }} /> : null}</Td>
                </Row>
              ))}
            </tbody>
          </Table>
        </Card>
      )}
    </>
  );
}
