"use client";
import { useState } from "react";
import { changeRule, fill, moveRule, withoutRule, withRule, type Choices, type EditorWords } from "./draft.ts";
import { MovesTable, type Difference } from "./moves-table.tsx";
import { OwnSources } from "./own-sources.tsx";
import { RuleCard } from "./rule-card.tsx";
import { TryOrigin } from "./try-origin.tsx";
import { useProgress, type Moved } from "./use-apply.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ProgressBar } from "#app/ui/progress-bar.tsx";
import { useSend } from "#app/use-send.ts";
import type { RuleSet } from "#lib/channels/own-rules.ts";

/** A draft of the rules: changed here, looked at against real traffic, then applied to all of history. */
export function RulesEditor({ standing, version, mayWrite, choices, toldChannels, locale, words }: {
  standing: RuleSet; version: number; mayWrite: boolean; choices: Choices; toldChannels: readonly string[]; locale: string; words: EditorWords;
}) {
  const [draft, setDraft] = useState(standing);
  const [base, setBase] = useState({ version, text: JSON.stringify(standing) });
  const [seen, setSeen] = useState<{ of: string; difference: Difference } | null>(null);
  const [moved, setMoved] = useState<Moved | null>(null);
  const [told, setTold] = useState("");
  const { busy, errorOf, run, clear } = useSend(words.noAnswer);
  const [working, setWorking] = useState<"" | "see" | "apply">("");
  const { waiting } = useProgress(moved);
  const text = JSON.stringify(draft);
  const isChanged = text !== base.text;
  const isSeen = seen?.of === text;
  const change = (next: RuleSet): void => {
    setDraft(next);
    setMoved(null);
    setTold("");
    clear();
  };
  const see = async (): Promise<void> => {
    setWorking("see");
    const difference = await run<Difference>("POST", "/api/v1/channel-rules/difference", { set: draft });
    setWorking("");
    if (difference) setSeen({ of: text, difference });
  };
  const apply = async (): Promise<void> => {
    setWorking("apply");
    const answer = await run<Moved>("POST", "/api/v1/channel-rules", { base: base.version, set: draft });
    setWorking("");
    if (!answer) return;
    setBase({ version: answer.version, text });
    setSeen(null);
    setMoved(answer);
  };
  const move = (at: number, by: -1 | 1): void => {
    change(moveRule(draft, at, by));
    setTold(fill(words.moved, { name: draft.rules[at]!.name, number: at + 1 + by }));
  };
  return (
    <fieldset disabled={!mayWrite} className="flex min-w-0 flex-col gap-4">
      <datalist id="channel-names">{[...new Set([...choices.channels, ...draft.rules.map(({ channel }) => channel)])].filter(Boolean).map((channel) => <option key={channel} value={channel} />)}</datalist>
      <Card title={words.rules} note={words.rulesNote} actions={<Button onClick={() => change(withRule(draft, words.newName))}>{words.add}</Button>}>
        {draft.rules.length === 0 ? <p className="text-ink-faint">{words.none}</p> : (
          <ol className="flex flex-col gap-3">
            {draft.rules.map((rule, at) => (
              <RuleCard key={rule.id} rule={rule} number={at + 1} isLast={at === draft.rules.length - 1} choices={choices} words={words}
                onChange={(part) => change(changeRule(draft, at, part))} onMove={(by) => move(at, by)}
                onDelete={() => { change(withoutRule(draft, at)); setTold(fill(words.deleted, { name: rule.name })); }} />
            ))}
          </ol>
        )}
        <p role="status" className="sr-only">{told}</p>
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={words.sources} note={words.sourcesNote}><OwnSources sources={draft.sources} choices={choices} words={words} onChange={(sources) => change({ ...draft, sources })} /></Card>
        <Card title={words.try} note={words.tryNote}><TryOrigin set={draft} toldChannels={toldChannels} words={words} /></Card>
      </div>
      <Card title={words.difference} note={words.differenceNote} flush actions={mayWrite ? (
        <>
          {isChanged ? <span className="text-note text-warn">{words.unsaved}</span> : null}
          {isChanged ? <Button kind="quiet" disabled={busy} onClick={() => change(JSON.parse(base.text) as RuleSet)}>{words.discard}</Button> : null}
          <Button disabled={busy || !isChanged} onClick={() => void see()}>{words.see}</Button>
          <Button kind="primary" disabled={busy || !isChanged || !isSeen} onClick={() => void apply()}>{words.apply}</Button>
        </>
      ) : null}>
        <div className="pb-3">
          {errorOf() ? <p role="alert" className="px-4 pb-2 text-bad sm:px-[18px]">{errorOf()}</p> : null}
          <div role="status" className="px-4 sm:px-[18px]">
            {working !== "" ? <p>{working === "see" ? words.looking : words.applying}</p> : null}
            {seen && !isSeen && isChanged ? <p className="text-warn">{words.stale}</p> : null}
            {moved ? <p className="text-good">{waiting === 0 ? words.done : fill(words.applied, { origins: moved.origins, campaigns: moved.campaigns, orders: moved.orders, days: moved.days })}</p> : null}
          </div>
          {moved && waiting ? <div className="px-4 pt-2 sm:px-[18px]"><ProgressBar value={((moved.days - waiting) / moved.days) * 100} label={fill(words.progress, { done: moved.days - waiting, days: moved.days })} /></div> : null}
          {seen && isSeen ? <div className={seen.difference.moves.length === 0 ? "px-4 sm:px-[18px]" : ""}><MovesTable difference={seen.difference} locale={locale} words={words} /></div> : null}
        </div>
      </Card>
    </fieldset>
  );
}
