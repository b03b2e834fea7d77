import { currentReader } from "#app/reader.ts";
import { keyText } from "#app/key-text.ts";
import { figureText, windowText } from "#app/(dashboard)/projections/figure-text.ts";
import { isLevel, readFigureOf, type ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { Card } from "#app/ui/card.tsx";
import { DeltaText } from "#app/ui/delta.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { metric as entryOf } from "#lib/metrics/catalogue.ts";
import type { Delta } from "#lib/metrics/present.ts";
import { readChanges, type Changed as ChangedRow } from "#lib/projections/changes.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";
import { partsSearch } from "#app/(dashboard)/projections/parts.tsx";

/** What the newest projection says otherwise than the one before, by part; the parts add up to the change. */
export async function Changed({ view }: { view: ProjectionsView }) {
  const reader = await currentReader();
  const [t, u] = [translator(reader, "projections"), translator(reader, "ui")];
  const read = await readFigureOf(view);
  if (typeof read === "string" || isLevel(view.metric)) return null;
  const { found } = read;
  const bys = found.runs.length > 1 ? (["store", ...(view.metric === "net_sales" ? (["channel"] as const) : [])] as const) : view.metric === "net_sales" ? (["channel", "product"] as const) : (["store"] as const);
  const answers = await Promise.all(bys.map(async (by) => ({ by, answer: await readChanges(database(), found.runs, found.money, view.metric, view.period, by, now()) })));
  const answer = answers[0]!.answer;
  if (!answer) return <Card className="mb-4" title={t("changed.title")}><p className="pb-2 text-ink-faint">{t("changed.none")}</p></Card>;
  const text = (value: number) => figureText(view.metric, value, found, reader);
  const delta = (row: ChangedRow): Delta => {
    const change = row.now - row.before;
    const isFlat = Math.abs(change) < 0.005;
    const { good } = entryOf(view.metric);
    const direction = isFlat ? "flat" : change > 0 ? "up" : "down";
    return { text: `${change > 0 && !isFlat ? "+" : ""}${text(isFlat ? 0 : change)}`, direction, verdict: isFlat || good === "none" ? "neutral" : direction === good ? "better" : "worse" };
  };
  return (
    <Card className="mb-4" flush title={t("changed.title")} note={t("changed.note", { day: dayText(answer.madeOn, reader.locale), before: dayText(answer.madeBefore, reader.locale), period: windowText(view.period, reader) })}>
      <p className="px-4 pb-2 sm:px-[18px]">
        {t.rich("changed.sum", { before: text(answer.whole.before), now: text(answer.whole.now), change: delta(answer.whole).text, b: (words) => <b>{words}</b> })}{" "}
        {answer.days > 0 && (answer.whole.came !== 0 || answer.whole.expected !== 0) ? t("changed.known", { days: answer.days, came: text(answer.whole.came), expected: text(answer.whole.expected) }) : ""}
      </p>
      <div className="grid lg:grid-cols-2">
        {answers.map(({ by, answer: one }) => one ? (
          <section key={by} className="min-w-0 border-t border-line">
            <div className="flex items-center justify-between gap-2 px-4 pt-2 sm:px-[18px]">
              <h3 className="text-note text-ink-soft">{t(`parts.${by}`)}</h3>
              <ExportLinks id={`changed-${by}`} name={`${t("changed.title")}, ${t(`parts.${by}`)}`} address={`/api/v1/projections/changes?${partsSearch(view, by)}`} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />
            </div>
            <Table label={`${t("changed.title")}, ${t(`parts.${by}`)}`}>
              <thead><tr><Th>{t("parts.name")}</Th><Th numeric className="max-sm:hidden">{t("changed.before", { day: dayText(one.madeBefore, reader.locale, false) })}</Th><Th numeric>{t("changed.now")}</Th><Th numeric>{t("changed.change")}</Th></tr></thead>
              <tbody>{one.rows.map((row) => <Row key={row.key}><Td className="max-w-0 w-[40%] truncate text-ink">{row.isOther ? t("parts.other") : by === "store" ? row.name : keyText(reader, by, row.key, row.name)}</Td><Td numeric className="max-sm:hidden">{text(row.before)}</Td><Td numeric>{text(row.now)}</Td><Td numeric><DeltaText delta={delta(row)} /></Td></Row>)}</tbody>
              <tfoot><Row total><Td>{t("parts.sum")}</Td><Td numeric className="max-sm:hidden">{text(one.whole.before)}</Td><Td numeric>{text(one.whole.now)}</Td><Td numeric><DeltaText delta={delta(one.whole)} /></Td></Row></tfoot>
            </Table>
          </section>
        ) : null)}
      </div>
    </Card>
  );
}
