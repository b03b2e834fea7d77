// A zod shape as a plain function, for rows that come by the hundred thousand: a tenth of the shape's own price. Kinds of
// shape that aren't known here are asked themselves, and what is refused goes to the whole shape again, so that where
// and why is its word alone.
import type { z } from "zod";

/** The shape refuses the value. */
export const refused = Symbol("refused");
type Reader = (told: unknown) => unknown;
type Check = (value: any) => boolean;

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
  const { def } = shape._zod;
  const read = def.coerce || def.check ? null : readerOf(def);
  const checks = (def.checks ?? []).map(({ _zod }) => checkOf(_zod.def));
  if (!read || checks.includes(null)) return asked(shape);
  if (checks.length === 0) return read;
  const all = checks as Check[];
  return (told) => {
    const value = read(told);
    return value !== refused && all.every((holds) => holds(value)) ? value : refused;
  };
}

function asked(shape: Shape): Reader {
  return (told) => {
    const { success, data } = shape.safeParse(told);
    return success ? data : refused;
  };
}

function readerOf(def: Definition): Reader | null {
  switch (def.type) {
    case "string": return (told) => (typeof told === "string" ? told : refused);
    case "number": return (told) => (typeof told === "number" && Number.isFinite(told) ? told : refused);
    case "boolean": return (told) => (typeof told === "boolean" ? told : refused);
    case "unknown": return (told) => told;
    case "object": return def.catchall === undefined ? objectReader(def.shape!) : null;
    case "array": return arrayReader(compile(def.element!));
    case "tuple": return def.rest ? tupleReader(def.items!, compile(def.rest)) : null;
    case "optional": return def.innerType!._zod.optin === "defaulted" ? null : orElse(def.innerType!, undefined);
    case "nullable": return orElse(def.innerType!, null);
    case "default": {
      const inner = compile(def.innerType!);
      return (told) => (told === undefined ? def.defaultValue : inner(told));
    }
    case "prefault": {
      const inner = compile(def.innerType!);
      return (told) => inner(told === undefined ? def.defaultValue : told);
    }
    case "union": return unionReader(def.options!.map(compile));
    case "pipe": {
      const [first, then] = [compile(def.in!), compile(def.out!)];
      return (told) => {
        const value = first(told);
        return value === refused ? refused : then(value);
      };
    }
    // A transform that takes more than the value may refuse it.
    case "transform": return def.transform!.length <= 1 ? def.transform! : null;
    default: return null;
  }
}

/**
 * Written out as a function of its own, as zod does it too: an object that comes to be in one piece costs a tenth of one
 * that grows key by key. The text holds nothing but the names of our own declarations.
 */
function objectReader(shape: Record<string, Shape>): Reader {
  const names = Object.keys(shape).map((key) => JSON.stringify(key));
  const reads = Object.values(shape).map(compile);
  // A key that must be there must be there, even where anything goes.
  const isMissing = Object.values(shape).map(({ _zod }, at) => (_zod.optin === undefined ? ` || value${at} === undefined && !(${names[at]} in told)` : ""));
  const make = new Function("reads", "refused", `
    const [${reads.map((_, at) => `read${at}`).join(", ")}] = reads;
    return (told) => {
      if (typeof told !== "object" || told === null || Array.isArray(told)) return refused;
      ${names.map((name, at) => `const value${at} = read${at}(told[${name}]); if (value${at} === refused${isMissing[at]}) return refused;`).join("\n")}
      return { ${names.map((name, at) => `${name}: value${at}`).join(", ")} };
    };`) as (reads: readonly Reader[], no: typeof refused) => Reader;
  return make(reads, refused);
}

function arrayReader(element: Reader): Reader {
  return (told) => {
    if (!Array.isArray(told)) return refused;
    const values: unknown[] = [];
    for (const one of told) {
      const value = element(one);
      if (value === refused) return refused;
      values.push(value);
    }
    return values;
  };
}

function tupleReader(items: readonly Shape[], rest: Reader): Reader | null {
  // An item that may be left out has rules of its own.
  if (items.some(({ _zod }) => _zod.optin !== undefined)) return null;
  const reads = items.map(compile);
  const element = (told: unknown, at: number): unknown => (reads[at] ?? rest)(told);
  return (told) => {
    if (!Array.isArray(told) || told.length < reads.length) return refused;
    const values = told.map(element);
    return values.includes(refused) ? refused : values;
  };
}

function orElse(shape: Shape, nothing: undefined | null): Reader {
  const inner = compile(shape);
  return (told) => (told === nothing ? nothing : inner(told));
}

/** The first that takes the value, as zod has it. */
function unionReader(options: readonly Reader[]): Reader {
  return (told) => {
    for (const read of options) {
      const value = read(told);
      if (value !== refused) return value;
    }
    return refused;
  };
}

function checkOf(def: CheckDefinition): Check | null {
  switch (def.check) {
    case "string_format": {
      const { pattern } = def;
      return def.format === "regex" && pattern && !pattern.global && !pattern.sticky ? (text: string) => pattern.test(text) : null;
    }
    case "number_format": return def.format === "safeint" ? Number.isSafeInteger : null;
    case "length_equals": return (value: { length: number }) => value.length === def.length;
    case "min_length": return (value: { length: number }) => value.length >= def.minimum!;
    case "max_length": return (value: { length: number }) => value.length <= def.maximum!;
    case "greater_than": return (value: number) => (def.inclusive ? value >= def.value! : value > def.value!);
    case "less_than": return (value: number) => (def.inclusive ? value <= def.value! : value < def.value!);
    case "custom": return (value: unknown) => Boolean(def.fn!(value));
    default: return null;
  }
}
