import Link from "next/link";
import { amountText, measureName, shortDay, streamName } from "#app/(dashboard)/sources/source-words.ts";
import { Card } from "#app/ui/card.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import type { Day } from "#lib/core/day.ts";
import type { ComparedDay, Comparison } from "#lib/ingest/reconcile.ts";
import type { ConnectionStatus } from "#lib/ingest/status.ts";
import { formatter, messages, translator, type Reader } from "#lib/words/words.ts";

interface Given { one: ConnectionStatus; comparisons: readonly Comparison[]; shown: string | null; /** Somebody asked for this report's days. */ isOpen: boolean; days: readonly ComparedDay[]; span: number; today: Day; reader: Reader }

/** The source's own totals beside what stands here: per report, and day by day of one of them. */
export function ReconcileCard({ one, comparisons, shown, isOpen, days, span, today, reader }: Given) {
  const t = translator(reader, "sources");
  const lookOf = (stream: string) => ({ measure: one.streams.find((each) => each.name === stream)?.measure ?? null, currency: one.currency });
  const format = formatter(reader);
  const flagWords = messages(reader).sources.flag as Record<string, string>;
  return (
    <Card title={t("reconcile.title")} note={comparisons.length > 0 ? t("reconcile.note", { days: span }) : undefined} flush className="mb-4" id="reconcile">
      {comparisons.length === 0 ? <p className="px-4 pb-3 text-ink-faint sm:px-[18px]">{t("reconcile.none")}</p> : (
        <Table label={t("reconcile.title")} className="stacked">
          <thead><tr><Th>{t("reconcile.stream")}</Th><Th numeric>{t("reconcile.days")}</Th><Th numeric>{t("reconcile.told")}</Th><Th numeric>{t("reconcile.ours")}</Th><Th numeric>{t("reconcile.difference")}</Th></tr></thead>
          <tbody>
            {comparisons.map((row) => {
              const look = lookOf(row.stream);
              return (
                <Row key={row.stream}>
                  <Td><Link prefetch={false} scroll={false} href={`/sources/${one.id}?stream=${encodeURIComponent(row.stream)}#reconcile`} className="text-accent hover:underline">{streamName(reader, one.source, row.stream)}</Link><span className="block text-note text-ink-faint">{measureName(t, look.measure)}</span></Td>
                  <Td data-label={t("reconcile.days")} numeric>{format.number(row.days)}</Td>
                  <Td data-label={t("reconcile.told")} numeric>{amountText(reader, row.told, look)}</Td>
                  <Td data-label={t("reconcile.ours")} numeric>{amountText(reader, row.ours, look)}</Td>
                  <Td data-label={t("reconcile.difference")} numeric>{row.apart === 0 ? <span className="text-good">{t("reconcile.same")}</span> : <>{amountText(reader, row.difference, { ...look, sign: true })}<span className="block text-note text-ink-faint">{t("reconcile.apart", { count: row.apart })}</span></>}</Td>
                </Row>
              );
            })}
          </tbody>
        </Table>
      )}
      {shown && days.length > 0 ? (
        <details open={isOpen} className="border-t border-line">
          <summary className="px-4 py-3 text-body font-[550] text-ink sm:px-[18px]">{t("reconcile.perDay", { stream: streamName(reader, one.source, shown) })}</summary>
          <Table label={t("reconcile.perDay", { stream: streamName(reader, one.source, shown) })} tall>
            <thead><tr><Th>{t("reconcile.day")}</Th><Th numeric>{t("reconcile.told")}</Th><Th numeric>{t("reconcile.ours")}</Th><Th numeric>{t("reconcile.difference")}</Th><Th numeric className="max-sm:hidden">{t("reconcile.rows")}</Th><Th className="max-sm:hidden">{t("reconcile.flags")}</Th></tr></thead>
            <tbody>
              {days.map((row) => (
                <Row key={row.day}>
                  <Td className="whitespace-nowrap text-ink">{shortDay(row.day, today, reader)}</Td>
                  <Td numeric>{row.told === null ? <span className="text-ink-faint">{t("reconcile.untold")}</span> : amountText(reader, row.told, lookOf(shown))}</Td>
                  <Td numeric>{amountText(reader, row.ours, lookOf(shown))}</Td>
                  <Td numeric>{row.difference === null ? "–" : Number(row.difference) === 0 ? <span className="text-good">{t("reconcile.same")}</span> : amountText(reader, row.difference, { ...lookOf(shown), sign: true })}</Td>
                  <Td numeric className="max-sm:hidden">{format.number(row.rows)}</Td>
                  <Td className="text-note max-sm:hidden">{row.flags.map((flag) => flagWords[flag] ?? flag).join(", ")}</Td>
                </Row>
              ))}
            </tbody>
          </Table>
        </details>
      ) : null}
    </Card>
  );
}
