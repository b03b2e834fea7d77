import { currentReader } from "#app/reader.ts";
import { Card } from "#app/ui/card.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { moneyText, present, unknown } from "#lib/metrics/present.ts";
import type { Order } from "#lib/sales/order.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** An order's ledger lines: every movement of money on its day. */
export async function Lines({ order }: { order: Order }) {
  const reader = await currentReader();
  const [t, u] = [translator(reader, "orders"), translator(reader, "ui")];
  const look = { locale: reader.locale, currency: order.currency };
  const money = (amount: string) => moneyText(Number(amount), look);
  return (
    <Card title={t("one.lines")} note={t("one.linesNote")} flush actions={<ExportLinks id="lines" name={t("one.lines")} address={`/api/v1/orders/${encodeURIComponent(order.orderId)}?store=${order.storeId}`} words={{ label: u("export.label"), csv: u("export.csv"), xlsx: u("export.xlsx"), json: u("export.json") }} />}>
      <Table label={t("one.lines")}>
        <thead><tr><Th>{t("day")}</Th><Th>{t("one.kind")}</Th><Th>{t("one.product")}</Th><Th numeric className="hidden sm:table-cell">{t("one.quantity")}</Th><Th numeric>{t("one.amount")}</Th></tr></thead>
        <tbody>
          {order.lines.map((line) => (
            <Row key={line.lineNo}>
              <Td className="whitespace-nowrap">{dayText(line.day, reader.locale, line.day.slice(0, 4) !== order.placedDay.slice(0, 4))}</Td><Td>{t(`kind.${line.kind}`)}</Td>
              <Td className="min-w-32 text-ink">{line.productName ?? line.productId ?? unknown}</Td>
              <Td numeric className="hidden sm:table-cell">{present("units", line.quantity, look)}</Td><Td numeric>{money(line.amount)}</Td>
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
