import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DoorForm } from "#app/(door)/door-form.tsx";
import { doorWords } from "#app/(door)/door-words.ts";
import { currentReader } from "#app/reader.ts";
import { readInvitation } from "#lib/access/invitations.ts";
import { shortestPassword } from "#lib/access/passwords.ts";
import { database } from "#lib/database.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "access")("door.invitation.title") };
}

/** An invitation's link: the invited person gives a name and a password. */
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await readInvitation(database(), token);
  if (!invitation) notFound();
  const t = translator(await currentReader(), "access");
  return (
    <>
      <h1 className="text-title text-ink">{t("door.invitation.title")}</h1>
      <p className="mt-1 text-body text-ink-soft">{t.rich("door.invitation.text", { role: t(`role.${invitation.role}`), b: (words) => <strong>{words}</strong> })} {t(`roleText.${invitation.role}`)}</p>
      <DoorForm path={`/api/v1/invitations/accept/${token}`} next="/" words={await doorWords("invitation")} fields={[
        { name: "email", label: t("field.email"), type: "email", autoComplete: "username", fixed: invitation.email },
        { name: "name", label: t("field.name"), type: "text", autoComplete: "name" },
        { name: "password", label: t("field.newPassword"), type: "password", autoComplete: "new-password", hint: t("field.passwordHint", { shortest: shortestPassword }) },
      ]} />
    </>
  );
}
