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

/** The three figures that Google judges pages by, as visitors had them, beside what counts as good. */
export async function Speed({ view }: { view: SearchView }) {
  const reader = await currentReader();
  const [t, m] = [translator(reader, "search"), translator(reader, "metrics")];
  const answer = view.hasSpeed ? await tryFigures(view.speed) : null;
  const byDevice = new Map(answer?.rows.map((row) => [row.keys.device ?? "", row.values]));
  const shown = devices.filter((device) => byDevice.has(device));
  if (!answer || shown.length === 0) return <Card className="mb-4" title={t("speed.title")}><p className="text-ink-faint">{t("speed.none")}</p></Card>;
  const look = { locale: reader.locale, currency: answer.currency };
  const last = answer.freshness.completeThrough;
  return (
    <Card className="mb-4" title={t("speed.title")} note={last ? t("speed.note", { last: dayText(last, reader.locale) }) : undefined} flush>
      <Table label={t("speed.title")}>
        <thead><tr><Th>{t("speed.figure")}</Th><Th numeric className="hidden sm:table-cell">{t("speed.good")}</Th>{shown.map((device) => <Th key={device} numeric>{t(`speed.${device}`)}</Th>)}</tr></thead>
        <tbody>
          {speedFigures.map((id) => (
            <Row key={id}>
              <Td className="text-ink" title={m(`sentences.${id}`)}>{m(`labels.${id}`)} <span className="text-note text-ink-faint">{id.slice(0, 3).toUpperCase()}</span></Td>
              <Td numeric className="hidden text-ink-faint sm:table-cell">{present(id, String(thresholds[id].good), look)}</Td>
              {shown.map((device) => {
                const value = byDevice.get(device)?.[id];
                const verdict = verdictOf(id, value);
                return <Td key={device} numeric><span className="inline-flex flex-wrap items-center justify-end gap-x-2 gap-y-0.5">{present(id, value, look)}{verdict ? <Badge tone={tones[verdict]}>{t(`speed.verdict.${verdict}`)}</Badge> : null}</span></Td>;
              })}
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
