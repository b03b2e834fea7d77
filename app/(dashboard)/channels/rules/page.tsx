import type { Metadata } from "next";
import { RulesEditor } from "./rules-editor.tsx";
import { currentReader } from "#app/reader.ts";
import { Card } from "#app/ui/card.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { requireActor } from "#lib/access/page.ts";
import { may } from "#lib/access/policy.ts";
import { defaultChannels, defaultRules } from "#lib/channels/default-rules.ts";
import { knownSources, sourceKinds } from "#lib/channels/known-sources.ts";
import { operators, orderFields, ruleFields } from "#lib/channels/own-rules.ts";
import { database } from "#lib/database.ts";
import { readRules } from "#lib/traffic/rules.ts";
import { messages, translator } from "#lib/words/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await currentReader(), "channels")("rules.title") };
}

/** Which channel each visit and order counts for: the shop's own rules, the usual ones, the sources that they know. */
export default async function ChannelRules() {
  const actor = await requireActor("channel_rules");
  const reader = await currentReader();
  const t = translator(reader, "channels");
  const words = messages(reader).channels.rules;
  const { set, version, madeBy, madeAt } = await readRules(database());
  const mayWrite = may(actor, "channel_rules", "write");
  return (
    <>
      <PageHeader title={t("rules.title")}>
        {t("rules.sentence")}{" "}
        <span className="text-ink-faint">{madeAt ? t.rich("rules.standing", { version, name: madeBy ?? "–", when: () => <Moment at={madeAt} locale={reader.locale} /> }) : t("rules.standingNone")}</span>
      </PageHeader>
      {mayWrite ? null : <Notice className="mb-4">{t("rules.readOnly")}</Notice>}
      <RulesEditor standing={set} version={version} mayWrite={mayWrite} locale={reader.locale} words={words.editor} toldChannels={defaultChannels}
        choices={{ fields: ruleFields, orderFields, ops: operators, kinds: [...sourceKinds, "none"], channels: defaultChannels }} />
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("rules.defaults")} note={t("rules.defaultsNote")}>
          <ol className="flex list-decimal flex-col gap-2 pl-6">
            {[...defaultRules, { id: "unassigned", channel: defaultChannels.at(-1)! }].map(({ id, channel }) => <li key={id}><span className="font-[550] text-ink">{channel}</span>: {words.default[id as keyof typeof words.default]}</li>)}
          </ol>
        </Card>
        <Card title={t("rules.lists")} note={t("rules.listsNote")}>
          {sourceKinds.map((kind) => (
            <details key={kind} className="py-1">
              <summary className="cursor-pointer font-[550] text-ink">{words.editor.kinds[kind]} <span className="text-note text-ink-faint">({knownSources[kind].length})</span></summary>
              <p className="mt-1 text-note text-ink-soft [overflow-wrap:anywhere]">{knownSources[kind].join(", ")}</p>
            </details>
          ))}
        </Card>
      </div>
    </>
  );
}
