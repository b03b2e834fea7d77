import { nameOf } from "./sentence.ts";
import { shortDay } from "./source-words.ts";
import { Card } from "#app/ui/card.tsx";
import { classes } from "#app/ui/class-names.ts";
import type { Day } from "#lib/core/day.ts";
import { cellLooks, type CellLook, type Heat } from "#lib/ingest/heat.ts";
import type { ConnectionStatus } from "#lib/ingest/status.ts";
import { weekdayText } from "#lib/words/dates.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** Each look has a form of its own, so that colour isn't alone: full, hollow, half, marked, crossed. */
const looks: Record<CellLook, string> = {
  none: "cell-none", complete: "cell-complete", empty: "cell-empty", settling: "cell-settling", flagged: "cell-flagged", waiting: "cell-waiting", missing: "cell-missing", failed: "cell-failed",
};
/** On a phone only the newer half is drawn. */
const phoneDays = 30;

/** Source × day: one row a connection, one cell a day. */
export function HeatMap({ heat, connections, today, reader }: { heat: Heat; connections: readonly ConnectionStatus[]; today: Day; reader: Reader }) {
  const t = translator(reader, "sources");
  const seen = cellLooks.filter((look) => look !== "none" && heat.rows.some((row) => row.cells.includes(look)));
  const hidden = (index: number) => index < heat.days.length - phoneDays && "max-sm:hidden";
  return (
    <Card title={t("map.title")} note={t("map.note", { days: heat.days.length })} className="mb-4">
      <div className="flex flex-col gap-2.5 sm:gap-1.5">
        {connections.map((one) => {
          const cells = heat.rows.find((row) => row.connectionId === one.id)!.cells;
          return (
            <div key={one.id} className="sm:grid sm:grid-cols-[minmax(120px,230px)_minmax(0,1fr)] sm:items-center sm:gap-3">
              <span className="block truncate text-note text-ink" aria-hidden>{nameOf(one, connections)}</span>
              <div role="img" aria-label={t("map.label", { source: nameOf(one, connections), text: rowText(cells, t) })} className="flex h-5 gap-px sm:gap-0.5">
                {cells.map((look, index) => <span key={heat.days[index]} title={`${weekdayText(heat.days[index]!, reader.locale)}: ${t(`cell.${look}`)}`} className={classes("cell", looks[look], hidden(index))} />)}
              </div>
            </div>
          );
        })}
        <div className="sm:grid sm:grid-cols-[minmax(120px,230px)_minmax(0,1fr)] sm:gap-3" aria-hidden>
          <span className="max-sm:hidden" />
          <span className="flex justify-between text-note text-ink-faint"><span className="sm:hidden">{shortDay(heat.days.at(-phoneDays) ?? heat.days[0]!, today, reader)}</span><span className="max-sm:hidden">{shortDay(heat.days[0]!, today, reader)}</span><span>{shortDay(heat.days.at(-1)!, today, reader)}</span></span>
        </div>
      </div>
      <ul aria-label={t("map.legend")} className="mt-3 flex flex-wrap gap-x-5 gap-y-1.5 text-note text-ink-soft">
        {seen.map((look) => <li key={look} className="flex items-center gap-2"><span aria-hidden className={classes("cell h-3.5! w-3.5! flex-none!", looks[look])} />{t(`cell.${look}`)}</li>)}
      </ul>
    </Card>
  );
}

/** What a screen reader hears of a row: how many days are well, and how many are not. */
function rowText(cells: readonly CellLook[], t: ReturnType<typeof translator<"sources">>): string {
  const count = (...some: CellLook[]) => cells.filter((look) => some.includes(look)).length;
  const bad = (["settling", "flagged", "waiting", "missing", "failed"] as const).filter((look) => count(look) > 0).map((look) => t("map.part", { count: count(look), look: t(`cell.${look}`) }));
  return [t("map.good", { count: count("complete", "empty") }), ...bad].join(", ");
}
