import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DoorForm } from "#app/(door)/door-form.tsx";
import { doorWords } from "#app/(door)/door-words.ts";
import { currentReader } from "#app/reader.ts";
import { Notice } from "#app/ui/notice.tsx";
import { ownerExists } from "#lib/access/owner-link.ts";
import { pageActor } from "#lib/access/page.ts";
import { ownPath } from "#lib/access/own-path.ts";
import { database } from "#lib/database.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "access")("door.signIn.title") };
}

export default async function SignIn({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = ownPath((await searchParams).next);
  if (await pageActor()) redirect(next);
  const t = translator(await currentReader(), "access");
  const isSetUp = await ownerExists(database());
  return (
    <>
      <h1 className="text-title text-ink">{isSetUp ? t("door.signIn.title") : t("door.notSetUp.title")}</h1>
      {isSetUp ? (
        <DoorForm path="/api/v1/session" next={next} words={await doorWords("signIn")} fields={[
          { name: "email", label: t("field.email"), type: "email", autoComplete: "username" },
          { name: "password", label: t("field.password"), type: "password", autoComplete: "current-password" },
        ]} />
      ) : <Notice className="mt-4">{t("door.notSetUp.text")}</Notice>}
      {isSetUp ? <p className="mt-5 border-t border-line pt-4 text-note text-ink-faint">{t("door.signIn.lost")}</p> : null}
    </>
  );
}
