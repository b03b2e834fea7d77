import type { Metadata } from "next";
import { AddEvent } from "./add-event.tsx";
import { Board } from "./board.tsx";
import { readEffects } from "./effects.ts";
import { Holidays } from "./holidays.tsx";
import { ImportCalendar } from "./import-calendar.tsx";
import { calendarAddress, readCalendarView } from "./read.ts";
import { calendarSentence } from "./sentence.ts";
import { shownEvent, withoutRepeats } from "./shown-event.ts";
import { Toolbar } from "./toolbar.tsx";
import { dayTexts } from "./day-texts.ts";
import { choicesOf, eventWords, gridWords, holidayWords, importWords, listWords } from "./words.ts";
import { currentReader } from "#app/reader.ts";
import { buttonClass } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { requireActor } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import { addDays, addMonths } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { listEvents } from "#lib/plan/events.ts";
import { countries } from "#lib/plan/holidays.ts";
import { monthText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";
import type { SearchParams } from "#app/view.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "calendar")("title") };
}

export default async function Calendar({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor("calendar");
  const reader = await currentReader();
  const t = translator(reader, "calendar");
  const view = await readCalendarView(actor, await searchParams);
  const { stores, today, month, events } = view;
  if (stores.length === 0) return <><PageHeader title={t("title")} /><EmptyState title={translator(reader, "goals")("noStores")}>{t("sentence.none")}</EmptyState></>;
  const [around, effects, places] = await Promise.all([listEvents(database(), stores.map(({ id }) => id), addDays(today, -800), addDays(today, 90)), readEffects(stores.map(({ id }) => id)), countries(reader.locale)]);
  const mayWrite = may(actor, "calendar", "write");
  const shown = withoutRepeats(events.map((event) => shownEvent(event, { stores, effects, today, reader })));
  const [choices, words] = [choicesOf(reader, stores), eventWords(reader)];
  const storeChoices = stores.map(({ id, name }) => ({ id, name }));
  return (
    <>
      <PageHeader title={t("title")} actions={<>
        <a href={`/api/v1/events/file${stores.length === 1 ? `?store=${stores[0]!.id}` : ""}`} download title={t("exportHint")} className={buttonClass()}>{t("export")}</a>
        {mayWrite ? <><ImportCalendar stores={storeChoices} types={choices.types} words={importWords(reader)} /><Holidays stores={storeChoices} countries={places} words={holidayWords(reader)} /><AddEvent today={today} choices={choices} label={t("add")} words={words} /></> : null}
      </>}>{calendarSentence(around, today, t, reader.locale)}</PageHeader>
      <Toolbar view={view} />
      <Card flush>
        <Board key={`${calendarAddress(view)}${view.open ?? ""}`} view={view.view} month={month} today={today} events={shown} inMonth={shown.filter(({ from, to }) => from < addMonths(month, 1) && to > month).map(({ key }) => key)}
          texts={dayTexts(month, reader)} list={calendarAddress(view, { view: "list" })} open={view.open} choices={choices} mayWrite={mayWrite}
          words={{ grid: gridWords(reader, month), event: words, list: listWords(reader, t("title"), view.view === "list" ? t("list.none") : t("month.none", { month: monthText(month, reader.locale) })) }} />
      </Card>
    </>
  );
}
