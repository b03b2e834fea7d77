"use client";
import { fill, type Choices, type Condition, type EditorWords } from "./draft.ts";
import { Button } from "#app/ui/button.tsx";
import { Input, Select } from "#app/ui/field.tsx";

/** One condition of a rule: what, how, with. */
export function ConditionRow({ condition, number, id, isOnly, choices, words, onChange, onRemove }: {
  condition: Condition; number: number; id: string; isOnly: boolean; choices: Choices; words: EditorWords; onChange: (condition: Condition) => void; onRemove: () => void;
}) {
  return (
    <div className="grid grid-cols-[1fr_auto] gap-2 sm:grid-cols-[minmax(150px,1fr)_minmax(130px,auto)_2fr_auto]">
      <Select id={`${id}-field`} className="max-sm:col-span-2" aria-label={words.field} value={condition.field} onChange={(event) => onChange({ ...condition, field: event.target.value as Condition["field"] })}>
        {choices.fields.map((field) => <option key={field} value={field}>{words.fields[field]}</option>)}
      </Select>
      <Select id={`${id}-op`} className="max-sm:col-span-2" aria-label={words.op} value={condition.op} onChange={(event) => onChange({ ...condition, op: event.target.value as Condition["op"] })}>
        {choices.ops.map((op) => <option key={op} value={op}>{words.ops[op]}</option>)}
      </Select>
      <Input id={`${id}-value`} aria-label={fill(words.valueOf, { number })} value={condition.value} maxLength={200} spellCheck={false} autoCapitalize="none" onChange={(event) => onChange({ ...condition, value: event.target.value })} />
      <Button kind="quiet" aria-label={fill(words.removeCondition, { number })} disabled={isOnly} onClick={onRemove}><span aria-hidden>×</span></Button>
    </div>
  );
}
