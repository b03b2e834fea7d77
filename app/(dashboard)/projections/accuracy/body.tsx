import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { KeptChart } from "#app/(dashboard)/projections/accuracy/kept-chart.tsx";
import { LeadTables } from "#app/(dashboard)/projections/accuracy/leads.tsx";
import { People } from "#app/(dashboard)/projections/accuracy/people.tsx";
import { accuracyHref, kindShown, readGrades, type AccuracyView } from "#app/(dashboard)/projections/accuracy/read.ts";
import { addressOf } from "#app/view.ts";
import { Badge } from "#app/ui/badge.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { classes } from "#app/ui/class-names.ts";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { translator } from "#lib/words/words.ts";

const kinds = ["live", "backcast"] as const;

/** Grades, people and one period closely; projections and backcasts never mixed. */
export async function AccuracyBody({ view }: { view: AccuracyView }) {
  const reader = await currentReader();
  const t = translator(reader, "accuracy");
  const answer = await readGrades(view);
  if (answer === "failed") return <Notice tone="red" title={t("failed")}>{t("sentence.unread")}</Notice>;
  if (answer === "none") return <EmptyState title={t("empty.title")} action={<LinkButton href={addressOf("/projections", view.query)} kind="primary">{t("empty.action")}</LinkButton>}>{t("empty.text")}</EmptyState>;
  const kind = kindShown(view, answer);
  const worse = answer[kind].worse;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <nav aria-label={t("kind.label")} className="no-print flex rounded-lg bg-sunken p-0.5">
          {kinds.map((one) => <Link key={one} prefetch={false} scroll={false} href={accuracyHref(view, { kind: one, period: null })} aria-current={one === kind ? "true" : undefined} className={classes("rounded-md px-3 py-1.5 text-note", one === kind ? "bg-panel text-ink shadow-breath" : "text-ink-soft hover:text-ink")}>{t(`kind.${one}`)}</Link>)}
        </nav>
        {kind === "backcast" ? <p className="flex min-w-0 flex-1 basis-72 items-center gap-2 text-note text-ink-soft"><Badge tone="amber">{t("kind.badge")}</Badge>{t("kind.note")}</p> : null}
      </div>
      {worse.length > 0 ? <Notice className="mb-4" tone="amber" title={t("worse.title")}>{t("worse.text", { leads: new Intl.ListFormat(reader.locale).format(worse.map(({ lead }) => t(`lead.${lead}`))) })}</Notice> : null}
      <LeadTables view={view} kind={kind} />
      <KeptChart view={view} kind={kind} />
      <People view={view} />
    </>
  );
}
