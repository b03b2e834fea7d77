import { BackfillForm } from "./backfill-form.tsx";
import { SettingsForm } from "./settings-form.tsx";
import type { OneConnection } from "./read.ts";
import { SetupSteps } from "#app/(dashboard)/sources/setup-steps.tsx";
import { shortDay } from "#app/(dashboard)/sources/source-words.ts";
import { Card } from "#app/ui/card.tsx";
import { formOf } from "#lib/ingest/form.ts";
import { dayText } from "#lib/words/dates.ts";
import { messages, translator, type Reader } from "#lib/words/words.ts";

/** For who may change it: settings with secrets that are never shown, how to get access, and an older history. */
export function AboutCard({ one, view, source, today, reader }: Pick<OneConnection, "one" | "view" | "source" | "today"> & { reader: Reader }) {
  const t = translator(reader, "sources");
  const raw = messages(reader).sources;
  if (!source) return null;
  const oldest = one.streams.map((stream) => stream.doneFrom ?? today).sort().at(-1) ?? today;
  const words = {
    optional: t("settings.optional"), secretSet: view.filledAt ? t("settings.secretSet", { day: dayText(view.filledAt.slice(0, 10), reader.locale) }) : t("settings.secretKept"),
    true: t("settings.true"), false: t("settings.false"), save: t("settings.save"), saved: t("settings.saved"), testing: t("one.testing"), noAnswer: t("noAnswer"),
  };
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[3fr_2fr]">
      <Card title={t("settings.title")} note={view.endpoint ? `${t("settings.note")} ${t("settings.keptOnServer")}` : t("settings.note")} id="settings">
        <SettingsForm id={one.id} fields={formOf(source)} values={view.settings} filled={view.filled} words={words} />
      </Card>
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={t("one.backfill")}>
          <BackfillForm id={one.id} oldest={oldest} locale={reader.locale} words={{ day: t("one.backfillDay"), go: t("one.backfillGo"), note: t("one.backfillNote", { source: one.label, day: shortDay(oldest, today, reader) }), asked: raw.one.backfillAsked, noAnswer: t("noAnswer") }} />
        </Card>
        <Card title={t("setup.title")}><SetupSteps steps={source.setup} linkWord={t("setup.link")} /></Card>
      </div>
    </div>
  );
}
