import type { Metadata } from "next";
import { ChangesCard } from "./changes-card.tsx";
import { ConnectionsTable } from "./connections-table.tsx";
import { HeatMap } from "./heat-map.tsx";
import { MatchedCard } from "./matched-card.tsx";
import { Notices } from "./notices.tsx";
import { readEverything } from "./read.ts";
import { RunsTable } from "./runs-table.tsx";
import { sentenceOf } from "./sentence.ts";
import { shortDay } from "./source-words.ts";
import { DemoProgress } from "#app/(dashboard)/demo/progress.tsx";
import { currentReader } from "#app/reader.ts";
import type { SearchParams } from "#app/view.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Refresh } from "#app/ui/refresh.tsx";
import { requireActor } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import { storesOf } from "./stores-of.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "sources")("title") };
}

/** What is connected, how far it is, what changed and what is wrong. */
export default async function Sources({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor("sources");
  const reader = await currentReader();
  const t = translator(reader, "sources");
  const search = await searchParams;
  const { connections, today, heat, runs, changes, asked, matched, isMoving } = await readEverything(storesOf(actor, search.store), typeof search.day === "string" ? search.day : undefined);
  const canWrite = may(actor, "sources", "write");
  const connect = canWrite ? <LinkButton kind="primary" href="/sources/new">{t("connect")}</LinkButton> : null;
  const parts = sentenceOf(connections, (day) => shortDay(day, today, reader));
  return (
    <>
      <PageHeader title={t("title")} actions={connections.length > 0 ? connect : null}>
        {parts.map(({ key, values }) => <span key={key}>{t.rich(`sentence.${key}`, { ...values, b: (words) => <b>{words}</b> })} </span>)}
      </PageHeader>
      {connections.length === 0 ? <EmptyState title={t("empty.title")} action={connect}>{t("empty.text")}</EmptyState> : (
        <>
          <DemoProgress />
          {isMoving ? <Refresh /> : null}
          <Notices connections={connections} all={connections} today={today} reader={reader} mayOpen />
          <ConnectionsTable connections={connections} today={today} reader={reader} />
          <HeatMap heat={heat} connections={connections} today={today} reader={reader} />
          <ChangesCard changes={changes} connections={connections} today={today} asked={asked} store={typeof search.store === "string" ? search.store : null} reader={reader} />
          {matched.map(({ store, health, days }) => <MatchedCard key={store.id} health={health} storeName={store.name} days={days} reader={reader} />)}
          <Card title={t("runs.title")} note={t("runs.note")} flush>
            {runs.length > 0 ? <RunsTable runs={runs} reader={reader} withSource mayReject={may(actor, "source_rejects")} /> : <p className="px-4 pb-4 text-ink-faint sm:px-[18px]">{t("runs.none")}</p>}
          </Card>
        </>
      )}
    </>
  );
}
