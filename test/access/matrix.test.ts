import { describe, expect, it } from "vitest";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { may } from "#lib/access/policy.ts";
import { accessMatrix, isAllowed, pageRows, principals, routeRows } from "#scripts/parts/access-matrix.ts";
import { PAGES } from "#app/nav.ts";

describe("the access matrix", () => {
  it("covers every route: each handler is made by route(), and a GET only reads", async () => {
    const { rows, faults } = await routeRows();
    expect(faults).toEqual([]);
    expect(rows.map((row) => `${row.method} ${row.path}`)).toContain("DELETE /api/v1/session");
  });

  it("covers every page: each asks who reads it, or stands at the door", () => {
    const { rows, faults } = pageRows();
    expect(faults).toEqual([]);
    expect(rows.find((row) => row.path === "/people")?.resource).toBe("people");
  });

  it("finds what goes around it: a bare handler, a GET that writes, a page that asks nobody", async () => {
    const root = mkdtempSync(path.resolve("test/.guard-"));
    const put = (file: string, text: string) => { mkdirSync(path.dirname(path.join(root, file)), { recursive: true }); writeFileSync(path.join(root, file), text); };
    put("app/api/v1/bare/route.ts", "export const dynamic = 'force-dynamic';\nexport const GET = async () => new Response('all our customers');\n");
    put("app/api/v1/writes/route.ts", "import { route } from '#lib/access/route.ts';\nexport const GET = route({ resource: 'account', action: 'write', out: 'stream', handler: () => new Response() });\n");
    put("app/(dashboard)/open/page.tsx", "export default function Open() { return null; }\n");
    try {
      expect((await routeRows(root)).faults).toEqual(["app/api/v1/bare/route.ts: GET is not made by route()", "app/api/v1/writes/route.ts: a GET must only read"]);
      expect(pageRows(root).faults).toEqual(["app/(dashboard)/open/page.tsx: no await requireActor(\"…\")"]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });

  it("agrees with the menu: a link is shown to exactly those who may open its page", () => {
    const { rows } = pageRows();
    const wrong = PAGES.filter((page) => rows.some((row) => row.path === page.path && (row.resource === "door" || row.resource !== page.resource)));
    expect(wrong).toEqual([]);
  });

  it("opens only the door to visitors and to those who are shut out", async () => {
    const rows = [...pageRows().rows, ...(await routeRows()).rows];
    for (const principal of ["visitor", "shut out", "sales_rep"] as const) expect(rows.filter((row) => isAllowed(row, principal) && row.resource !== "door")).toEqual([]);
    expect(rows.filter((row) => row.resource === "door").map((row) => `${row.method} ${row.path}`)).toEqual([
      "GET /invitation/[token]", "GET /setup/[token]", "GET /sign-in", "POST /api/v1/invitations/accept/[token]", "POST /api/v1/session", "POST /api/v1/setup/[token]",
    ]);
    expect(principals).toContain("key metrics");
    expect(may({ role: "owner", scopes: null }, "people", "write")).toBe(true);
  });

  it("is written down as it is: run `npm run docs` when this fails", async () => {
    expect(readFileSync("lib/access/access-matrix.md", "utf8")).toBe(await accessMatrix());
  });
});
