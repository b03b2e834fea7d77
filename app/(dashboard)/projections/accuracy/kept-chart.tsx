import { currentReader } from "#app/reader.ts";
import { windowText } from "#app/(dashboard)/projections/figure-text.ts";
import { accuracyHref, type AccuracyView } from "#app/(dashboard)/projections/accuracy/read.ts";
import { Card } from "#app/ui/card.tsx";
import { FanChart, type FanRow } from "#app/ui/chart/fan-chart.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { PeriodMenu } from "#app/(dashboard)/projections/accuracy/period-menu.tsx";
import { dayAt, daysBetween, now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { present } from "#lib/metrics/present.ts";
import { readHistory, toldPeriods } from "#lib/projections/history.ts";
import type { Kind } from "#lib/projections/kept.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** What was said of one period on each day before its end, and what happened: it should close in. */
export async function KeptChart({ view, kind }: { view: AccuracyView; kind: Kind }) {
  const reader = await currentReader();
  const t = translator(reader, "accuracy");
  const id = view.store ?? (view.stores.length === 1 ? view.stores[0]!.id : null);
  const store = view.stores.find((one) => one.id === id);
  if (!store) return <Card className="mb-4" title={t("kept.titleNone")}><p className="pb-2 text-ink-faint">{t("kept.oneStore")}</p></Card>;
  const periods = await toldPeriods(database(), store.id, view.metric, kind);
  const chosen = view.period ?? closest(periods, dayAt(now(), store.zone));
  if (!chosen) return <Card className="mb-4" title={t("kept.titleNone")}><p className="pb-2 text-ink-faint">{t("kept.none")}</p></Card>;
  const { said, happened } = await readHistory(database(), store, view.metric, kind, chosen, now());
  const text = (value: number | null, size: "whole" | "short" = "whole") => present(view.metric, value === null ? null : String(value), { locale: reader.locale, currency: store.currency, size });
  const title = t("kept.title", { period: windowText(chosen, reader) });
  const range = (one: { p10: number; p90: number }) => t("kept.between", { low: text(one.p10), high: text(one.p90) });
  const rows: FanRow[] = said.map((one) => ({
    short: dayText(one.asOf, reader.locale, false), long: `${dayText(one.asOf, reader.locale)} · ${t("kept.ahead", { days: Math.max(0, daysBetween(one.dataThrough, chosen.to) - 1) })}`, actual: null, mid: one.p50, range80: [one.p10, one.p90], range95: [one.lo95, one.hi95], plan: happened, past: null,
    said: [{ label: t("kept.said"), text: text(one.p50) }, { label: t("kept.range"), text: range(one) }, ...(happened === null ? [] : [{ label: t("kept.happened"), text: text(happened) }])],
  }));
  return (
    <Card className="mb-4" title={title} note={t(`kept.note.${kind}`)} actions={<PeriodMenu label={t("kept.pick")} button={windowText(chosen, reader)} options={periods.slice(0, 24).map((one) => ({ id: `${one.from}${one.to}`, label: windowText(one, reader), note: t("kept.count", { count: one.count }), href: accuracyHref(view, { kind, period: { from: one.from, to: one.to } }), chosen: one.from === chosen.from && one.to === chosen.to }))} />}>
      {said.length === 0 ? <p className="pb-2 text-ink-faint">{t("kept.none")}</p> : said.length === 1 ? <p className="pb-2">{t.rich("kept.once", { day: dayText(said[0]!.asOf, reader.locale), said: text(said[0]!.p50), range: range(said[0]!), happened: happened === null ? "open" : "over", came: text(happened), b: (words) => <b>{words}</b> })}</p> : (
        <>
          <FanChart rows={rows} flags={[]} today={null} label={title} free tick={(value) => text(value, "short")} end={(value) => text(value, "short")}
            words={{ actual: "", projected: t("kept.said"), wide: t("kept.ranges"), plan: t("kept.happened"), past: "", today: "", hint: t("kept.hint") }} />
          <details className="mt-2">
            <summary className="w-fit rounded text-note text-ink-faint hover:text-ink">{t("kept.table")}</summary>
            <Table label={title} tall className="mt-2 -mx-4 sm:-mx-[18px]">
              <thead><tr><Th>{t("kept.madeOn")}</Th><Th numeric>{t("kept.said")}</Th><Th numeric>{t("kept.range")}</Th></tr></thead>
              <tbody>{said.map((one, index) => <Row key={one.asOf}><Td className="text-ink">{rows[index]!.long}</Td><Td numeric>{text(one.p50)}</Td><Td numeric>{range(one)}</Td></Row>)}</tbody>
              {happened === null ? null : <tfoot><Row total><Td>{t("kept.happened")}</Td><Td numeric>{text(happened)}</Td><Td /></Row></tfoot>}
            </Table>
          </details>
        </>
      )}
    </Card>
  );
}

/** The newest month that several projections told of, else the earliest one. */
function closest<One extends { grain: string; from: string; count: number }>(periods: readonly One[], today: string): One | null {
  const months = periods.filter((one) => one.grain === "month");
  return months.find((one) => one.count > 1 && one.from <= today) ?? months.at(-1) ?? periods[0] ?? null;
}
