import { currentReader } from "#app/reader.ts";
import { figureText, windowText } from "#app/(dashboard)/projections/figure-text.ts";
import { isLevel, readFigureOf, type ProjectionsView } from "#app/(dashboard)/projections/read.ts";
import { Card } from "#app/ui/card.tsx";
import { DeltaText } from "#app/ui/delta.tsx";
import { Row, Table, Td, Th } from "#app/ui/table.tsx";
import { requireActor } from "#lib/access/page.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { metric as entryOf } from "#lib/metrics/catalogue.ts";
import type { Delta } from "#lib/metrics/present.ts";
import { readChanges, type ChangesAnswer } from "#lib/projections/changes.ts";
import { dayText } from "#lib/words/dates.ts";
import { translator } from "#lib/words/words.ts";

const steps = ["actuals", "events", "model", "override"] as const;

/** What the newest projection says otherwise than the one before, taken apart without a rest; one block a store. */
export async function Changed({ view }: { view: ProjectionsView }) {
  const [reader, actor, read] = [await currentReader(), await requireActor("projections"), await readFigureOf(view)];
  const t = translator(reader, "projections");
  if (typeof read === "string" || isLevel(view.metric)) return null;
  const { found } = read;
  const answers = await Promise.all(found.runs.map(async ({ store }) => ({ store, answer: await readChanges(database(), actor.stores, { metric: view.metric, store: store.id, period: view.period }, now()) })));
  if (answers.every(({ answer }) => answer === null)) return <Card className="mb-4" title={t("changed.title")}><p className="pb-2 text-ink-faint">{t("changed.none")}</p></Card>;
  return (
    <Card className="mb-4" flush title={t("changed.title")} note={windowText(view.period, reader)}>
      {answers.map(({ store, answer }) => {
        if (!answer) return null;
        const own = { ...found, money: { ...found.money, currency: answer.currency } };
        const text = (value: number) => figureText(view.metric, value, own, reader);
        // What moved nothing is left out; where nothing moved, that is what is said.
        const moved = steps.filter((step) => Math.abs(answer[step]) >= 0.5);
        const rows = moved.length > 0 ? moved : (["model"] as const);
        return (
          <Table key={store.id} label={`${t("changed.title")}: ${store.name}`}>
            <thead><tr><Th>{found.runs.length > 1 ? store.name : t("changed.what")}</Th><Th numeric>{t("changed.amount")}</Th></tr></thead>
            <tbody>
              <Row><Td>{t(answer.before.asOf === answer.now.asOf ? "changed.beforeSame" : "changed.before", { day: dayText(answer.before.asOf, reader.locale) })}</Td><Td numeric>{text(answer.before.value)}</Td></Row>
              {rows.map((step) => <Row key={step}><Td>{stepText(answer, step, t)}</Td><Td numeric><DeltaText delta={deltaOf(view.metric, answer[step], text)} /></Td></Row>)}
            </tbody>
            <tfoot><Row total><Td>{t("changed.now", { day: dayText(answer.now.asOf, reader.locale) })}</Td><Td numeric>{text(answer.now.value)}</Td></Row></tfoot>
          </Table>
        );
      })}
    </Card>
  );
}

function stepText(answer: ChangesAnswer, step: (typeof steps)[number], t: ReturnType<typeof translator<"projections">>): string {
  if (step === "actuals") return t("changed.actuals", { days: answer.actualDays });
  if (step === "events") return t("changed.events", { added: answer.addedEvents.length, removed: answer.removedEvents.length });
  return t(`changed.${step}`);
}

/** A change of a sum with its sign, better or worse by what the figure is. */
function deltaOf(id: ProjectionsView["metric"], change: number, text: (value: number) => string): Delta {
  const isFlat = Math.abs(change) < 0.5;
  const direction = isFlat ? "flat" : change > 0 ? "up" : "down";
  const { good } = entryOf(id);
  return { text: isFlat ? text(0) : `${change > 0 ? "+" : ""}${text(change)}`, direction, verdict: isFlat || good === "none" ? "neutral" : direction === good ? "better" : "worse" };
}
