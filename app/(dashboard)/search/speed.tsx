import { currentReader } from "#app/reader.ts";
import { tryFigures } from "#app/figures.ts";
import { speedFigures, type SearchView } from "#app/(dashboard)/search/read.ts";
import { verdictOf, type Verdict } from "#app/(dashboard)/search/verdict.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { present } from "#lib/metrics/present.ts";
import { thresholds } from "#app/(dashboard)/search/verdict.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

const tones: Record<Verdict, "green" | "amber" | "red"> = { good: "green", fair: "amber", poor: "red" };
const devices = ["all", "mobile", "desktop"] as const;

/** The three figures that Google judges pages by, as visitors had them, beside what counts as good: a shop's by device, several shops' side by side, since such figures can't be added up. */
export async function Speed({ view }: { view: SearchView }) {
  const reader = await currentReader();
  const [t, m] = [translator(reader, "search"), translator(reader, "metrics")];
  const answer = view.hasSpeed ? await tryFigures(view.speed) : null;
  const rows = answer?.rows ?? [];
  const isSeveral = new Set(rows.map((row) => row.keys.store)).size > 1;
  const shown = isSeveral
    ? rows.filter((row) => row.keys.device === "all").map(({ keys, labels, values }) => ({ id: keys.store ?? "", label: labels.store ?? keys.store ?? "", values }))
    : devices.flatMap((device) => rows.filter((row) => row.keys.device === device).map(({ values }) => ({ id: device, label: t(`speed.${device}`), values })));
  if (!answer || shown.length === 0) return <Card className="mb-4" title={t("speed.title")}><p className="text-ink-faint">{t("speed.none")}</p></Card>;
  const look = { locale: reader.locale, currency: answer.currency };
  const last = answer.freshness.completeThrough;
  return (
    <Card className="mb-4" title={t("speed.title")} note={last ? t(isSeveral ? "speed.noteSeveral" : "speed.note", { last: dayText(last, reader.locale) }) : undefined} flush>
      <Table label={t("speed.title")}>
        <thead><tr><Th>{t("speed.figure")}</Th><Th numeric className="hidden sm:table-cell">{t("speed.good")}</Th>{shown.map(({ id, label }) => <Th key={id} numeric>{label}</Th>)}</tr></thead>
        <tbody>
          {speedFigures.map((id) => (
            <Row key={id}>
              <Td className="text-ink" title={m(`sentences.${id}`)}>{m(`labels.${id}`)} <span className="text-note text-ink-faint">{id.slice(0, 3).toUpperCase()}</span></Td>
              <Td numeric className="hidden text-ink-faint sm:table-cell">{present(id, String(thresholds[id].good), look)}</Td>
              {shown.map((column) => {
                const value = column.values[id];
                const verdict = verdictOf(id, value);
                return <Td key={column.id} numeric><span className="inline-flex flex-wrap items-center justify-end gap-x-2 gap-y-0.5">{present(id, value, look)}{verdict ? <Badge tone={tones[verdict]}>{t(`speed.verdict.${verdict}`)}</Badge> : null}</span></Td>;
              })}
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
