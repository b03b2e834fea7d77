"use client";
import type { ShownEvent } from "./shown-event.ts";
import { typeLook } from "./type-look.ts";
import { classes } from "#app/ui/class-names.ts";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";

export type ListWords = Record<"label" | "days" | "event" | "type" | "store" | "size" | "source" | "none" | "ignored", string>;

/** Events by day. On a phone their kind stands under their name. */
export function EventList({ events, withStore, onOpen, words, className }: { events: ShownEvent[]; withStore: boolean; onOpen: (event: ShownEvent) => void; words: ListWords; className?: string }) {
  if (events.length === 0) return <p className={classes("px-4 py-8 text-ink-faint sm:px-[18px]", className)}>{words.none}</p>;
  return (
    <Table label={words.label} className={className ?? ""}>
      <thead><tr><Th>{words.days}</Th><Th>{words.event}</Th><Th className="max-sm:hidden">{words.type}</Th>{withStore ? <Th className="max-sm:hidden">{words.store}</Th> : null}<Th numeric className="max-sm:hidden">{words.size}</Th><Th className="max-lg:hidden">{words.source}</Th></tr></thead>
      <tbody>
        {events.map((event) => (
          <Row key={`${event.key} ${event.storeId}`} link>
            <Td className="align-top whitespace-nowrap">{event.days}</Td>
            <Td className="align-top">
              <button type="button" onClick={() => onOpen(event)} className="rounded text-left font-[550] [overflow-wrap:anywhere] text-ink hover:text-accent hover:underline">{event.name}</button>
              <span className="block text-note text-ink-faint sm:hidden">{[event.typeText, event.sizeText, withStore ? event.store : ""].filter(Boolean).join(" · ")}</span>
            </Td>
            <Td className="align-top whitespace-nowrap max-sm:hidden"><span className={classes("mr-2 inline-block size-2 rounded-full border-4", typeLook[event.type])} aria-hidden />{event.typeText}{event.isIgnored ? <span className="text-ink-faint">{` · ${words.ignored}`}</span> : null}</Td>
            {withStore ? <Td className="align-top max-sm:hidden">{event.store}</Td> : null}
            <Td numeric className="align-top max-sm:hidden">{event.sizeText}</Td>
            <Td className="align-top text-note text-ink-faint max-lg:hidden">{event.source}</Td>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
