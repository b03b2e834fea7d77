"use client";
import { Field, Input, Select, Textarea } from "#app/ui/field.tsx";
import type { FormField } from "#lib/ingest/form.ts";

export interface FieldWords { optional: string; secretSet: string; true: string; false: string }

/** The fields of a source. A secret that is set shows only that it is; what is entered replaces it. */
export function SettingsFields({ fields, values, filled, errorOf, words }: { fields: readonly FormField[]; values: Record<string, unknown>; filled: readonly string[]; errorOf: (name: string) => string | undefined; words: FieldWords }) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {fields.map((field) => {
        const isSet = field.isSecret && filled.includes(field.name);
        const hint = [isSet ? words.secretSet : null, field.help].filter(Boolean).join(" ");
        const error = errorOf(field.name);
        const described = [hint ? `${field.name}-hint` : null, error ? `${field.name}-error` : null].filter(Boolean).join(" ") || undefined;
        const standing = values[field.name] === undefined ? field.initial : String(values[field.name]);
        const shared = { id: field.name, name: field.name, "aria-describedby": described, "aria-invalid": error ? true : undefined, required: field.isRequired && !isSet };
        return (
          <Field key={field.name} name={field.name} label={<>{field.label}{field.isRequired ? null : <span className="font-normal text-ink-faint"> ({words.optional})</span>}</>} hint={hint || undefined} error={error} className={field.lines > 1 ? "lg:col-span-2" : undefined}>
            {field.options ? <Select {...shared} defaultValue={standing}>{field.isRequired || field.initial ? null : <option value="" />}{field.options.map((option) => <option key={option} value={option}>{field.kind === "boolean" ? words[option as "true" | "false"] : option}</option>)}</Select>
              : field.lines > 1 ? <Textarea {...shared} rows={field.lines} defaultValue={field.isSecret ? "" : standing} autoComplete="off" spellCheck={false} className="font-mono text-note" />
                : <Input {...shared} type={field.isSecret ? "password" : field.kind === "number" ? "number" : "text"} defaultValue={field.isSecret ? "" : standing} autoComplete={field.isSecret ? "new-password" : "off"} spellCheck={false} />}
          </Field>
        );
      })}
    </div>
  );
}

/** What the form holds, as the API takes it; secrets that were left empty are left out. */
export function settingsOf(form: HTMLFormElement, fields: readonly FormField[]): Record<string, string | number | boolean> {
  const data = new FormData(form);
  const settings: Record<string, string | number | boolean> = {};
  for (const field of fields) {
    const value = String(data.get(field.name) ?? "").trim();
    if (value === "") continue;
    settings[field.name] = field.kind === "number" ? Number(value) : field.kind === "boolean" ? value === "true" : value;
  }
  return settings;
}
