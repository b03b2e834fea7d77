import { currentReader } from "#app/reader.ts";
import { percentText, windowText } from "#app/(dashboard)/projections/figure-text.ts";
import { readGrades, type AccuracyView } from "#app/(dashboard)/projections/accuracy/read.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { present } from "#lib/metrics/present.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** People's own figures: what they said and why, beside the model and what happened. */
export async function People({ view }: { view: AccuracyView }) {
  const reader = await currentReader();
  const t = translator(reader, "accuracy");
  const answer = await readGrades(view);
  if (typeof answer === "string") return null;
  const text = (storeId: number, value: number | string | null | undefined) => present(view.metric, value === null || value === undefined ? null : String(value), { locale: reader.locale, currency: view.stores.find((store) => store.id === storeId)?.currency ?? answer.currency, size: "whole" });
  return (
    <Card className="mb-4" flush title={t("who.title")}>
      {answer.overrides.length === 0 ? <p className="px-4 pb-5 text-ink-faint sm:px-[18px]">{t("who.none")}</p> : (
        <Table label={t("who.title")} className="stacked">
          <thead><tr><Th>{t("who.author")}</Th><Th>{t("who.period")}</Th><Th numeric>{t("who.said")}</Th><Th numeric>{t("who.instead")}</Th><Th numeric>{t("who.happened")}</Th><Th numeric>{t("who.off")}</Th><Th><span className="sr-only">{t("table.verdict")}</span></Th></tr></thead>
          <tbody>
            {answer.overrides.map(({ override, came, person, model }) => (
              <Row key={`${override.storeId}-${override.id}`}>
                <Td className="text-ink">{override.author.name}<span className="block text-note text-ink-faint">{dayText(override.madeAt.slice(0, 10), reader.locale)} · “{override.reason}”</span></Td>
                <Td>{windowText(override, reader)}</Td><Td numeric data-label={t("who.said")}>{text(override.storeId, override.value)}</Td><Td numeric data-label={t("who.instead")}>{text(override.storeId, override.was?.p50)}</Td>
                <Td numeric data-label={t("who.happened")}>{came === null ? t("who.open") : text(override.storeId, came)}</Td><Td numeric data-label={t("who.off")}>{person === null ? "–" : percentText(person, reader, 1)}</Td>
                <Td>{person === null || model === null ? (override.state === "withdrawn" ? <Badge>{t("who.withdrawn")}</Badge> : null) : <Badge tone={person <= model ? "green" : "red"}>{t(person <= model ? "who.better" : "who.worse")}</Badge>}</Td>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
