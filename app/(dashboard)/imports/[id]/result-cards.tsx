import { dayText } from "./answer-words.ts";
import { KindTable } from "./kind-table.tsx";
import { Notes } from "./notes.tsx";
import { buttonClass, LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import type { ImportRow } from "#lib/imports/list.ts";
import type { Summary } from "#lib/imports/summary.ts";
import { formatter, translator, type Reader } from "#lib/words/words.ts";

/** What an import changed, and where to go from here. */
export function ResultCards({ one, summary, reader }: { one: ImportRow; summary: Summary; reader: Reader }) {
  const t = translator(reader, "imports");
  const number = (value: number): string => formatter(reader).number(value);
  const isDone = one.state === "done";
  const rows = Object.entries(summary.ledger).flatMap(([currency, kinds]) => Object.entries(kinds).map(([kind, sum]) => ({ currency, kind, sum, ...(summary.orders.changed > 0 ? { before: summary.replaced[currency]?.[kind] } : {}) })));
  return (
    <Card title={t("result.title")} className="mb-4" actions={isDone ? <><LinkButton href="/imports">{t("result.another")}</LinkButton><LinkButton kind="primary" href="/">{t("result.overview")}</LinkButton></> : null}>
      <dl className="mb-4 grid grid-cols-3 gap-x-6 gap-y-3 sm:max-w-xl">
        {([["imported", summary.imported], ["unchanged", summary.unchanged], ["rejected", summary.rejected]] as const).map(([name, value]) => (
          <div key={name}><dt className="text-note text-ink-faint">{t(`result.${name}`)}</dt><dd className="text-heading text-ink tabular-nums">{number(value)}</dd></div>
        ))}
      </dl>
      <p className="text-ink-soft">{t("result.orders", { created: summary.orders.new, changed: summary.orders.changed, unchanged: summary.orders.unchanged })} {t("result.days", { days: summary.refreshedDays })}</p>
      {summary.throughDay ? <p className="mt-1 mb-4 text-ink-soft">{t("result.through", { day: dayText(summary.throughDay, reader) })} {summary.lastDayCut ? t("result.cut") : ""}</p> : null}
      <Notes notes={summary.notes} reader={reader} />
      {summary.rejected > 0 ? <p className="mb-4"><a className={buttonClass()} href={`/api/v1/imports/${one.id}/rejects`} download>{t("result.download")}</a></p> : null}
      <h3 className="mt-4 mb-1 text-body font-[550] text-ink">{t("result.ledger")}</h3>
      <KindTable rows={rows} reader={reader} sumWord={t("result.now")} />
    </Card>
  );
}
