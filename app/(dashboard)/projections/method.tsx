import Link from "next/link";
import { currentReader } from "#app/reader.ts";
import { percentText } from "#app/(dashboard)/projections/figure-text.ts";
import { readFigureOf, type ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { addressOf } from "#app/view.ts";
import { Card } from "#app/ui/card.tsx";
import { Moment } from "#app/ui/moment.tsx";
import type { Kept } from "#lib/projections/kept.ts";
import { dayText } from "#lib/words/dates.ts";
import { messages, translator, type Reader } from "#lib/words/words.ts";

/** How and when it was made, and how far off it has been. */
export async function Method({ view }: { view: ProjectionsView }) {
  const reader = await currentReader();
  const t = translator(reader, "projections");
  const read = await readFigureOf(view);
  if (typeof read === "string") return null;
  const { runs, figure, money } = read.found;
  const accuracy = addressOf("/projections/accuracy", view.query, { metric: view.metric === "net_sales" ? undefined : view.metric });
  return (
    <Card title={t("method.title")} actions={<Link prefetch={false} href={accuracy} className="text-note text-accent underline-offset-2 hover:underline">{t("method.accuracy")}</Link>}>
      <div className="flex flex-col gap-3 text-note">
        {figure.kept.map((kept) => {
          const { store, run } = runs.find((one) => one.store.id === kept.storeId)!;
          return (
            <div key={kept.storeId} className="max-w-prose">
              {runs.length > 1 ? <p className="font-[620] text-ink">{store.name}</p> : null}
              <p>{t.rich("method.made", { through: dayText(kept.dataThrough, reader.locale), made: () => <Moment at={run.finishedAt!} locale={reader.locale} /> })} {t("method.models", { models: modelsText(kept, reader) })}</p>
              <p>{pastText(kept, reader)}</p>
            </div>
          );
        })}
        {money.ratesOf ? <p>{t("method.rates", { currency: money.currency, day: dayText(money.ratesOf, reader.locale) })}</p> : null}
      </div>
    </Card>
  );
}

/** "Theta (60 %), last week again (40 %)". */
function modelsText({ models }: Pick<Kept, "models">, reader: Reader): string {
  const t = translator(reader, "projections");
  const names = messages(reader).projections.model as Record<string, string>;
  const used = models.filter((one) => one.weight >= 0.005).sort((a, b) => b.weight - a.weight);
  return used.map((one) => { const name = names[one.id] ?? one.id; return used.length === 1 ? name : t("method.weighted", { name, weight: percentText(one.weight, reader, 0) }); }).join(", ") || "–";
}

function pastText({ backtest }: Pick<Kept, "backtest">, reader: Reader): string {
  const t = translator(reader, "projections");
  if (!backtest || backtest.wape === null) return t("method.pastNone");
  const wape = percentText(backtest.wape, reader);
  const said = backtest.naive.wape === null ? t("method.pastShort", { wape }) : t("method.past", { wape, naive: percentText(backtest.naive.wape, reader) });
  return backtest.totalsInside80 === null ? said : `${said} ${t("method.inside", { inside: Math.round(backtest.totalsInside80 * backtest.origins), count: backtest.origins })}`;
}
