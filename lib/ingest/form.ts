// A source's settings as a form: each field with its words, read from the schema that also checks what is entered.
import { z } from "zod";
import type { Source } from "#lib/sources/source.ts";

export interface FormField {
  name: string;
  label: string;
  help: string | null;
  isSecret: boolean;
  isRequired: boolean;
  /** Lines of the box; 1 is a single line. */
  lines: number;
  /** What the API wants of it: a box's text, a number, true or false. */
  kind: "text" | "number" | "boolean";
  /** What can be chosen, where the schema lists it. */
  options: string[] | null;
  /** What stands there before anybody enters something. */
  initial: string;
}

interface Described { type?: string; enum?: unknown[]; const?: unknown; default?: unknown; label?: string; help?: string; secret?: boolean; lines?: number; anyOf?: Described[] }

/** In the order of the declaration. A field whose schema can't be drawn is a line of text: the check comes from the schema anyway. */
export function formOf(source: Source): FormField[] {
  const { properties = {}, required = [] } = z.toJSONSchema(source.settings, { io: "input", unrepresentable: "any" }) as { properties?: Record<string, Described>; required?: string[] };
  return Object.entries(properties).map(([name, field]) => ({
    name, label: field.label ?? name, help: field.help ?? null, isSecret: field.secret === true, isRequired: required.includes(name) && field.default === undefined,
    lines: field.lines ?? 1, kind: field.type === "boolean" || field.type === "number" ? field.type : field.type === "integer" ? "number" : "text", options: optionsOf(field), initial: field.default === undefined ? "" : String(field.default),
  }));
}

function optionsOf(field: Described): string[] | null {
  if (field.type === "boolean") return ["true", "false"];
  const listed = field.enum ?? field.anyOf?.map((one) => one.const);
  return listed && listed.length > 1 && listed.every((one) => typeof one === "string") ? (listed as string[]) : null;
}
