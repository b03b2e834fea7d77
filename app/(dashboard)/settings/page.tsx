import type { Metadata } from "next";
import { CurrencyForm } from "./currency-form.tsx";
import { FiscalForm } from "./fiscal-form.tsx";
import { StoreForm } from "./store-form.tsx";
import { currentReader } from "#app/reader.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { requireActor } from "#lib/access/page.ts";
import { fiscalPlace } from "#lib/core/calendar.ts";
import { dayAt, now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { readFiscalCalendar, readReportingCurrency } from "#lib/stores/settings.ts";
import { listStores } from "#lib/stores/stores.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "settings")("title") };
}

export default async function Settings() {
  await requireActor("settings");
  const reader = await currentReader();
  const t = translator(reader, "settings");
  const a = translator(reader, "access");
  const db = database();
  const [stores, fiscal, reporting] = await Promise.all([listStores(db), readFiscalCalendar(db), readReportingCurrency(db)]);
  const shared = { save: t("save"), saved: t("saved"), failed: a("noAnswer") };
  const months = Array.from({ length: 12 }, (_, index) => new Intl.DateTimeFormat(reader.locale, { month: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2024, index, 1))));
  const weekdays = Array.from({ length: 7 }, (_, index) => new Intl.DateTimeFormat(reader.locale, { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, index + 1))));
  const names = new Intl.DisplayNames(reader.locale, { type: "currency" });
  const currencies = Intl.supportedValuesOf("currency").map((code) => ({ code, name: names.of(code) ?? code }));
  const words = Object.fromEntries((["kind", "months", "iso", "weeks", "startMonth", "label", "labelStart", "labelEnd", "pattern", "endMonth", "endWeekday", "rule", "ruleLast", "ruleNearest"] as const).map((key) => [key, t(key)])) as Parameters<typeof FiscalForm>[0]["words"];
  return (
    <>
      <PageHeader title={t("title")} actions={<LinkButton href="/channels/rules">{t("channelRules")}</LinkButton>}>{t("sentence")}</PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("stores")} note={t("storesNote")}>
          {stores.length === 0 ? <p className="text-ink-faint">{t("noStores")}</p> : (
            <ul className="flex flex-col gap-4">
              {stores.map((store) => (
                <li key={store.id}>
                  <StoreForm id={store.id} name={store.name} words={{ ...shared, label: t("name") }} />
                  <p className="text-note text-ink-faint">{store.currency} · {store.zone}</p>
                </li>
              ))}
            </ul>
          )}
        </Card>
        <Card title={t("reporting")} note={t("reportingNote")}><CurrencyForm currency={reporting} choices={currencies} words={{ ...shared, label: t("currency"), working: t("working") }} /></Card>
        <Card title={t("fiscal")} note={t("fiscalNote")} className="lg:col-span-2">
          <FiscalForm key={JSON.stringify(fiscal)} fiscal={fiscal} months={months} weekdays={weekdays} words={{ ...words, ...shared }} />
          <p className="mt-3 text-note text-ink-faint">{t("thisYear", { start: dayText(fiscalPlace(fiscal, dayAt(now(), stores[0]?.zone ?? "UTC")).fiscal_year_start, reader.locale) })}</p>
        </Card>
      </div>
    </>
  );
}
