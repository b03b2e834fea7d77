import type { Metadata } from "next";
import Link from "next/link";
import { ChooseSource } from "./choose-source.tsx";
import { ConnectForm } from "./connect-form.tsx";
import { connectWords } from "./connect-words.ts";
import { SetupSteps } from "#app/(dashboard)/sources/setup-steps.tsx";
import { currentReader } from "#app/reader.ts";
import type { SearchParams } from "#app/view.ts";
import { Card } from "#app/ui/card.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { requireActor } from "#lib/access/page.ts";
import { database } from "#lib/database.ts";
import { listConnections } from "#lib/ingest/connections.ts";
import { formOf } from "#lib/ingest/form.ts";
import { sources } from "#lib/sources/registry.ts";
import { listStores } from "#lib/stores/stores.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "sources")("new.title") };
}

/** Choose a source, get access step by step, test, connect. */
export default async function NewSource({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor("sources", "write");
  const reader = await currentReader();
  const t = translator(reader, "sources");
  const { source: asked, store } = await searchParams;
  const source = sources.find((one) => one.name === asked);
  const [connections, all] = await Promise.all([listConnections(database(), actor.stores), listStores(database())]);
  const stores = all.filter((one) => actor.stores === "all" || actor.stores.includes(one.id));
  const back = source ? <Link prefetch={false} href="/sources/new" className="text-note text-accent hover:underline">{t("new.other")}</Link> : <Link prefetch={false} href="/sources" className="text-note text-accent hover:underline">{t("one.back")}</Link>;
  return (
    <>
      <PageHeader title={source ? `${t("new.title")}: ${source.label}` : t("new.title")} crumbs={back}>{t(source ? "new.sentenceOne" : "new.sentence")}</PageHeader>
      {source ? (
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <Card title={t("setup.title")}><SetupSteps steps={source.setup} linkWord={t("setup.link")} /></Card>
          <Card title={t("new.form")}>
            <ConnectForm source={source.name} fields={formOf(source)} stores={stores.map(({ id, name }) => ({ id, name }))} chosen={typeof store === "string" ? store : null}
              zones={Intl.supportedValuesOf("timeZone")} currencies={Intl.supportedValuesOf("currency")} words={connectWords(reader)} />
          </Card>
        </div>
      ) : <ChooseSource connected={connections.map((one) => one.source)} reader={reader} />}
    </>
  );
}
