// A zod shape as one plain function, for rows that come by the hundred thousand, at a fraction of the shape's own price. It
// is written out as text, as zod does it with its objects, but whole: a call for each part costs more than looking at it.
// The text holds nothing but the names and bounds of our own declarations. Kinds of shape that aren't known here are asked
// themselves, and what is refused goes to the whole shape again, so that where and why is its word alone.
import type { z } from "zod";

/** The shape refuses the value. */
export const refused = Symbol("refused");
type Reader = (told: unknown) => unknown;

/** The parts of a zod definition that are read here; any other makes its shape an unknown one. */
interface Definition {
  type: string;
  shape?: Record<string, Shape>; catchall?: unknown;
  innerType?: Shape; element?: Shape; items?: readonly Shape[]; rest?: Shape | null; in?: Shape; out?: Shape; options?: readonly Shape[];
  readonly defaultValue?: unknown;
  transform?: (told: unknown) => unknown;
  checks?: readonly { _zod: { def: CheckDefinition } }[]; check?: unknown; coerce?: unknown; error?: unknown;
}
interface CheckDefinition { check: string; format?: string; pattern?: RegExp; length?: number; minimum?: number; maximum?: number; value?: number; inclusive?: boolean; fn?: (told: unknown) => unknown }
interface Shape { _zod: { def: Definition; optin?: string }; safeParse(told: unknown): { success: boolean; data?: unknown } }

const readers = new WeakMap<object, Reader>();

/** What the shape makes of a value, or `refused`. Keys that the shape doesn't name are left out. */
export function quickReader<T>(shape: z.ZodType<T>): (told: unknown) => T | typeof refused {
  let reader = readers.get(shape);
  if (!reader) readers.set(shape, reader = compile(shape as unknown as Shape));
  return reader as (told: unknown) => T | typeof refused;
}

function compile(shape: Shape): Reader {
  const writer = new Writer();
  const { code, value } = writer.write(shape, "told");
  const make = new Function("parts", "refused", `const [${writer.parts.map((_, at) => `part${at}`).join(", ")}] = parts;
    return (told) => { ${code} return ${value}; };`) as (parts: readonly unknown[], no: typeof refused) => Reader;
  return make(writer.parts, refused);
}

/** Statements that leave by `return refused` or get to their end, and then an expression of what was read. */
interface Written { code: string; value: string }

class Writer {
  /** What the text can't hold: patterns, functions, shapes. Its names are part0, part1 … */
  readonly parts: unknown[] = [];
  private names = 0;

  /** Reads the expression `told`, a name. */
  write(shape: Shape, told: string): Written {
    const { def } = shape._zod;
    const written = def.coerce || def.check ? null : this.kind(def, told);
    const checks = written ? (def.checks ?? []).map(({ _zod }) => this.check(_zod.def, written.value)) : [];
    if (!written || checks.includes(null)) return this.called(asked(shape), told);
    return { code: `${written.code} ${checks.map((holds) => `if (!(${holds})) return refused;`).join(" ")}`, value: written.value };
  }

  private name(): string {
    return `v${this.names++}`;
  }

  private part(what: unknown): string {
    return `part${this.parts.push(what) - 1}`;
  }

  /** By a function of its own. */
  private called(reader: Reader, told: string): Written {
    const value = this.name();
    return { code: `const ${value} = ${this.part(reader)}(${told}); if (${value} === refused) return refused;`, value };
  }

