import { ChangesTable } from "./changes-table.tsx";
import { shortDay } from "./source-words.ts";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Input } from "#app/ui/field.tsx";
import type { Day } from "#lib/core/day.ts";
import type { Change } from "#lib/ingest/reconcile.ts";
import type { ConnectionStatus } from "#lib/ingest/status.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** Why a number changed: of one day that the reader asks about, or the latest. */
export function ChangesCard({ changes, connections, today, asked, store, reader }: { changes: readonly Change[]; connections: readonly ConnectionStatus[]; today: Day; asked: Day | null; /** The store in the address, which goes along. */ store: string | null; reader: Reader }) {
  const t = translator(reader, "sources");
  const form = (
    <form action="/sources" className="flex flex-wrap items-center gap-2">
      {store ? <input type="hidden" name="store" value={store} /> : null}
      <Input type="date" name="day" aria-label={t("changes.pick")} defaultValue={asked ?? ""} max={today} className="w-40!" />
      <Button type="submit">{t("changes.show")}</Button>
      {asked ? <LinkButton kind="quiet" href={store ? `/sources?store=${encodeURIComponent(store)}` : "/sources"}>{t("changes.all")}</LinkButton> : null}
    </form>
  );
  return (
    <Card title={t("changes.title")} note={t("changes.note")} actions={form} flush className="mb-4" id="changes">
      {changes.length > 0 ? <ChangesTable changes={changes} connections={connections} today={today} reader={reader} withSource /> : <p className="px-4 pt-1 pb-4 text-ink-faint sm:px-[18px]">{asked ? t("changes.noneDay", { day: shortDay(asked, today, reader) }) : t("changes.none")}</p>}
    </Card>
  );
}
