import Link from "next/link";
import { LookBadge } from "./look-badge.tsx";
import { nameOf } from "./sentence.ts";
import { shortDay } from "./source-words.ts";
import { Card } from "#app/ui/card.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import type { Day } from "#lib/core/day.ts";
import type { ConnectionStatus } from "#lib/ingest/status.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** All connections: how far, how sure, when last and when next. */
export function ConnectionsTable({ connections, today, reader }: { connections: readonly ConnectionStatus[]; today: Day; reader: Reader }) {
  const t = translator(reader, "sources");
  const day = (value: Day | null) => (value === null ? "–" : shortDay(value, today, reader));
  const hasStores = new Set(connections.map((one) => one.storeId)).size > 1;
  return (
    <Card title={t("table.title")} note={t("table.note")} flush className="mb-4">
      <Table label={t("table.title")} className="stacked">
        <thead><tr><Th>{t("table.source")}</Th><Th>{t("table.state")}</Th><Th>{t("table.through")}</Th><Th>{t("table.settling")}</Th><Th>{t("table.history")}</Th><Th>{t("table.last")}</Th><Th>{t("table.next")}</Th></tr></thead>
        <tbody>
          {connections.map((one) => (
            <Row key={one.id} link>
              <Td>
                <Link prefetch={false} href={`/sources/${one.id}`} className="font-[550] text-accent hover:underline" aria-label={nameOf(one, connections)}>{one.label}</Link>
                <span className="block text-note text-ink-faint">{[...new Set([hasStores ? one.storeName : null, one.name !== one.label ? one.name : (one.account?.name ?? null)])].filter(Boolean).join(" · ")}</span>
              </Td>
              <Td><LookBadge look={one.look} word={t(`look.${one.look}`)} /></Td>
              <Td data-label={t("table.through")} className="whitespace-nowrap text-ink">{day(one.completeThrough)}</Td>
              <Td data-label={t("table.settling")} className="whitespace-nowrap">{one.completeThrough === null ? "–" : one.settlingUntil === null ? t("table.final") : day(one.settlingUntil)}</Td>
              <Td data-label={t("table.history")} className="whitespace-nowrap">{historyText(one, today, reader)}</Td>
              <Td data-label={t("table.last")}>{lastText(one, reader)}</Td>
              <Td data-label={t("table.next")} className="max-sm:hidden!">{nextText(one, reader)}</Td>
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function historyText(one: ConnectionStatus, today: Day, reader: Reader): string {
  const t = translator(reader, "sources");
  if (one.since === null) return t("table.historyNone");
  const month = new Intl.DateTimeFormat(reader.locale, { month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${one.since}T00:00:00Z`));
  if (one.progress >= 1) return t("table.historyAll", { day: month });
  return t("table.historyPart", { day: month, percent: new Intl.NumberFormat(reader.locale, { style: "percent", maximumFractionDigits: 0 }).format(Math.min(0.99, one.progress)) });
}

function lastText(one: ConnectionStatus, reader: Reader) {
  const t = translator(reader, "sources");
  if (one.streams.some((stream) => stream.isRunning)) return t("table.running");
  const last = one.streams.flatMap((stream) => stream.ranAt ?? []).sort().at(-1);
  return last ? <Moment at={last} locale={reader.locale} /> : t("table.never");
}

function nextText(one: ConnectionStatus, reader: Reader) {
  const t = translator(reader, "sources");
  if (one.state !== "active") return "–";
  const due = one.streams.map((stream) => stream.dueAt);
  const next = due.includes(null) ? null : due.sort()[0]!;
  return next ? <Moment at={next} locale={reader.locale} /> : t("table.soon");
}
