"use client";
import { useState, type FormEvent } from "react";
import { fill, type Choices, type EditorWords } from "./draft.ts";
import { Button } from "#app/ui/button.tsx";
import { Field, Input, Select } from "#app/ui/field.tsx";
import type { RuleSet } from "#lib/channels/own-rules.ts";

type Sources = RuleSet["sources"];

/** Names and hosts that the shop knows better than the built-in lists. */
export function OwnSources({ sources, choices, words, onChange }: { sources: Sources; choices: Choices; words: EditorWords; onChange: (sources: Sources) => void }) {
  const [source, setSource] = useState("");
  const [kind, setKind] = useState<Sources[number]["kind"]>("search");
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const name = source.trim().toLowerCase();
    if (name === "") return;
    onChange([...sources.filter((one) => one.source !== name), { source: name, kind }]);
    setSource("");
  };
  return (
    <>
      {sources.length === 0 ? <p className="text-ink-faint">{words.sourcesNone}</p> : (
        <ul className="flex flex-wrap gap-2">
          {sources.map((one) => (
            <li key={one.source} className="flex items-center gap-1 rounded-lg border border-line py-0.5 pr-1 pl-3">
              <span className="text-ink [overflow-wrap:anywhere]">{one.source}</span>
              <span className="text-note text-ink-faint">· {words.kinds[one.kind]}</span>
              <Button kind="quiet" className="px-2" aria-label={fill(words.removeSource, { name: one.source })} onClick={() => onChange(sources.filter(({ source: name }) => name !== one.source))}><span aria-hidden>×</span></Button>
            </li>
          ))}
        </ul>
      )}
      <form method="post" onSubmit={add} className="mt-3 grid items-start gap-3 sm:grid-cols-[1fr_minmax(160px,auto)_auto]">
        <Field label={words.source} name="own-source" hint={words.sourceHint}><Input id="own-source" value={source} maxLength={120} spellCheck={false} autoCapitalize="none" aria-describedby="own-source-hint" onChange={(event) => setSource(event.target.value)} /></Field>
        <Field label={words.kind} name="own-source-kind">
          <Select id="own-source-kind" value={kind} onChange={(event) => setKind(event.target.value as Sources[number]["kind"])}>{choices.kinds.map((one) => <option key={one} value={one}>{words.kinds[one]}</option>)}</Select>
        </Field>
        <Button type="submit" className="sm:mt-6">{words.addSource}</Button>
      </form>
    </>
  );
}
