import { currentReader } from "#app/reader.ts";
import { figureText } from "#app/(dashboard)/projections/figure-text.ts";
import { OverrideForm, WithdrawOverride } from "#app/(dashboard)/projections/override-form.tsx";
import { isLevel, oneStore, type ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { requireActor } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import { addDays } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { database } from "#lib/database.ts";
import { metric as entryOf } from "#lib/metrics/catalogue.ts";
import { listOverrides, type Override } from "#lib/projections/overrides.ts";
import type { Found, PeriodTotal } from "#lib/projections/read.ts";
import { translator } from "#lib/words/words.ts";

/** The figure that a person set for exactly these days; null where none stands. */
export async function standingOverride(view: ProjectionsView, period: Period): Promise<Override | null> {
  const store = oneStore(view);
  if (store === null) return null;
  return (await listOverrides(database(), store, view.metric)).find((one) => one.state === "standing" && one.from === period.from && one.to === period.to) ?? null;
}

/** Under a card: whose figure stands beside the model's, or the way to type one. */
export async function OverrideLine({ view, period, title, total, found }: { view: ProjectionsView; period: Period; title: string; total: PeriodTotal; found: Found }) {
  const [reader, actor, stands] = [await currentReader(), await requireActor("projections"), await standingOverride(view, period)];
  const t = translator(reader, "projections");
  const store = oneStore(view);
  const mayWrite = may(actor, "projections", "write");
  const text = (value: number) => figureText(view.metric, value, found, reader);
  if (stands) {
    return (
      <div className="border-t border-line pt-2 text-note" data-override>
        <p className="text-ink-soft">{t.rich("override.by", { author: stands.author.name, value: text(Number(stands.value)), b: (words) => <b>{words}</b> })} <span className="text-ink-faint">{t("override.reason_is", { reason: stands.reason })}</span></p>
        {mayWrite ? <WithdrawOverride id={stands.id} storeId={stands.storeId} words={{ do: t("override.withdraw"), busy: t("override.withdrawing"), noAnswer: t("again.failed") }} label={`${t("override.withdraw")}: ${title}`} /> : null}
      </div>
    );
  }
  if (!mayWrite || total.daysLeft === 0) return null;
  if (store === null) return <p className="border-t border-line pt-2 text-note text-ink-faint">{t("override.oneStore")}</p>;
  const isShare = entryOf(view.metric).unit === "percent";
  const unit = isShare ? "%" : entryOf(view.metric).unit === "money" ? found.money.currency : "";
  return (
    <div className="border-t border-line pt-1.5">
      <OverrideForm body={{ store, metric: view.metric, from: period.from, through: addDays(period.to, -1) }} isShare={isShare} isWhole={!isLevel(view.metric)} words={{
        set: t("override.set"), title: t("override.title", { period: title }), intro: t("override.intro", { mid: text(total.p50), low: text(total.p10), high: text(total.p90), period: title }),
        value: unit ? t("override.valueUnit", { unit }) : t("override.value"), reason: t("override.reason"), reasonHint: t("override.reasonHint"), save: t("override.save"), saving: t("override.saving"), close: t("override.close"), noAnswer: t("again.failed"),
      }} />
    </div>
  );
}
