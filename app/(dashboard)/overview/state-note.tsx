import type { ReactNode } from "react";
import type { CardState } from "#app/(dashboard)/overview/card-state.ts";
import { isConnected } from "#app/coming.ts";
import { currentReader } from "#app/reader.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import type { MetricAnswer } from "#lib/metrics/read.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

const named = ["mart_equals_ledger", "products_equal_headline", "weeks_equal_days", "sources_equal_headline", "spend_equals_accounts"] as const;
const isNamed = (id: string): id is (typeof named)[number] => (named as readonly string[]).includes(id);

/** What the cards' state means, said once with what to do; nothing when all is well. */
export async function StateNote({ answer, shown, counting }: { answer: MetricAnswer | null; shown: CardState; counting: number }) {
  if (!answer || shown.state === "ready" || shown.state === "empty") return null;
  const reader = await currentReader();
  const t = translator(reader, "overview");
  const day = (one: string | null) => (one ? dayText(one, reader.locale) : "–");
  const last = day(answer.freshness.completeThrough);
  const imports = (await isConnected(answer.stores)) ? <LinkButton href="/sources">{t("note.sources")}</LinkButton> : <LinkButton href="/imports">{t("note.import")}</LinkButton>;
  const say = (tone: "red" | "amber" | "info", title: string, text: string, action?: ReactNode) => <Notice className="mb-4" tone={tone} title={title} action={action}>{text}</Notice>;
  switch (shown.because) {
    case "checks": return say("red", t("note.checks.title"), t("note.checks.text", { checks: answer.trust.failing.map((id) => (isNamed(id) ? t(`check.${id}`) : id)).join("; ") }), imports);
    case "gap": {
      const gap = answer.gaps[0]!;
      return say("red", t("note.gap.title"), t("note.gap.text", { currency: gap.currency, from: day(gap.from), through: day(gap.through) }), <LinkButton href="/settings">{t("note.settings")}</LinkButton>);
    }
    case "days": return say("amber", t("note.days.title", { days: answer.freshness.daysBehind }), t("note.days.text", { last }), imports);
    case "store": return say("amber", t("note.store.title", { store: answer.freshness.late[0]!.name }), t("note.store.text", { last: day(answer.freshness.late[0]!.completeThrough) }), imports);
    case "counting": return say("info", t("note.counting.title"), t("note.counting.text", { days: counting }));
    case "future": return say("info", t("note.future.title"), t("note.future.text", { last }));
    default: return null;
  }
}
