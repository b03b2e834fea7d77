import type { Metadata } from "next";
import { NameForm } from "./name-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { Sessions } from "./sessions.tsx";
import { currentReader } from "#app/reader.ts";
import { Card } from "#app/ui/card.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
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
        <Sessions sessions={sessions} reader={reader} />
      </div>
    </>
  );
}
