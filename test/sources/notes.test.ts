// Whatever a source notes of an account has words.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { en } from "#lib/words/en/index.ts";

test("every note that a test of a connection may bring is said on the page of the source", () => {
  const files = readdirSync("lib/sources", { recursive: true, withFileTypes: true }).filter((file) => file.isFile()).map((file) => readFileSync(path.join(file.parentPath, file.name), "utf8"));
  const ids = new Set(files.flatMap((text) => [...text.matchAll(/\{ id: "([a-z][A-Za-z]+)"/g)].map((match) => match[1]!)));
  expect(ids.size).toBeGreaterThan(4);
  expect([...ids].filter((id) => !(id in en.sources.accountNote))).toEqual([]);
});
