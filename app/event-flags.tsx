// Events as flags of a chart over time: what was on, on which days, with the way into the calendar.
import Link from "next/link";
import { keyOf } from "#app/(dashboard)/calendar/read.ts";
import { currentReader } from "#app/reader.ts";
import type { FanFlag } from "#app/ui/chart/fan-flags.tsx";
import { fromLeft } from "#app/ui/chart/scale.ts";
import { requireActor } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import type { Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { database } from "#lib/database.ts";
import type { EventType, PlanEvent } from "#lib/plan/event.ts";
import { listEvents } from "#lib/plan/events.ts";
import { periodText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** More flags than this can't be read; the kinds that matter least go first. */
const most = 8;
const least: readonly EventType[] = ["mailing", "other", "holiday", "price_change"];

/** Flags for a chart whose points stand for these buckets, by first day; `to` ends the last one. */
export async function eventFlags(storeIds: readonly number[], buckets: readonly Day[], to: Day): Promise<FanFlag[]> {
  const actor = await requireActor("metrics");
  if (buckets.length < 2 || !may(actor, "calendar")) return [];
  const reader = await currentReader();
  const t = translator(reader, "calendar");
  const cuts: Period[] = buckets.map((from, at) => ({ from, to: buckets[at + 1] ?? to }));
  const events = chosen(await listEvents(database(), storeIds, buckets[0]!, to));
  return events.flatMap((event): FanFlag[] => {
    const touched = cuts.flatMap((cut, at) => (event.from < cut.to && event.to > cut.from ? [at] : []));
    if (touched.length === 0) return [];
    const days = periodText(event, reader.locale);
    const key = keyOf(event);
    return [{
      id: key.replaceAll(/[^\w-]/g, "-"), name: event.name, ask: t("chart.flag", { name: event.name, days }), left: fromLeft(touched[0]!, cuts.length), right: fromLeft(touched.at(-1)!, cuts.length),
      about: (
        <>
          <p className="font-[620] text-ink">{event.name}</p>
          <p className="text-note text-ink-faint">{`${t(`types.${event.type}`)} · ${days}`}</p>
          {event.note ? <p className="mt-2 [overflow-wrap:anywhere] whitespace-pre-line">{event.note}</p> : null}
          <Link prefetch={false} href={`/calendar?month=${event.from.slice(0, 7)}&event=${encodeURIComponent(key)}`} className="mt-2 inline-block text-accent hover:underline">{t("chart.open")}</Link>
        </>
      ),
    }];
  });
}

/** What several stores have in common is one flag; of too many the least telling kinds are left out, all of a kind at once. */
function chosen(events: readonly PlanEvent[]): PlanEvent[] {
  let left = [...new Map(events.map((event) => [`${event.name} ${event.from} ${event.to}`, event])).values()];
  for (const type of least) if (left.length > most) left = left.filter((event) => event.type !== type);
  return left;
}
