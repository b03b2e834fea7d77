import { currentReader } from "#app/reader.ts";
import { CONNECT, PAGES } from "#app/nav.ts";
import { cardState } from "#app/(dashboard)/overview/card-state.ts";
import { StateNote } from "#app/(dashboard)/overview/state-note.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import type { MetricAnswer } from "#lib/metrics/read.ts";
import type { Freshness } from "#lib/metrics/scope.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

/** What is wrong with a page's data, said once; lateness by the kind of data that ends first, since that one ends the page's periods. */
export async function RoleNote({ answer, counting, id, freshness }: { answer: MetricAnswer | null; counting: number; id: MetricId; freshness: Freshness }) {
  const shown = cardState(answer === null ? null : { ...answer, freshness }, id, counting);
  if (shown.state !== "late") return <StateNote answer={answer} shown={shown} counting={counting} />;
  const reader = await currentReader();
  const [t, m, u] = [translator(reader, "channels"), translator(reader, "metrics"), translator(reader, "ui")];
  const page = PAGES.find(({ path }) => path === CONNECT)!;
  const action = <LinkButton href={CONNECT}>{u(`nav.${page.words}`)}</LinkButton>;
  const store = freshness.late[0];
  if (shown.because === "store" && store) return <Notice className="mb-4" tone="amber" title={t("note.store", { store: store.name })} action={action}>{t("note.storeText", { last: dayText(store.completeThrough, reader.locale) })}</Notice>;
  const ends = freshness.roles.map(({ completeThrough }) => completeThrough).sort()[0]!;
  const kinds = new Intl.ListFormat(reader.locale).format(freshness.roles.filter(({ completeThrough }) => completeThrough === ends).map(({ role }) => m(`roles.${role}`)));
  return <Notice className="mb-4" tone="amber" title={t("note.late", { kinds, days: freshness.daysBehind })} action={action}>{t("note.lateText", { last: dayText(ends, reader.locale) })}</Notice>;
}
