"use client";
import { useState } from "react";
import { EventDialog, type EventChoices, type EventWords, type Opened } from "./event-dialog.tsx";
import { EventList, type ListWords } from "./event-list.tsx";
import { MonthGrid, type DayTexts, type GridWords } from "./month-grid.tsx";
import type { ShownEvent } from "./shown-event.ts";

/** The month or the list, and the event that is looked at. On a phone a month is a list too. */
export function Board({ view, month, today, events, inMonth, texts, list, open, choices, mayWrite, words }: {
  view: "month" | "list"; month: string; today: string; events: ShownEvent[]; /** Keys of those that touch the month itself. */ inMonth: string[]; texts: DayTexts; list: string;
  /** An event that the address names. */ open: string | null; choices: EventChoices; mayWrite: boolean; words: { grid: GridWords; list: ListWords; event: EventWords };
}) {
  const named = events.find((event) => event.key === open);
  const [opened, setOpened] = useState<Opened | null>(named ? { event: named } : null);
  const look = (event: ShownEvent) => setOpened({ event });
  const withStore = new Set(events.map((event) => event.storeId)).size > 1 || choices.stores.length > 1;
  return (
    <>
      {view === "month" ? (
        <>
          <MonthGrid month={month} today={today} events={events} texts={texts} list={list} onOpen={look} onAdd={mayWrite ? (day) => setOpened({ day }) : undefined} words={words.grid} />
          <EventList className="sm:hidden" events={events.filter((event) => inMonth.includes(event.key))} withStore={withStore} onOpen={look} words={words.list} />
        </>
      ) : <EventList events={events} withStore={withStore} onOpen={look} words={words.list} />}
      <EventDialog opened={opened} onClose={() => setOpened(null)} choices={choices} mayWrite={mayWrite} words={words.event} />
    </>
  );
}
