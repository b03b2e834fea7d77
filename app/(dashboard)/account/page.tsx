import type { Metadata } from "next";
import { EndSession } from "./end-session.tsx";
import { NameForm } from "./name-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { currentReader } from "#app/reader.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { ownSessions } from "#lib/access/account.ts";
import { requireActor } from "#lib/access/page.ts";
import { shortestPassword } from "#lib/access/passwords.ts";
import { database } from "#lib/database.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "access")("account.title") };
}

/** One's own name, password, sessions, and how figures are written for this reader. */
export default async function Account() {
  const actor = await requireActor("account");
  const reader = await currentReader();
  const t = translator(reader, "access");
  const sessions = await ownSessions(database(), actor);
  const language = new Intl.DisplayNames([reader.locale], { type: "language" }).of(reader.locale) ?? reader.locale;
  const shared = { save: t("save"), saved: t("saved"), noAnswer: t("noAnswer") };
  return (
    <>
      <PageHeader title={t("account.title")}>{t.rich("account.sentence", { email: actor.email, role: t(`role.${actor.role}`), b: (words) => <strong>{words}</strong> })}</PageHeader>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title={t("account.name")} note={t("account.nameNote")}><NameForm name={actor.name} words={{ ...shared, label: t("field.name") }} /></Card>
        <Card title={t("account.formats")} note={t("account.formatsNote")}>
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
            <dt className="text-ink-faint">{t("account.words")}</dt><dd className="text-ink">English</dd>
            <dt className="text-ink-faint">{t("account.locale")}</dt><dd className="text-ink">{language}</dd>
            <dt className="text-ink-faint">{t("account.example")}</dt><dd className="text-ink">{new Intl.NumberFormat(reader.locale, { minimumFractionDigits: 2 }).format(1234567.8)} · <Moment at="2026-11-20T12:00:00Z" locale={reader.locale} dayOnly /></dd>
          </dl>
        </Card>
        <Card title={t("account.password")} note={t("account.passwordNote")} className="lg:col-span-2">
          <PasswordForm email={actor.email} words={{ ...shared, current: t("account.current"), next: t("account.next"), hint: t("field.passwordHint", { shortest: shortestPassword }), save: t("account.changePassword"), saved: t("account.passwordChanged") }} />
        </Card>
        <Card title={t("account.sessions")} note={t("account.sessionsNote")} flush className="lg:col-span-2">
          <Table label={t("account.sessions")}>
            <thead><tr><Th>{t("account.browser")}</Th><Th>{t("account.address")}</Th><Th>{t("account.since")}</Th><Th>{t("account.lastSeen")}</Th><Th><span className="sr-only">{t("account.end")}</span></Th></tr></thead>
            <tbody>
              {sessions.map((one) => (
                <Row key={one.id}>
                  <Td className="whitespace-nowrap text-ink">{one.browser || t("account.unknownBrowser")}{one.isThis ? <Badge tone="green" className="ml-2">{t("account.this")}</Badge> : null}</Td>
                  <Td>{one.address || "–"}</Td>
                  <Td><Moment at={one.startedAt} locale={reader.locale} /></Td>
                  <Td><Moment at={one.lastSeenAt} locale={reader.locale} /></Td>
                  <Td className="text-right">{one.isThis ? null : <EndSession id={one.id} end={t("account.end")} label={t("account.endOf", { browser: one.browser || t("account.unknownBrowser") })} noAnswer={t("noAnswer")} />}</Td>
                </Row>
              ))}
            </tbody>
          </Table>
        </Card>
      </div>
    </>
  );
}
