import type { EventType } from "#lib/plan/event.ts";

/** Ground, letters and mark of an event by its kind; the kind is always said in words too. */
export const typeLook: Record<EventType, string> = {
  promotion: "bg-accent-faint text-accent border-accent",
  launch: "bg-sunken text-beside border-beside",
  holiday: "bg-warn-faint text-warn border-warn",
  mailing: "bg-sunken text-ink-soft border-past",
  price_change: "bg-sunken text-ink border-ink-faint",
  outage: "bg-bad-faint text-bad border-bad",
  stock_out: "bg-bad-faint text-bad border-bad",
  other: "bg-sunken text-ink-soft border-line-strong",
};
