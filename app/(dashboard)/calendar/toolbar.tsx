import Link from "next/link";
import { calendarAddress, listMonths, type CalendarView } from "./read.ts";
import { currentReader } from "#app/reader.ts";
import { buttonClass } from "#app/ui/button.tsx";
import { classes } from "#app/ui/class-names.ts";
import { addMonths, monthStart } from "#lib/core/day.ts";
import { eventTypes } from "#lib/plan/event.ts";
import { monthText, periodText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** Which month, as what, and which kinds. */
export async function Toolbar({ view }: { view: CalendarView }) {
  const reader = await currentReader();
  const t = translator(reader, "calendar");
  const { month, today, view: shown, type } = view;
  const title = shown === "month" ? monthText(month, reader.locale) : periodText({ from: month, to: addMonths(month, listMonths) }, reader.locale);
  const arrow = buttonClass("plain", "w-9 px-0 text-heading leading-none");
  const chip = (isChosen: boolean) => classes("rounded-md px-2.5 py-1 text-note", isChosen ? "bg-panel text-ink shadow-breath" : "text-ink-soft hover:text-ink");
  const step = shown === "month" ? 1 : listMonths;
  return (
    <div className="no-print mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="flex items-center gap-1">
        <Link prefetch={false} scroll={false} href={calendarAddress(view, { month: addMonths(month, -step) })} aria-label={t("earlier")} className={arrow}>‹</Link>
        <h2 className="min-w-36 px-2 text-center text-heading text-ink">{title}</h2>
        <Link prefetch={false} scroll={false} href={calendarAddress(view, { month: addMonths(month, step) })} aria-label={t("later")} className={arrow}>›</Link>
        {month === monthStart(today) ? null : <Link prefetch={false} scroll={false} href={calendarAddress(view, { month: monthStart(today) })} className={buttonClass("quiet")}>{t("today")}</Link>}
      </div>
      <nav aria-label={t("view.label")} className="flex rounded-lg bg-sunken p-0.5">
        {(["month", "list"] as const).map((one) => <Link key={one} prefetch={false} scroll={false} href={calendarAddress(view, { view: one })} aria-current={one === shown ? "true" : undefined} className={chip(one === shown)}>{t(`view.${one}`)}</Link>)}
      </nav>
      <nav aria-label={t("filter.label")} className="flex max-w-full flex-wrap rounded-lg bg-sunken p-0.5">
        <Link prefetch={false} scroll={false} href={calendarAddress(view, { type: null })} aria-current={type === null ? "true" : undefined} className={chip(type === null)}>{t("filter.all")}</Link>
        {eventTypes.map((one) => <Link key={one} prefetch={false} scroll={false} href={calendarAddress(view, { type: one })} aria-current={one === type ? "true" : undefined} className={chip(one === type)}>{t(`types.${one}`)}</Link>)}
      </nav>
    </div>
  );
}
