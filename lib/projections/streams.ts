// Two streams: customers who are won, and those who come back; of the latter what customers bring who are known already.
import type { Database } from "#db/client.ts";
import { addDays, daysBetween, monthStart, type Day } from "#lib/core/day.ts";
import { emptyShelf } from "#lib/projections/joined.ts";
import { figureOf, look, totalOf, type Ask, type PeriodTotal } from "#lib/projections/read.ts";
import type { Kept } from "#lib/projections/kept.ts";
import type { Visible } from "#lib/projections/stores-asked.ts";

export interface StreamsAnswer {
  currency: string;
  /** Net sales of first orders. */
  won: PeriodTotal;
  /** Net sales of customers who ordered before. */
  back: PeriodTotal;
  /** Of what is ahead of `back`: from customers who are known today, and from those still to be won. Null where history is too short to tell. */
  ahead: { known: number; later: number } | null;
}

/** Null where customers aren't told apart. */
export async function readStreams(db: Database, visible: Visible, ask: Pick<Ask, "store" | "period">, now: Date): Promise<StreamsAnswer | null> {
  const found = await look(db, visible, { metric: "net_sales", store: ask.store }, now, ask.period);
  if (!found) return null;
  const shelf = emptyShelf();
  const read = (key: string) => figureOf(db, found.runs, "net_sales", found.money, ask.period, now, { by: "customer_type", key }, shelf);
  const [won, back] = [await read("new"), await read("returning")];
  const totals = [won, back].map((figure) => figure && totalOf(figure, ask.period));
  if (!totals[0] || !totals[1]) return null;
  const split = back!.kept.map((kept) => aheadOf(kept, ask.period.from, ask.period.to)).map((one, at) => one && { rate: found.money.rates.get(back!.kept[at]!.storeId)!, ...one });
  const ahead = split.every((one) => one !== null) ? split.reduce((sum, one) => ({ known: sum.known + one!.known * one!.rate, later: sum.later + one!.later * one!.rate }), { known: 0, later: 0 }) : null;
  return { currency: found.money.currency, won: totals[0], back: totals[1], ahead };
}

/** Days of the period that lie ahead, each shared as its month is. */
function aheadOf(kept: Kept, from: Day, to: Day): { known: number; later: number } | null {
  if (!kept.inputs.retention) return null;
  const shares = new Map(kept.inputs.retention.map(({ month, known, later }) => [month, known + later > 0 ? known / (known + later) : 0]));
  const sum = { known: 0, later: 0 };
  for (let day = from > kept.first ? from : kept.first; day < to; day = addDays(day, 1)) {
    const mean = kept.mean[daysBetween(kept.first, day)] ?? 0;
    const share = shares.get(monthStart(day)) ?? 0;
    sum.known += mean * share;
    sum.later += mean * (1 - share);
  }
  return sum;
}
