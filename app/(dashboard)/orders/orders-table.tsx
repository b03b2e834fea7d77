import Link from "next/link";
import { keyText } from "#app/key-text.ts";
import { currentReader } from "#app/reader.ts";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { moneyText, present, unknown } from "#lib/metrics/present.ts";
import type { Scope } from "#lib/metrics/scope.ts";
import { behind } from "#lib/sales/behind.ts";
import type { OrderRow } from "#lib/sales/orders.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** Orders with what each adds to the figure; the store stands there where there are several. */
export async function OrdersTable({ rows, scope, figure }: { rows: OrderRow[]; scope: Scope; figure: MetricId }) {
  const reader = await currentReader();
  const t = translator(reader, "orders");
  const m = translator(reader, "metrics");
  const from = behind(figure);
  const look = { locale: reader.locale, currency: scope.currency };
  const several = scope.stores.length > 1;
  const names = new Map(scope.stores.map((store) => [store.id, store.name]));
  const wide = "hidden sm:table-cell";
  return (
    <Table label={t("title")}>
      <thead><tr><Th>{t("day")}</Th><Th>{t("order")}</Th>{several ? <Th>{t("store")}</Th> : null}<Th className={wide}>{t("country")}</Th><Th className={wide}>{t("customer")}</Th><Th numeric className={wide}>{t("pieces")}</Th><Th numeric>{from.sums === "money" ? m(`labels.${from.metric}`) : t("amount")}</Th></tr></thead>
      <tbody>
        {rows.map((row) => (
          <Row key={`${row.day}.${row.storeId}.${row.orderId}`} link>
            <Td className="whitespace-nowrap">{dayText(row.day, reader.locale)}</Td>
            <Td><Link prefetch={false} href={`/orders/${encodeURIComponent(row.orderId)}?store=${row.storeId}`} className="font-[550] text-ink underline-offset-2 hover:text-accent hover:underline">{row.orderId}</Link></Td>
            {several ? <Td className="max-w-32 truncate">{names.get(row.storeId)}</Td> : null}
            <Td className={wide}>{keyText(reader, "country", row.country)}</Td>
            <Td className={wide}>{t(`type.${row.customerType}`)}</Td>
            <Td numeric className={wide}>{present("units", row.pieces, look)}</Td>
            <Td numeric>{row.amount === null ? unknown : moneyText(Number(row.amount), look)}</Td>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
