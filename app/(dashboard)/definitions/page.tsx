import type { Metadata } from "next";
import { CutsTable } from "#app/(dashboard)/definitions/cuts-table.tsx";
import { currentReader } from "#app/reader.ts";
import { Card } from "#app/ui/card.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { requireActor } from "#lib/access/page.ts";
import { catalogue } from "#lib/metrics/catalogue.ts";
import { cuts } from "#lib/metrics/marts.ts";
import { refusal, type Refusal } from "#lib/metrics/cutting.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "definitions")("title") };
}

export default async function Definitions() {
  await requireActor("definitions");
  const reader = await currentReader();
  const t = translator(reader, "definitions");
  const m = translator(reader, "metrics");
  const reasons = [...new Set(catalogue.flatMap((entry) => cuts.map((cut) => refusal(entry, [cut]))))].filter((reason): reason is Refusal => reason !== null);
  return (
    <>
      <PageHeader title={t("title")}>{t("sentence")}</PageHeader>
      <Card className="mb-4" flush>
        <Table label={t("title")}>
          <thead><tr><Th>{t("metric")}</Th><Th>{t("formula")}</Th><Th className="hidden md:table-cell">{t("unit")}</Th><Th className="hidden md:table-cell">{t("good")}</Th></tr></thead>
          <tbody>
            {catalogue.map((entry) => (
              <Row key={entry.id} id={entry.id}>
                <Td className="min-w-52 py-2.5 align-top"><p className="font-[580] text-ink">{m(`labels.${entry.id}`)}</p><p className="mt-0.5 max-w-prose text-note">{m(`sentences.${entry.id}`)}</p></Td>
                <Td className="min-w-36 py-2.5 align-top text-ink">{m(`formulas.${entry.id}`)}</Td>
                <Td className="hidden py-2.5 align-top md:table-cell">{m(`units.${entry.unit}`)}</Td>
                <Td className="hidden py-2.5 align-top md:table-cell">{m(`good.${entry.good}`)}</Td>
              </Row>
            ))}
          </tbody>
        </Table>
      </Card>
      <CutsTable />
      <div className="grid gap-4 md:grid-cols-2">
        <Card title={t("why")}><ul className="flex list-disc flex-col gap-1.5 pl-4">{reasons.map((reason) => <li key={reason}>{m(`refusals.${reason}`)}</li>)}</ul></Card>
        <Card title={t("rules")}><ul className="flex list-disc flex-col gap-1.5 pl-4">{(["ruleDays", "rulePeriods", "ruleUnknown", "ruleRatio"] as const).map((rule) => <li key={rule}>{t(rule)}</li>)}</ul></Card>
      </div>
    </>
  );
}
