import { currentReader } from "#app/reader.ts";
import { percentText } from "#app/(dashboard)/projections/figure-text.ts";
import { kindShown, readGrades, type AccuracyView } from "#app/(dashboard)/projections/accuracy/read.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** How far off, in one sentence: the days a month ahead where some are graded, else the nearest. */
export async function AccuracyOpening({ view }: { view: AccuracyView }) {
  const reader = await currentReader();
  const t = translator(reader, "accuracy");
  const answer = await readGrades(view);
  if (answer === "failed") return <>{t("sentence.unread")}</>;
  if (answer === "none") return <>{t("sentence.none")}</>;
  const kind = kindShown(view, answer);
  const grades = answer[kind];
  const told = grades.leads.find(({ lead }) => lead === "8-30") ?? grades.leads[0];
  if (!told || told.grade.wape === null) return <>{t(kind === "live" ? "sentence.none" : "sentence.noBackcasts")}</>;
  const { wape, bias, naive } = told.grade;
  const [from, to] = [dayText(grades.firstAsOf!, reader.locale), dayText(grades.lastAsOf!, reader.locale)];
  const values = { lead: t(`lead.${told.lead}`), when: from === to ? from : t("sentence.when", { from, to }), wape: percentText(wape, reader), naive: naive.wape === null ? "" : percentText(naive.wape, reader), b: (words: React.ReactNode) => <b>{words}</b> };
  const side = bias === null ? "none" : Math.abs(bias) < 0.01 ? "level" : bias > 0 ? "high" : "low";
  return (
    <>
      {kind === "backcast" ? <>{t("sentence.backcastOnly")} </> : null}
      {t.rich(naive.wape === null ? "sentence.noNaive" : "sentence.graded", { ...values, kind })}{" "}
      {side === "none" ? null : t("sentence.bias", { side, percent: percentText(Math.abs(bias!), reader) })}{" "}
      {naive.wape !== null && wape > naive.wape ? t.rich("sentence.worse", { b: (words) => <b>{words}</b> }) : null}
    </>
  );
}