  private kind(def: Definition, told: string): Written | null {
    switch (def.type) {
      case "string": return { code: `if (typeof ${told} !== "string") return refused;`, value: told };
      case "number": return { code: `if (typeof ${told} !== "number" || !Number.isFinite(${told})) return refused;`, value: told };
      case "boolean": return { code: `if (typeof ${told} !== "boolean") return refused;`, value: told };
      case "unknown": return { code: "", value: told };
      case "object": return def.catchall === undefined ? this.object(def.shape!, told) : null;
      case "array": return this.list([], def.element!, told);
      // An item that may be left out has rules of its own.
      case "tuple": return def.rest && def.items!.every(({ _zod }) => _zod.optin === undefined) ? this.list(def.items!, def.rest, told) : null;
      case "optional": return def.innerType!._zod.optin === "defaulted" ? null : this.unless(`${told} === undefined`, "undefined", def.innerType!, told);
      case "nullable": return this.unless(`${told} === null`, "null", def.innerType!, told);
      case "default": return this.unless(`${told} === undefined`, `${this.part(def)}.defaultValue`, def.innerType!, told);
      case "prefault": {
        const given = this.name();
        const inner = this.write(def.innerType!, given);
        return { code: `const ${given} = ${told} === undefined ? ${this.part(def)}.defaultValue : ${told}; ${inner.code}`, value: inner.value };
      }
      case "union": return this.called(firstOf(def.options!.map(compile)), told);
      case "pipe": {
        const first = this.write(def.in!, told);
        const then = this.write(def.out!, first.value);
        return { code: `${first.code} ${then.code}`, value: then.value };
      }
      // A transform that takes more than the value may refuse it.
      case "transform": {
        const value = this.name();
        return def.transform!.length <= 1 ? { code: `const ${value} = ${this.part(def.transform)}(${told});`, value } : null;
      }
      default: return null;
    }
  }

  private object(shape: Record<string, Shape>, told: string): Written {
    const object = this.name();
    const keys = Object.entries(shape).map(([key, inner]) => {
      const [name, value] = [JSON.stringify(key), this.name()];
      const read = this.write(inner, value);
      // A key that must be there must be there, even where anything goes.
      const missing = inner._zod.optin === undefined ? `if (${read.value} === undefined && !(${name} in ${told})) return refused;` : "";
      return { code: `const ${value} = ${told}[${name}]; ${read.code} ${missing}`, text: `${name}: ${read.value}` };
    });
    return { code: `if (typeof ${told} !== "object" || ${told} === null || Array.isArray(${told})) return refused; ${keys.map(({ code }) => code).join("\n")}
      const ${object} = { ${keys.map(({ text }) => text).join(", ")} };`, value: object };
  }

  /** The first items each by its own shape, all after them by one. */
  private list(items: readonly Shape[], rest: Shape, told: string): Written {
    const [values, one, at] = [this.name(), this.name(), this.name()];
    const firsts = items.map((item, place) => {
      const first = this.name();
      const read = this.write(item, first);
      return `const ${first} = ${told}[${place}]; ${read.code} ${values}.push(${read.value});`;
    });
    const each = this.write(rest, one);
    return { code: `if (!Array.isArray(${told}) || ${told}.length < ${items.length}) return refused; const ${values} = []; ${firsts.join(" ")}
      for (let ${at} = ${items.length}; ${at} < ${told}.length; ${at}++) { const ${one} = ${told}[${at}]; ${each.code} ${values}.push(${each.value}); }`, value: values };
  }

  private unless(nothing: string, then: string, shape: Shape, told: string): Written {
    const value = this.name();
    const inner = this.write(shape, told);
    return { code: `let ${value}; if (${nothing}) ${value} = ${then}; else { ${inner.code} ${value} = ${inner.value}; }`, value };
  }

  /** A condition of the value. */
  private check(def: CheckDefinition, value: string): string | null {
    switch (def.check) {
      case "string_format": return def.format === "regex" && def.pattern && !def.pattern.global && !def.pattern.sticky ? `${this.part(def.pattern)}.test(${value})` : null;
      case "number_format": return def.format === "safeint" ? `Number.isSafeInteger(${value})` : null;
      case "length_equals": return `${value}.length === ${def.length}`;
      case "min_length": return `${value}.length >= ${def.minimum}`;
      case "max_length": return `${value}.length <= ${def.maximum}`;
      case "greater_than": return `${value} ${def.inclusive ? ">=" : ">"} ${this.part(def.value)}`;
      case "less_than": return `${value} ${def.inclusive ? "<=" : "<"} ${this.part(def.value)}`;
      case "custom": return `${this.part(def.fn)}(${value})`;
      default: return null;
    }
  }
}

function asked(shape: Shape): Reader {
  return (told) => {
    const { success, data } = shape.safeParse(told);
    return success ? data : refused;
  };
}

/** The first that takes the value, as zod has it. */
function firstOf(options: readonly Reader[]): Reader {
  return (told) => {
    for (const read of options) {
      const value = read(told);
      if (value !== refused) return value;
    }
    return refused;
  };
}
