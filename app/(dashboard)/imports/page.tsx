import type { Metadata } from "next";
import { BringIn } from "./bring-in.tsx";
import { StateBadge } from "./state-badge.tsx";
import { currentReader } from "#app/reader.ts";
import { Card } from "#app/ui/card.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { requireActor } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import { database } from "#lib/database.ts";
import { listImports } from "#lib/imports/list.ts";
import { listStores } from "#lib/stores/stores.ts";
import { formatter, translator } from "#lib/words/words.ts";
import Link from "next/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "imports")("title") };
}

/** Bring in a file; the files so far. */
export default async function Imports() {
  const actor = await requireActor("imports");
  const reader = await currentReader();
  const t = translator(reader, "imports");
  const format = formatter(reader);
  const [imports, all] = await Promise.all([listImports(database(), actor.stores), listStores(database())]);
  const stores = all.filter((store) => actor.stores === "all" || actor.stores.includes(store.id));
  return (
    <>
      <PageHeader title={t("title")}>{t("sentence", { count: imports.filter((one) => one.state === "done").length })}</PageHeader>
      {may(actor, "imports", "write") ? <BringIn stores={stores} reader={reader} /> : null}
      {imports.length > 0 ? (
        <Card title={t("list.title")} flush>
          <Table label={t("list.title")}>
            <thead><tr><Th>{t("list.file")}</Th><Th>{t("list.state")}</Th><Th>{t("list.store")}</Th><Th numeric>{t("list.rows")}</Th><Th>{t("list.when")}</Th></tr></thead>
            <tbody>
              {imports.map((one) => (
                <Row key={one.id} link>
                  <Td className="max-w-48 sm:max-w-72"><Link prefetch={false} href={`/imports/${one.id}`} className="block truncate font-[550] text-accent hover:underline">{one.fileName}</Link></Td>
                  <Td><StateBadge state={one.state} word={t(`state.${one.state}`)} /></Td>
                  <Td className="whitespace-nowrap">{one.storeName}</Td>
                  <Td numeric>{one.summary ? format.number(one.summary.read) : "–"}</Td>
                  <Td><Moment at={one.createdAt} locale={reader.locale} />{one.createdBy ? <span className="block text-note text-ink-faint">{t("list.by", { name: one.createdBy })}</span> : null}</Td>
                </Row>
              ))}
            </tbody>
          </Table>
        </Card>
      ) : null}
    </>
  );
}
