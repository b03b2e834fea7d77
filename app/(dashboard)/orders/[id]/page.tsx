import { keyText } from "#app/key-text.ts";
import { findOrder } from "#app/(dashboard)/orders/[id]/find.ts";
import { Lines } from "#app/(dashboard)/orders/lines.tsx";
import { currentReader } from "#app/reader.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { requireActor } from "#lib/access/page.ts";
import { maySee } from "#lib/access/policy.ts";
import { moneyText } from "#lib/metrics/present.ts";
import { dayText, instantText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

export default async function OneOrder({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: Promise<{ store?: string }> }) {
  const actor = await requireActor("orders");
  const { order, store } = await findOrder(actor, (await searchParams).store, (await params).id);
  const reader = await currentReader();
  const t = translator(reader, "orders");
  const look = { locale: reader.locale, currency: order.currency };
  const money = (amount: string) => moneyText(Number(amount), look);
  const facts: [string, string][] = [
    [t("one.store"), store.name],
    [t("one.customer"), `${t(`type.${order.customerType}`)}${order.customerId && maySee(actor, "orders.customer") ? ` · ${order.customerId}` : ""}`],
    [t("country"), keyText(reader, "country", order.country)],
    [t("placed"), instantText(order.placedAt, reader.locale, store.zone)],
    [t("one.source"), order.source],
  ];
  return (
    <>
      <PageHeader title={t(order.isOrder ? "one.title" : "one.adjustment", { id: order.orderId })} actions={<LinkButton href={`/orders?store=${store.id}&from=${order.placedDay}&through=${order.placedDay}`}>{t("one.back")}</LinkButton>}>
        {t("one.sentence", { placed: dayText(order.placedDay, reader.locale), country: keyText(reader, "country", order.country), net: money(order.netSales) })}
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_300px]">
        <Lines order={order} />
        <div className="flex flex-col gap-4">
          <Card title={t("one.money")}>
            <dl className="flex flex-col">
              {order.sums.map((sum) => <div key={sum.kind} className="flex justify-between border-b border-line py-2"><dt>{t(`kind.${sum.kind}`)}</dt><dd className="text-ink tabular-nums">{money(sum.amount)}</dd></div>)}
              <div className="flex justify-between pt-2 font-[620] text-ink"><dt>{t("one.net")}</dt><dd className="tabular-nums" data-total>{money(order.netSales)}</dd></div>
            </dl>
          </Card>
          <Card><dl className="flex flex-col gap-2">{facts.map(([name, value]) => <div key={name} className="flex justify-between gap-4"><dt className="text-ink-faint">{name}</dt><dd className="text-right text-ink [overflow-wrap:anywhere]">{value}</dd></div>)}</dl></Card>
        </div>
      </div>
    </>
  );
}
