// Every word of the interface lives in a message file: no text stands in the components themselves.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAst } from "rolldown/parseAst";
import { describe, expect, test } from "vitest";
import { en, type Messages } from "#lib/words/en/index.ts";
import { translator } from "#lib/words/words.ts";

const files = readdirSync("app", { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile() && entry.name.endsWith(".tsx")).map((entry) => path.join(entry.parentPath, entry.name));
const readAloud = new Set(["aria-label", "aria-description", "title", "placeholder", "alt", "label"]);

interface Node { type: string; [key: string]: unknown }

/** Words that stand in JSX: text between tags, and texts of attributes that are read. */
function wordsIn(source: string): string[] {
  const found: string[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (typeof node !== "object" || node === null) return;
    const one = node as Node;
    if (one.type === "JSXText" && /\p{L}{2}/u.test(String(one.value))) found.push(String(one.value).trim());
    if (one.type === "JSXAttribute") {
      const value = one.value as Node | null;
      if (readAloud.has(String((one.name as Node).name)) && value?.type === "Literal" && /\p{L}{2}/u.test(String(value.value))) found.push(String(value.value));
    }
    Object.values(one).forEach(walk);
  };
  walk(parseAst(source, { lang: "tsx" }));
  return found;
}

/** What is the same in every language: keys on the keyboard, how our API keys begin, a language's own name, codes of currencies and zones. */
const spared = { has: (text: string) => ["Ctrl K", "sc_…", "English"].includes(text) || /^[A-Z]{3}$/.test(text) || Intl.supportedValuesOf("timeZone").includes(text) };

test("no component holds words of its own", () => {
  const wrong = files.flatMap((file) => wordsIn(readFileSync(file, "utf8")).filter((text) => !spared.has(text)).map((text) => `${file}: ${text}`));
  expect(wrong).toEqual([]);
});

test("the scan sees words where they stand", () => {
  expect(wordsIn('<p aria-label="Hello there" className="no words">Some text {"code"}</p>')).toEqual(["Hello there", "Some text"]);
});

describe("message files", () => {
  const reader = { language: "en", locale: "en-GB" } as const;
  for (const [namespace, texts] of Object.entries(en)) {
    test(`${namespace}: every message can be read`, () => {
      const t = translator(reader, namespace as keyof Messages) as unknown as { markup(key: string, values: Record<string, unknown>): string };
      for (const [key, text] of leaves(texts)) {
        const names = [...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]!);
        const tags = [...text.matchAll(/<(\w+)>/g)].map((match) => match[1]!);
        const values: Record<string, unknown> = Object.fromEntries([...names.map((name) => [name, 2]), ...tags.map((tag) => [tag, (inner: string) => inner])]);
        expect(() => t.markup(key, values), key).not.toThrow();
      }
    });
  }
});

function leaves(texts: unknown, before = ""): [string, string][] {
  if (typeof texts === "string") return [[before, texts]];
  return Object.entries(texts as Record<string, unknown>).flatMap(([key, value]) => leaves(value, before ? `${before}.${key}` : key));
}
