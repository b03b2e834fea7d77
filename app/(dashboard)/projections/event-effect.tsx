import { Badge } from "#app/ui/badge.tsx";
import { figureText, percentText } from "#app/(dashboard)/projections/figure-text.ts";
import type { KnownEvent } from "#app/(dashboard)/projections/events.tsx";
import type { Found } from "#lib/projections/read.ts";
import type { ProjectedMetric } from "#lib/projections/targets.ts";
import { dayText, periodText } from "#lib/words/dates.ts";
import { translator, type Reader } from "#lib/words/words.ts";

const signed = (share: number, reader: Reader) => new Intl.NumberFormat(reader.locale, { style: "percent", signDisplay: "exceptZero", maximumFractionDigits: 0 }).format(share);

/** What an event does, learned: by day with its range, how often it was seen, what it takes from the days around it. */
export function EventEffectText({ known, found, reader, metric }: { known: KnownEvent; found: Found; reader: Reader; metric: ProjectedMetric }) {
  const t = translator(reader, "projections");
  const { event, effect, days, sum } = known;
  const offset = (one: { offset: number }) => (one.offset < 0 ? t("events.before", { days: -one.offset }) : t("events.offset", { offset: one.offset }));
  return (
    <div className="text-note">
      <p className="flex flex-wrap items-center gap-2 text-body font-[620] text-ink">{event.name}<Badge tone="amber">{t(`type.${event.type}`)}</Badge></p>
      <p className="text-ink-faint">{periodText(event, reader.locale)}{known.store ? ` · ${known.store}` : ""}</p>
      <p className="mt-2">{event.isIgnored ? t("events.ignored") : effect && effect.seen > 0 ? t("events.seen", { count: effect.seen }) : t("events.unseen")}</p>
      {days.length > 0 ? (
        <>
          {sum === null || sum.on === null ? null : <p className="mt-1 font-[580] text-ink">{t("events.money", { money: figureText(metric, sum.on, found, reader), around: figureText(metric, sum.around ?? 0, found, reader) })}</p>}
          <table className="mt-2 w-full">
            <thead><tr className="text-left text-ink-faint"><th scope="col" className="py-0.5 font-[500]">{t("events.day")}</th><th scope="col" className="py-0.5 text-right font-[500]">{t("events.factor")}</th><th scope="col" className="py-0.5 text-right font-[500]">{t("events.range")}</th></tr></thead>
            <tbody>{days.slice(0, 10).map((one) => <tr key={one.offset} className="border-t border-line"><td className="border-t border-line py-1">{dayText(one.day, reader.locale, false)} <span className="text-ink-faint">{offset(one)}</span></td><td className="border-t border-line py-1 text-right font-[580] whitespace-nowrap text-ink">{signed(one.factor - 1, reader)}</td><td className="border-t border-line py-1 pl-2 text-right whitespace-nowrap">{signed(one.low - 1, reader)} … {signed(one.high - 1, reader)}</td></tr>)}</tbody>
          </table>
          <p className="mt-2">{effect!.pulledForward === null ? t("events.pullUnknown") : effect!.pulledForward < 0.02 ? t("events.pullNone") : t("events.pull", { percent: percentText(effect!.pulledForward, reader, 0) })}</p>
        </>
      ) : null}
    </div>
  );
}

/** In one line: "+38 % on its days" or that nothing is known. */
export function effectLine({ event, effect, days }: KnownEvent, reader: Reader): string {
  const t = translator(reader, "projections");
  if (event.isIgnored) return t("events.ignored");
  if (!effect || effect.seen === 0) return t("events.unseenShort");
  const own = days.filter(({ part }) => part === "on");
  const mean = own.reduce((sum, one) => sum + one.factor, 0) / own.length;
  return t("events.effect", { percent: signed(mean - 1, reader) });
}
