import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DoorForm, type DoorField } from "#app/(door)/door-form.tsx";
import { doorWords } from "#app/(door)/door-words.ts";
import { currentReader } from "#app/reader.ts";
import { readOwnerLink } from "#lib/access/owner-link.ts";
import { shortestPassword } from "#lib/access/passwords.ts";
import { database } from "#lib/database.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "access")("door.setup.title") };
}

/** The owner's one-time link: the first owner, or a new password for one who lost it. Gone once used. */
export default async function Setup({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await readOwnerLink(database(), token);
  if (!link) notFound();
  const kind = link.kind === "recover" ? "recover" : "setup";
  const t = translator(await currentReader(), "access");
  const password: DoorField = { name: "password", label: t("field.newPassword"), type: "password", autoComplete: "new-password", hint: t("field.passwordHint", { shortest: shortestPassword }) };
  const fields: DoorField[] = kind === "recover"
    ? [{ name: "email", label: t("field.email"), type: "email", autoComplete: "username", fixed: link.email! }, password]
    : [{ name: "name", label: t("field.name"), type: "text", autoComplete: "name" }, { name: "email", label: t("field.email"), type: "email", autoComplete: "username" }, password];
  return (
    <>
      <h1 className="text-title text-ink">{t(`door.${kind}.title`)}</h1>
      <p className="mt-1 text-body text-ink-soft">{t(`door.${kind}.text`)}</p>
      <DoorForm path={`/api/v1/setup/${token}`} next="/" words={await doorWords(kind)} fields={fields} />
    </>
  );
}
