// The access matrix over real HTTP: every page and route × method × principal, and the ways around a door.
import { readFileSync } from "node:fs";
import http from "node:http";
import { expect, test } from "#test/support/app.ts";
import { emailOf, makePrincipals, post, signIn, type Principals } from "#test/support/principals.ts";

interface Row { kind: "page" | "route"; method: string; path: string; allowed: Record<string, boolean> }
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

/** The table as it stands in the repository: what people reviewed is what is tested. */
function readMatrix(): { names: string[]; rows: Row[] } {
  const cells = (line: string) => line.split("|").slice(1, -1).map((cell) => cell.trim());
  const lines = readFileSync("lib/access/access-matrix.md", "utf8").split("\n").filter((line) => line.startsWith("| "));
  const names = cells(lines[0]!).slice(3).map((name) => (name.startsWith("sales ") ? name.replace(" ", "_") : name));
  const rows = lines.map(cells).filter((row) => row[0] !== "" && !row[0]!.startsWith("-")).map((row): Row => ({
    kind: row[1]!.startsWith("/api/") ? "route" : "page", method: row[0]!, path: row[1]!.replace(/\[\w+\]/g, "999999999"),
    allowed: Object.fromEntries(names.map((name, at) => [name, row[3 + at] === "yes"])),
  }));
  return { names, rows };
}

const { names, rows } = readMatrix();
const base = () => process.env.STORECAST_E2E_URL!;
let principals: Principals;
/** An address that only an owner may read. */
const canary = emailOf("sales_manager");

test.beforeAll(async () => {
  const { openDatabase } = await import("#db/client.ts");
  const db = openDatabase(process.env.STORECAST_E2E_DATABASE!, { max: 1 });
  principals = await makePrincipals(base(), db, names);
  await db.destroy();
});

