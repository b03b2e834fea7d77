import { expect, test } from "vitest";
import { stalePages } from "#scripts/docs.ts";

test("generated pages and message files follow from their declarations (npm run docs writes them)", async () => {
  expect(await stalePages()).toEqual([]);
});
