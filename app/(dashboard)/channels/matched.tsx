import { currentReader } from "#app/reader.ts";
import { tryFigures } from "#app/figures.ts";
import type { ChannelsView } from "#app/(dashboard)/channels/read.ts";
import { matchedSpend } from "#lib/metrics/matched.ts";
import { present } from "#lib/metrics/present.ts";
import { translator } from "#lib/words/words.ts";

/** How many campaigns are named; the rest is for the files. */
const named = 3;

/** How much of the spend can be followed to visits and orders, and the campaigns that can't. */
export async function MatchedSpend({ view }: { view: ChannelsView }) {
  if (!view.matched) return null;
  const reader = await currentReader();
  const t = translator(reader, "channels");
  const answer = await tryFigures(view.matched);
  const { share, dark } = matchedSpend(answer?.rows ?? []);
  if (!answer || share === null) return null;
  const look = { locale: reader.locale, currency: answer.currency, size: "whole" as const };
  const names = dark.slice(0, named).map(({ key, label, spend }) => t("matched.one", { name: label ?? key, spend: present("spend", spend, look) }));
  const percent = new Intl.NumberFormat(reader.locale, { style: "percent", maximumFractionDigits: 1 }).format(Number(share));
  return (
    <p className="border-t border-line px-4 py-3 text-note text-ink-soft sm:px-[18px]" data-matched={share}>
      {dark.length === 0 ? t("matched.all") : t("matched.part", { share: percent, count: dark.length, names: [...names, ...(dark.length > named ? ["…"] : [])].join(", ") })}
    </p>
  );
}
