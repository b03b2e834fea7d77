import type { Metadata } from "next";
import Link from "next/link";
import { AboutCard } from "./about-card.tsx";
import { ConnectionActions } from "./actions.tsx";
import { actionWords, openingOf } from "./opening.tsx";
import { comparedDays, readOne } from "./read.ts";
import { ReconcileCard } from "./reconcile-card.tsx";
import { StreamsCard } from "./streams-card.tsx";
import { ChangesTable } from "#app/(dashboard)/sources/changes-table.tsx";
import { Notices } from "#app/(dashboard)/sources/notices.tsx";
import { RunsTable } from "#app/(dashboard)/sources/runs-table.tsx";
import { currentReader } from "#app/reader.ts";
import type { SearchParams } from "#app/view.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Refresh } from "#app/ui/refresh.tsx";
import { requireActor } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "sources")("title") };
}

/** One connection: what it brought, what is wrong, and what can be done. */
export default async function OneSource({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  const actor = await requireActor("sources");
  const reader = await currentReader();
  const t = translator(reader, "sources");
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);
  const all = await readOne(actor, id, { stream: text(search.stream), before: text(search.before) });
  const { one, today } = all;
  const canWrite = may(actor, "sources", "write");
  return (
    <>
      <PageHeader title={`${one.label}, ${one.storeName}`} crumbs={<Link prefetch={false} href="/sources" className="text-note text-accent hover:underline">{t("one.back")}</Link>} actions={canWrite ? <ConnectionActions id={one.id} state={one.state} isFile={one.isFile} words={actionWords(one, reader)} /> : null}>
        {openingOf(one, today, reader)}
      </PageHeader>
      <Notices connections={[one]} all={[one]} today={today} reader={reader} mayOpen={false} />
      {all.isMoving ? <Refresh /> : null}
      <StreamsCard one={one} today={today} reader={reader} />
      <ReconcileCard one={one} comparisons={all.comparisons} shown={all.shown} isOpen={search.stream !== undefined} days={all.days} span={comparedDays} today={today} reader={reader} />
      <Card title={t("changes.title")} note={t("changes.note")} flush className="mb-4">
        {all.changes.length > 0 ? <ChangesTable changes={all.changes} connections={[one]} today={today} reader={reader} withSource={false} /> : <p className="px-4 pb-4 text-ink-faint sm:px-[18px]">{t("changes.none")}</p>}
      </Card>
      <Card title={t("runs.title")} note={t("runs.noteOne")} flush className="mb-4">
        {all.runs.length > 0 ? <RunsTable runs={all.runs} reader={reader} withSource={false} mayReject={may(actor, "source_rejects")} /> : <p className="px-4 pb-4 text-ink-faint sm:px-[18px]">{t("runs.noneOne")}</p>}
        {all.olderRuns ? <div className="border-t border-line p-3"><LinkButton href={`/sources/${one.id}?before=${all.olderRuns}`}>{t("runs.older")}</LinkButton></div> : null}
      </Card>
      {canWrite ? <AboutCard {...all} reader={reader} /> : <p className="text-note text-ink-faint">{t("settings.readOnly")}</p>}
    </>
  );
}
