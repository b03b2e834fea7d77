"use client";
import Link from "next/link";
import type { ShownEvent } from "./shown-event.ts";
import { typeLook } from "./type-look.ts";
import { layWeeks } from "./weeks.ts";
import { classes } from "#app/ui/class-names.ts";
import { Table } from "#app/ui/table.tsx";

/** Lines of events that a day has room for. */
const lanes = 4;

export interface GridWords { label: string; weekdays: { short: string; long: string }[]; goesOn: string; more: string }
/** Days by their text: "12", and in full for those who listen. */
export type DayTexts = Record<string, { number: string; long: string; addOn: string }>;

/** A month as a table of weeks. `onAdd` is left out for readers who may not. */
export function MonthGrid({ month, today, events, texts, list, onOpen, onAdd, words }: {
  month: string; today: string; events: ShownEvent[]; texts: DayTexts; /** Address of the list, for what has no room. */ list: string;
  onOpen: (event: ShownEvent) => void; onAdd?: ((day: string) => void) | undefined; words: GridWords;
}) {
  return (
    <Table label={words.label} className="hidden sm:block">
      <thead><tr>{words.weekdays.map((day) => <th key={day.short} scope="col" className="h-9 w-[14.28%] border-b border-line px-2 text-left text-note font-[500] text-ink-faint"><abbr title={day.long} className="no-underline">{day.short}</abbr></th>)}</tr></thead>
      <tbody>
        {layWeeks(month, events).map(({ days, laid }) => (
          <tr key={days[0]}>
            {days.map((day, column) => {
              const hidden = laid.filter((each) => each.lane >= lanes && each.column <= column && column < each.column + each.days).length;
              const text = texts[day]!;
              const number = <span className={classes("grid size-6 place-items-center rounded-full text-note", day === today ? "bg-accent-solid font-[620] text-white" : day.slice(0, 7) === month.slice(0, 7) ? "text-ink" : "text-ink-faint")}>{text.number}</span>;
              return (
                <td key={day} aria-current={day === today ? "date" : undefined} className={classes("relative h-[138px] border-b border-line align-top not-last:border-r", day.slice(0, 7) !== month.slice(0, 7) && "bg-canvas")}>
                  <div className="absolute top-1 left-1">
                    {onAdd ? <button type="button" onClick={() => onAdd(day)} aria-label={text.addOn} title={text.addOn} className="rounded-full hover:bg-sunken">{number}</button> : <><span className="sr-only">{text.long}</span><span aria-hidden>{number}</span></>}
                  </div>
                  {laid.filter((each) => each.column === column && each.lane < lanes).map(({ event, days: width, lane, begins, ends }) => (
                    <button key={event.key} type="button" onClick={() => onOpen(event)} title={`${event.name} · ${event.typeText} · ${event.days}`}
                      aria-label={begins ? `${event.name}, ${event.typeText}, ${event.days}` : words.goesOn.replace("{name}", event.name)}
                      style={{ top: `${32 + lane * 26}px`, width: `calc(${width * 100}% - ${begins && ends ? 8 : begins || ends ? 4 : 0}px)`, left: begins ? "4px" : "0" }}
                      className={classes("absolute z-[2] h-6 truncate px-1.5 text-left text-[11.5px] leading-6 font-[550] hover:brightness-95 dark:hover:brightness-125", typeLook[event.type], begins && "rounded-l border-l-[3px]", ends && "rounded-r")}>
                      {event.name}
                    </button>
                  ))}
                  {hidden > 0 ? <Link prefetch={false} href={list} className="absolute top-1 right-1 rounded px-1 text-[11.5px] leading-6 text-ink-faint underline hover:text-ink">{words.more.replace("{count}", String(hidden))}</Link> : null}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