async function ask(method: string, path: string, headers: Record<string, string>): Promise<{ status: number; text: string; headers: Headers }> {
  const hasBody = method !== "GET" && method !== "HEAD" && method !== "DELETE";
  const answer = await fetch(new URL(base()).origin + path, { method, redirect: "manual", headers: { ...headers, ...(hasBody ? { "content-type": "application/json" } : {}) }, ...(hasBody ? { body: "{}" } : {}) });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

/** The status that the table promises; "in" is anything but a refusal or a failure. */
function promised(path: string, method: string, name: string): "in" | number {
  const asked = rows.filter((row) => row.path === path);
  const row = asked.find((one) => one.method === method || (one.method === "GET" && method === "HEAD"));
  if (!row) return 405;
  if (row.allowed[name]) return "in";
  const isPerson = name !== "visitor" && name !== "shut out" && !(row.kind === "page" && name.startsWith("key "));
  return row.kind === "page" ? (isPerson ? 403 : 307) : isPerson ? 403 : 401;
}

for (const kind of ["route", "page"] as const) {
  test(`every ${kind} answers every method of every principal as the access matrix says`, async () => {
    test.setTimeout(600_000);
    const wrong: string[] = [];
    const paths = [...new Set(rows.filter((row) => row.kind === kind).map((row) => row.path))];
    for (const path of paths) for (const method of methods) for (const name of names) {
      // Signing out ends the session that the next rows need: it has its own test.
      if (path === "/api/v1/session" && method === "DELETE" && promised(path, method, name) === "in") continue;
      const expected = promised(path, method, name);
      const { status, text, headers } = await ask(method, path, principals[name]!);
      const isRight = expected === "in" ? ![401, 403, 405, 429].includes(status) && status < 500 : status === expected;
      if (!isRight) wrong.push(`${method} ${path} as ${name}: ${status} instead of ${expected}`);
      if (expected !== "in" && text.includes(canary)) wrong.push(`${method} ${path} as ${name}: says what only an owner may read`);
      if (!/no-store/.test(headers.get("cache-control") ?? "")) wrong.push(`${method} ${path} as ${name}: may be stored`);
      if (headers.get("x-content-type-options") !== "nosniff" || !headers.get("content-security-policy")?.includes("frame-ancestors 'none'")) wrong.push(`${method} ${path} as ${name}: lacks security headers`);
    }
    expect(wrong).toEqual([]);
  });
}

test("no other way of writing a request gets around the door", async () => {
  test.setTimeout(300_000);
  const closed = rows.filter((row) => row.method === "GET" && !row.allowed.marketer);
  const ways: [string, (path: string) => string, Record<string, string>][] = [
    ["two slashes", (path) => path.replaceAll("/", "//"), {}],
    ["slash at the end", (path) => `${path}/`, {}],
    ["upper case", (path) => path.toUpperCase(), {}],
    ["coded slash", (path) => `/${path.slice(1).replaceAll("/", "%2f")}`, {}],
    ["x-middleware-subrequest", (path) => path, { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" }],
    ["x-middleware-subrequest of src", (path) => path, { "x-middleware-subrequest": "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy" }],
    ["RSC", (path) => path, { RSC: "1" }],
    ["RSC prefetch", (path) => path, { RSC: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" }],
    ["_rsc", (path) => `${path}?_rsc=abcde`, { RSC: "1" }],
    [".rsc", (path) => `${path}.rsc`, {}],
    ["method override", (path) => path, { "x-http-method-override": "GET", "x-method-override": "GET" }],
    ["another path named", (path) => path, { "x-storecast-path": "/account", "x-original-url": "/account", "x-rewrite-url": "/account", "x-matched-path": "/account" }],
    ["another host named", (path) => path, { "x-forwarded-host": "localhost", "x-forwarded-proto": "https" }],
  ];
  const open: string[] = [];
  const people = ["/people", "/api/v1/people", "/api/v1/invitations", "/api/v1/audit"];
  for (const row of closed) for (const [way, write, headers] of ways) for (const name of ["visitor", "marketer", "shut out"]) {
    const { text } = await ask("GET", write(row.path), { ...principals[name]!, ...headers });
    if (text.includes(canary) || text.includes("owner_created")) open.push(`${way} ${row.path} as ${name}`);
  }
  expect(open).toEqual([]);
  // The canary is there for the one who may read it, so its absence above means something.
  for (const path of people.slice(0, 2)) expect((await ask("GET", path, principals.owner!)).text).toContain(canary);
});

test("OPTIONS, TRACE and made-up methods tell nothing", async () => {
  for (const path of ["/people", "/api/v1/people"]) for (const method of ["OPTIONS", "TRACE", "PROPFIND"]) {
    const heard = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const request = http.request(base() + path, { method, headers: principals.marketer! }, (answer) => {
        let text = "";
        answer.on("data", (chunk: Buffer) => { text += chunk.toString(); }).on("end", () => resolve({ status: answer.statusCode!, text }));
      });
      request.on("error", reject).end();
    });
    expect(heard.text).not.toContain(canary);
    expect(heard.status === 204 || heard.status >= 400, `${method} ${path}: ${heard.status}`).toBe(true);
  }
});

test("a session ends with sign-out, and so does every answer to its cookie", async () => {
  const session = await signIn(base(), emailOf("marketer"));
  expect((await ask("GET", "/api/v1/account", session)).status).toBe(200);
  const out = await ask("DELETE", "/api/v1/session", session);
  expect(out.status).toBe(200);
  expect(out.headers.get("clear-site-data")).toContain("storage");
  expect((await ask("GET", "/api/v1/account", session)).status).toBe(401);
  expect((await ask("GET", "/account", session)).status).toBe(307);
});

test("a write from another site is refused, whoever is signed in", async () => {
  for (const origin of ["https://evil.example", "null", ""]) {
    expect((await post(base(), "/api/v1/invitations", { email: "eve@evil.example", role: "owner" }, { ...principals.owner!, origin })).status).toBe(403);
  }
});
