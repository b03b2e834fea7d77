import type { Metadata } from "next";
import Link from "next/link";
import { Answers } from "./answers.tsx";
import { Actions } from "./actions.tsx";
import { answerWords, progressLabel } from "./answer-words.ts";
import { opening } from "./opening.ts";
import { PreviewCards } from "./preview-cards.tsx";
import { ResultCards } from "./result-cards.tsx";
import { StateBadge } from "#app/(dashboard)/imports/state-badge.tsx";
import { currentReader } from "#app/reader.ts";
import { Card } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { ProgressBar } from "#app/ui/progress-bar.tsx";
import { Refresh } from "#app/ui/refresh.tsx";
import { errorWords } from "#lib/access/answer.ts";
import { requireActor } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { database } from "#lib/database.ts";
import { readImport } from "#lib/imports/list.ts";
import { translator } from "#lib/words/words.ts";
import { notFound } from "next/navigation";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "imports")("title") };
}

/** One file: look it over, answer, import, see what changed. */
export default async function OneImport({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor("imports");
  const { id } = await params;
  if (!/^\d{1,18}$/.test(id)) notFound();
  const one = await readImport(database(), actor.stores, id).catch((error: unknown) => { if (isAppError(error) && error.kind === "missing") notFound(); throw error; });
  const reader = await currentReader();
  const t = translator(reader, "imports");
  const canWrite = may(actor, "imports", "write");
  const isLooking = one.state === "received" && one.preview === null && one.error === null;
  const isOpen = canWrite && one.preview !== null && (one.state === "received" || one.state === "ready");
  return (
    <>
      <PageHeader title={<span className="[overflow-wrap:anywhere]">{one.fileName}</span>} crumbs={<Link prefetch={false} href="/imports" className="text-note text-accent hover:underline">{t("one.back")}</Link>}
        actions={canWrite ? <Actions id={one.id} state={one.state} rows={one.preview?.rows ?? 0} hasQuestions={(one.preview?.questions.length ?? 1) > 0} words={answerWords(reader).actions} runWord={t("run", { rows: (one.preview?.rows ?? 0) - (one.preview?.rejected ?? 0) })} /> : null}>
        <StateBadge state={isLooking ? "loading" : one.state} word={t(`state.${isLooking ? "looking" : one.state}`)} /> <span>{opening(one, isLooking, reader)}</span>
      </PageHeader>
      {isLooking || one.state === "loading" ? <Refresh everyMs={800} /> : null}
      {one.error ? <Notice tone="red" className="mb-4">{errorWords(new AppError("invalid", one.error.code, one.error.message, one.error.details), reader.locale)}</Notice> : null}
      {isLooking ? <Card className="mb-4"><ProgressBar value={null} label={t("one.looking")} /></Card> : null}
      {one.state === "loading" ? <Card title={t("running.title")} className="mb-4"><ProgressBar {...progressLabel(one, reader)} /></Card> : null}
      {one.summary && one.state !== "loading" ? <ResultCards one={one} summary={one.summary} reader={reader} /> : null}
      {isOpen ? <Answers key={JSON.stringify(one.settings)} id={one.id} settings={one.settings} preview={one.preview!} words={answerWords(reader).ask} labels={answerWords(reader).labelsOf(one.preview!)} /> : null}
      {one.preview && !one.summary ? <PreviewCards preview={one.preview} reader={reader} /> : null}
    </>
  );
}
