import { currentReader } from "#app/reader.ts";
import { percentText } from "#app/(dashboard)/projections/figure-text.ts";
import { readGrades, type AccuracyView } from "#app/(dashboard)/projections/accuracy/read.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import type { LeadGrade } from "#lib/projections/accuracy.ts";
import type { Kind } from "#lib/projections/kept.ts";
import { messages, translator, type Reader } from "#lib/words/words.ts";

/** By how far ahead, and by model: misses beside those of repeating last week. */
export async function LeadTables({ view, kind }: { view: AccuracyView; kind: Kind }) {
  const reader = await currentReader();
  const [t, u, m] = [translator(reader, "accuracy"), translator(reader, "ui"), translator(reader, "metrics")];
  const answer = await readGrades(view);
  if (typeof answer === "string") return null;
  const { leads, models, totals } = answer[kind];
  if (leads.length === 0) return <Card className="mb-4" title={t("table.title")}><p className="pb-2 text-ink-faint">{t(kind === "live" ? "sentence.none" : "sentence.noBackcasts")}</p></Card>;
  const names = messages(reader).projections.model as Record<string, string>;
  const search = new URLSearchParams({ metric: view.metric, store: view.store === null ? "all" : String(view.store) });
  const share = (value: number | null) => (value === null ? "–" : percentText(value, reader, 1));
  return (
    <>
      <Card className="mb-4" flush title={t("table.title")} note={t("table.note", { metric: m(`labels.${view.metric}`) })} actions={<ExportLinks id="leads" name={t("table.title")} address={`/api/v1/projections/accuracy?${search}`} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />}>
        <GradeTable reader={reader} label={t("table.title")} rows={leads.map((one) => ({ name: t(`lead.${one.lead}`), one }))} />
        <p className="max-w-prose px-4 py-2.5 text-note text-ink-faint sm:px-[18px]">{t("table.explain")}</p>
      </Card>
      {models.length > 1 ? (
        <Card className="mb-4" flush title={t("models.title")} note={t("models.note")}>
          <GradeTable reader={reader} label={t("models.title")} rows={models.flatMap(({ model, leads: own }) => own.map((one) => ({ name: `${names[model] ?? model}, ${t(`lead.${one.lead}`)}`, one })))} />
        </Card>
      ) : null}
      {totals.length > 0 ? (
        <Card className="mb-4" flush title={t("totals.title")} note={t("totals.note")}>
          <Table label={t("totals.title")}>
            <thead><tr><Th>{t("totals.grain")}</Th><Th numeric className="max-sm:hidden">{t("totals.count")}</Th><Th numeric>{t("table.wape")}</Th><Th numeric className="max-sm:hidden">{t("table.naive")}</Th><Th><span className="sr-only">{t("table.verdict")}</span></Th><Th numeric>{t("table.inside")}</Th></tr></thead>
            <tbody>{totals.map((one) => <Row key={one.grain}><Td className="text-ink">{t(`grain.${one.grain}`)}</Td><Td numeric className="max-sm:hidden">{one.count}</Td><Td numeric>{share(one.error)}</Td><Td numeric className="max-sm:hidden">{share(one.naive)}</Td><Td><Verdict ours={one.error} naive={one.naive} isFew={one.count < fewPeriods} reader={reader} /></Td><Td numeric>{share(one.inside80)}</Td></Row>)}</tbody>
          </Table>
        </Card>
      ) : null}
    </>
  );
}

function GradeTable({ rows, label, reader }: { rows: { name: string; one: LeadGrade }[]; label: string; reader: Reader }) {
  const t = translator(reader, "accuracy");
  const share = (value: number | null) => (value === null ? "–" : percentText(value, reader, 1));
  const signed = (value: number | null) => (value === null ? "–" : new Intl.NumberFormat(reader.locale, { style: "percent", signDisplay: "exceptZero", maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(value));
  const ratio = (value: number | null) => (value === null ? "–" : new Intl.NumberFormat(reader.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value));
  return (
    <Table label={label}>
      <thead><tr><Th>{t("table.lead")}</Th><Th numeric className="max-sm:hidden">{t("table.count")}</Th><Th numeric>{t("table.wape")}</Th><Th numeric>{t("table.naive")}</Th><Th><span className="sr-only">{t("table.verdict")}</span></Th><Th numeric className="max-md:hidden">{t("table.bias")}</Th><Th numeric className="max-md:hidden">{t("table.mase")}</Th><Th numeric className="max-sm:hidden">{t("table.inside")}</Th></tr></thead>
      <tbody>
        {rows.map(({ name, one: { grade } }) => (
            <Row key={name} data-lead={name}>
              <Td className="text-ink">{name}</Td><Td numeric className="max-sm:hidden">{new Intl.NumberFormat(reader.locale).format(grade.days)}</Td><Td numeric className="font-[620]">{share(grade.wape)}</Td><Td numeric>{share(grade.naive.wape)}</Td>
              <Td><Verdict ours={grade.wape} naive={grade.naive.wape} isFew={grade.days < fewDays} reader={reader} /></Td>
              <Td numeric className="max-md:hidden">{signed(grade.bias)}</Td><Td numeric className="max-md:hidden">{ratio(grade.mase)}</Td><Td numeric className="max-sm:hidden">{share(grade.inside80)}</Td>
            </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** Fewer than these may fall either way by chance: the figures are shown, and no verdict. */
const [fewDays, fewPeriods] = [7, 2];

/** Whether the projections were nearer than repeating last week; nothing where one of the two isn't known. */
function Verdict({ ours, naive, isFew, reader }: { ours: number | null; naive: number | null; isFew: boolean; reader: Reader }) {
  if (ours === null || naive === null) return null;
  if (isFew) return <Badge tone="grey">{translator(reader, "accuracy")("table.few")}</Badge>;
  const verdict = Math.abs(ours - naive) < 0.0005 ? "same" : ours < naive ? "better" : "worse";
  return <Badge tone={({ better: "green", worse: "red", same: "grey" } as const)[verdict]}>{translator(reader, "accuracy")(`table.${verdict}`)}</Badge>;
}
