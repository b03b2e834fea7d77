import { amountText } from "./source-words.ts";
import { Card } from "#app/ui/card.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { addDays } from "#lib/core/day.ts";
import type { Days, MatchedSpend } from "#lib/ingest/matched-spend.ts";
import { periodText } from "#lib/words/dates.ts";
import { formatter, translator, type Reader } from "#lib/words/words.ts";

/** One store: is what ads cost found again among visits and orders, and what to mend. */
export function MatchedCard({ health, storeName, days, reader }: { health: MatchedSpend; storeName: string; days: Days; reader: Reader }) {
  const t = translator(reader, "sources");
  const format = formatter(reader);
  const money = (value: string) => amountText(reader, value, { measure: "spend", currency: health.currency });
  const note = t("matched.note", { store: storeName, period: periodText({ from: days.from, to: addDays(days.through, 1) }, reader.locale) });
  return (
    <Card title={t("matched.title")} note={note} className="mb-4" flush>
      <p className="px-4 pb-2 sm:px-[18px]">{health.share === null ? t("matched.nothing") : t.rich("matched.good", { percent: new Intl.NumberFormat(reader.locale, { style: "percent", maximumFractionDigits: health.share > 0.99 && health.share < 1 ? 1 : 0, roundingMode: "floor" } as Intl.NumberFormatOptions).format(health.share), spend: money(health.spend), b: (words) => <b>{words}</b> })}</p>
      {health.unmatched.length > 0 ? (
        <>
          <Heading title={t("matched.unmatched")} note={t("matched.unmatchedNote")} />
          <Table label={t("matched.unmatched")} className="stacked">
            <thead><tr><Th>{t("matched.campaign")}</Th><Th>{t("matched.platform")}</Th><Th numeric>{t("matched.clicks")}</Th><Th numeric>{t("matched.spend")}</Th></tr></thead>
            <tbody>{health.unmatched.map((row) => <Row key={`${row.platform} ${row.campaign}`}><Td className="text-ink [overflow-wrap:anywhere]">{row.name}</Td><Td data-label={t("matched.platform")}>{row.platform}</Td><Td data-label={t("matched.clicks")} numeric>{format.number(row.clicks)}</Td><Td data-label={t("matched.spend")} numeric>{money(row.spend)}</Td></Row>)}</tbody>
          </Table>
        </>
      ) : health.share === null ? null : <p className="px-4 pb-3 text-note text-ink-faint sm:px-[18px]">{t("matched.unmatchedNone")}</p>}
      {health.unknown.length > 0 ? (
        <>
          <Heading title={t("matched.unknown")} note={t("matched.unknownNote")} />
          <Table label={t("matched.unknown")} className="stacked">
            <thead><tr><Th>{t("matched.campaign")}</Th><Th>{t("matched.place")}</Th><Th numeric>{t("matched.sessions")}</Th><Th numeric>{t("matched.orders")}</Th></tr></thead>
            <tbody>{health.unknown.map((row) => <Row key={`${row.platform} ${row.source} ${row.medium} ${row.campaign}`}><Td className="text-ink [overflow-wrap:anywhere]">{row.campaign || <span className="text-ink-faint">{t("matched.unnamed")}</span>}</Td><Td data-label={t("matched.place")}>{row.source} / {row.medium}</Td><Td data-label={t("matched.sessions")} numeric>{format.number(row.sessions)}</Td><Td data-label={t("matched.orders")} numeric>{format.number(row.orders)}</Td></Row>)}</tbody>
          </Table>
        </>
      ) : null}
      {health.lint.length > 0 ? (
        <>
          <Heading title={t("matched.lint")} />
          <ul className="flex list-disc flex-col gap-1 pr-4 pb-3 pl-8 text-note sm:pl-[34px]">
            {health.lint.map((found) => <li key={found.rule} className="[overflow-wrap:anywhere]">{t(`lint.${found.rule}`, { count: found.places, sessions: found.sessions, example: [found.example.source, found.example.medium, found.example.campaign].filter(Boolean).join(" / ") })}</li>)}
          </ul>
        </>
      ) : null}
    </Card>
  );
}

function Heading({ title, note }: { title: string; note?: string }) {
  return <div className="px-4 pt-2 sm:px-[18px]"><h3 className="text-body font-[550] text-ink">{title}</h3>{note ? <p className="text-note text-ink-faint">{note}</p> : null}</div>;
}
