import { currentReader } from "#app/reader.ts";
import { Card } from "#app/ui/card.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { catalogue } from "#lib/metrics/catalogue.ts";
import { canCut, refusal } from "#lib/metrics/cutting.ts";
import { cuts } from "#lib/metrics/marts.ts";
import { translator } from "#lib/words/words.ts";

/** Which figure takes which cut, asked of the same marts that make the numbers. */
export async function CutsTable() {
  const reader = await currentReader();
  const t = translator(reader, "definitions");
  const m = translator(reader, "metrics");
  return (
    <Card className="mb-4" flush title={t("cuts")} note={t("cutsNote")}>
      <Table label={t("cuts")}>
        <thead><tr><Th>{t("metric")}</Th>{cuts.map((cut) => <Th key={cut}>{m(`cuts.${cut}`)}</Th>)}</tr></thead>
        <tbody>
          {catalogue.map((entry) => (
            <Row key={entry.id}>
              <Td className="whitespace-nowrap text-ink">{m(`labels.${entry.id}`)}</Td>
              {cuts.map((cut) => {
                const reason = refusal(entry, [cut]);
                return <Td key={cut} title={reason ? m(`refusals.${reason}`) : undefined} className={canCut(entry, [cut]) ? "text-good" : "text-ink-faint"}>{canCut(entry, [cut]) ? t("yes") : t("no")}</Td>;
              })}
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
