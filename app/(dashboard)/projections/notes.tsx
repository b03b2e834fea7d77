import { currentReader } from "#app/reader.ts";
import { percentText } from "#app/(dashboard)/projections/figure-text.ts";
import { hasWords, noteText } from "#app/(dashboard)/projections/note-text.ts";
import { readFigureOf, type ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { dayAt, daysBetween, now } from "#lib/core/day.ts";
import { historicAfterDays } from "#app/(dashboard)/overview/card-state.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** What to know before reading on: data that is late, a projection that is old, a method that was no good, what little can be said. */
export async function ProjectionNotes({ view }: { view: ProjectionsView }) {
  const reader = await currentReader();
  const t = translator(reader, "projections");
  const read = await readFigureOf(view);
  if (read === "failed") return <Notice className="mb-4" tone="red" title={t("state.failedTitle")}>{t("state.failedRead")}</Notice>;
  if (read === "none") return null;
  const { found } = read;
  const { freshness, span } = view.scope;
  const notices = [];
  const last = freshness.completeThrough;
  if (last && freshness.daysBehind >= 2 && freshness.daysBehind <= historicAfterDays) notices.push(<Notice key="late" tone="amber" title={t("state.lateTitle", { days: freshness.daysBehind })} action={<LinkButton href="/sources">{t("state.sources")}</LinkButton>}>{t("state.late", { last: dayText(last, reader.locale) })}</Notice>);
  if (last && freshness.daysBehind > historicAfterDays) notices.push(<Notice key="ended" title={t("state.endedTitle", { last: dayText(last, reader.locale) })}>{t("state.ended")}</Notice>);
  const made = found.runs.map(({ run }) => run.dataThrough).sort()[0]!;
  const today = dayAt(now(), view.scope.stores[0]?.zone ?? "UTC");
  const madeOn = found.runs.map(({ run }) => run.asOf).sort()[0]!;
  // Newer days are in than it knew of: it should have been made again.
  const behind = span && last ? daysBetween(made, last) : 0;
  if (behind >= 2) notices.push(<Notice key="old" tone="amber" title={t("state.oldTitle", { days: Math.max(1, daysBetween(madeOn, today)) })}>{t("state.old", { day: dayText(made, reader.locale) })}</Notice>);
  for (const one of found.leftOut) notices.push(<Notice key={`out${one.store}`} tone="amber">{t(`leftOut.${one.reason}`, { store: one.store })}</Notice>);
  const settles = ["net_sales", "returns", "aov"].includes(view.metric) && freshness.roles.some(({ settledThrough }) => settledThrough !== null);
  for (const kept of found.figure.kept) {
    const name = found.runs.length > 1 ? `${found.runs.find(({ store }) => store.id === kept.storeId)!.store.name}: ` : "";
    const { wape, naive } = kept.backtest ?? { wape: null, naive: { wape: null } };
    if (wape !== null && naive.wape !== null && wape >= naive.wape) notices.push(<Notice key={`worse${kept.storeId}`} tone="amber">{name}{t("method.worse", { wape: percentText(wape, reader), naive: percentText(naive.wape, reader) })}</Notice>);
    for (const note of kept.notes.filter((one) => hasWords(reader, one))) notices.push(<Notice key={`${kept.storeId}${note.code}`}>{name}{noteText(reader, note)}</Notice>);
  }
  if (settles && notices.length === 0) notices.push(<Notice key="settling" title={t("state.settlingTitle")}>{t("state.settling")}</Notice>);
  return notices.length === 0 ? null : <div className="mb-4 flex flex-col gap-2" data-notes>{notices}</div>;
}
