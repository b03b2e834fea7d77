import { nameOf } from "./sentence.ts";
import { problemWords, shortDay } from "./source-words.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import type { Day } from "#lib/core/day.ts";
import type { ConnectionStatus } from "#lib/ingest/status.ts";
import { translator, type Reader } from "#lib/words/words.ts";

/** How long before the end of an API's version people are told. */
const warnDays = 60;

/** What asks for somebody: stopped and failing connections with what to do, and API versions that end soon. */
export function Notices({ connections, all, today, reader, mayOpen }: { connections: readonly ConnectionStatus[]; all: readonly ConnectionStatus[]; today: Day; reader: Reader; mayOpen: boolean }) {
  const t = translator(reader, "sources");
  const broken = connections.filter((one) => one.problem !== null && (one.look === "stopped" || one.look === "failing"));
  const ending = [...new Map(connections.flatMap((one) => (one.api?.daysLeft != null && one.api.daysLeft <= warnDays ? [[one.source, one] as const] : []))).values()];
  if (broken.length + ending.length === 0) return null;
  return (
    <div className="mb-4 flex flex-col gap-2">
      {broken.map((one) => {
        const { what, todo } = problemWords(t, one.problem!.kind);
        return (
          <Notice key={one.id} tone={one.look === "stopped" ? "red" : "amber"} title={t("problem.title", { source: nameOf(one, all), what })} action={mayOpen ? <LinkButton href={`/sources/${one.id}`} aria-label={nameOf(one, all)}>{t("problem.open")}</LinkButton> : undefined}>
            <p>{todo}</p>
            <p className="text-note text-ink-faint">{t("problem.said", { message: one.problem!.message })}</p>
          </Notice>
        );
      })}
      {ending.map((one) => <Notice key={one.source} tone="amber">{t(one.api!.daysLeft! < 0 ? "api.over" : "api.soon", { source: one.label, version: one.api!.version, day: shortDay(one.api!.endsOn!, today, reader) })}</Notice>)}
    </div>
  );
}
