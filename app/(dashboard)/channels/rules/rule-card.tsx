"use client";
import { ConditionRow } from "./condition-row.tsx";
import { fill, type Choices, type EditorWords } from "./draft.ts";
import { Button } from "#app/ui/button.tsx";
import { Field, Input } from "#app/ui/field.tsx";
import type { OwnRule } from "#lib/channels/own-rules.ts";

/** One rule: its name, its channel, its conditions; buttons that move or delete it. */
export function RuleCard({ rule, number, isLast, choices, words, onChange, onMove, onDelete }: {
  rule: OwnRule; number: number; isLast: boolean; choices: Choices; words: EditorWords; onChange: (change: Partial<OwnRule>) => void; onMove: (by: -1 | 1) => void; onDelete: () => void;
}) {
  const { conditions } = rule;
  return (
    <li className="rounded-lg border border-line p-3 sm:p-4" aria-label={fill(words.rule, { number })}>
      <div className="flex flex-wrap items-center justify-between gap-2 pb-2">
        <p className="text-note font-[620] text-ink">{fill(words.rule, { number })}</p>
        <div className="flex gap-1">
          <Button kind="quiet" aria-label={fill(words.up, { name: rule.name })} disabled={number === 1} onClick={() => onMove(-1)}><span aria-hidden>↑</span></Button>
          <Button kind="quiet" aria-label={fill(words.down, { name: rule.name })} disabled={isLast} onClick={() => onMove(1)}><span aria-hidden>↓</span></Button>
          <Button kind="quiet" aria-label={fill(words.delete, { name: rule.name })} onClick={onDelete}><span aria-hidden>×</span></Button>
        </div>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={words.name} name={`${rule.id}-name`}><Input id={`${rule.id}-name`} value={rule.name} maxLength={80} onChange={(event) => onChange({ name: event.target.value })} /></Field>
        <Field label={words.channel} name={`${rule.id}-channel`}><Input id={`${rule.id}-channel`} value={rule.channel} maxLength={40} list="channel-names" autoComplete="off" onChange={(event) => onChange({ channel: event.target.value })} /></Field>
      </div>
      <fieldset className="mt-3 flex flex-col gap-3 sm:gap-2">
        <legend className="mb-1 text-note font-[550] text-ink">{words.when}</legend>
        {conditions.map((condition, at) => (
          <ConditionRow key={at} id={`${rule.id}-${at}`} condition={condition} number={at + 1} isOnly={conditions.length === 1} choices={choices} words={words}
            onChange={(changed) => onChange({ conditions: conditions.map((one, index) => (index === at ? changed : one)) })}
            onRemove={() => onChange({ conditions: conditions.filter((_, index) => index !== at) })} />
        ))}
        {conditions.length < 10 ? <Button kind="quiet" className="self-start" onClick={() => onChange({ conditions: [...conditions, { field: "medium", op: "is", value: "" }] })}>{words.addCondition}</Button> : null}
      </fieldset>
      {conditions.some(({ field }) => choices.orderFields.includes(field)) ? <p className="mt-2 text-note text-ink-faint">{words.ordersOnly}</p> : null}
    </li>
  );
}
