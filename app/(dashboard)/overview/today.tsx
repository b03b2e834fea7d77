import { TodayClock } from "#app/(dashboard)/overview/today-clock.tsx";
import { currentReader } from "#app/reader.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { requireActor } from "#lib/access/page.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { moneyText } from "#lib/metrics/present.ts";
import type { Scope } from "#lib/metrics/scope.ts";
import { readProjectedToday, type ProjectedToday } from "#lib/projections/today.ts";
import { translator } from "#lib/words/words.ts";

/** Today so far, apart from complete days; nothing where no shop is asked within the day. */
export async function Today({ scope }: { scope: Scope }) {
  const actor = await requireActor("overview");
  const reader = await currentReader();
  const t = translator(reader, "overview");
  const stores = await readProjectedToday(database(), actor.stores, scope.stores.map((store) => store.id), scope.currency, now());
  if (stores.length === 0) return null;
  const money = (value: number) => moneyText(value, { locale: reader.locale, currency: scope.currency, size: "whole" });
  const whole = sumOf(stores);
  const share = whole.expected === null || whole.expected.netSales === 0 ? null : whole.netSales / whole.expected.netSales - 1;
  const verdict = whole.expected === null ? "untold" : whole.netSales < whole.expected.lowest ? "below" : whole.netSales > whole.expected.highest ? "above" : "within";
  const asOf = new Date(Math.min(...stores.map((store) => store.asOf.getTime())));
  return (
    <Card className="mb-4">
      <section aria-label={t("today.title")} className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
        <h2 className="text-body font-[620] text-ink">{t("today.title")}</h2>
        <p className="text-[22px] leading-[30px] font-[620] text-ink">{money(whole.netSales)}</p>
        <p className="text-note text-ink-soft">{t("today.orders", { count: whole.orders })}</p>
        {whole.expected && (
          <p className="text-note text-ink-soft">
            {t(whole.expected.isProjected ? "today.projected" : "today.expected", { expected: money(whole.expected.netSales), lowest: money(whole.expected.lowest), highest: money(whole.expected.highest) })}
          </p>
        )}
        {verdict !== "untold" && <Badge tone={verdict === "below" ? "red" : verdict === "above" ? "green" : "grey"}>{t(`today.${verdict}`, { percent: new Intl.NumberFormat(reader.locale, { style: "percent", signDisplay: "exceptZero" }).format(share ?? 0) })}</Badge>}
        {whole.expected && <p className="text-note text-ink-soft">{t(whole.expected.isProjected ? "today.projectedDay" : "today.wholeDay", { whole: money(whole.expected.wholeDay) })}</p>}
        {verdict === "untold" && <p className="text-note text-ink-soft">{t("today.untold")}</p>}
        <p className="ml-auto text-note text-ink-soft"><TodayClock asOf={asOf.toISOString()} locale={reader.locale} words={t("today.asOf")} /></p>
      </section>
    </Card>
  );
}

/** Stores together; what to expect is said only where it can be said of each. */
function sumOf(stores: readonly ProjectedToday[]): Pick<ProjectedToday, "netSales" | "orders" | "expected"> {
  const add = (pick: (store: ProjectedToday) => number) => stores.reduce((sum, store) => sum + pick(store), 0);
  const expected = stores.some((store) => store.expected === null) ? null : {
    netSales: add((store) => store.expected!.netSales), lowest: add((store) => store.expected!.lowest), highest: add((store) => store.expected!.highest),
    orders: add((store) => store.expected!.orders), wholeDay: add((store) => store.expected!.wholeDay), weekdays: Math.min(...stores.map((store) => store.expected!.weekdays)), isProjected: stores.every((store) => store.expected!.isProjected),
  };
  return { netSales: add((store) => store.netSales), orders: add((store) => store.orders), expected };
}
