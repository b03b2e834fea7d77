import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "#lib/core/errors.ts";
import { madeByRoute, route } from "#lib/access/route.ts";
import { knock, makeOwner, openWorkspace, type Workspace } from "#test/support/door.ts";

let workspace: Workspace;
let cookie: string;
beforeAll(async () => { workspace = await openWorkspace(); cookie = await makeOwner(workspace.db); });
afterAll(async () => { await workspace.close(); });

const out = z.object({ n: z.number() });
const write = route({ resource: "account", action: "write", body: z.strictObject({ n: z.number() }), out, handler: ({ body }) => body });
const read = route({ resource: "account", action: "read", query: z.strictObject({ n: z.coerce.number() }), out, handler: ({ query }) => query });

describe("route()", () => {
  it("marks what it makes", () => {
    expect(madeByRoute(write)).toEqual({ resource: "account", action: "write", body: "json" });
    expect(madeByRoute(async () => new Response())).toBeUndefined();
  });

  it("refuses a write from anywhere but our own pages", async () => {
    const sent = (headers: Record<string, string>) => knock(write, "POST", { cookie, body: { n: 1 }, headers });
    expect((await sent({})).status).toBe(200);
    expect((await sent({ host: "127.0.0.1:4001", origin: "http://127.0.0.1:4001" })).status).toBe(200);
    expect((await sent({ host: "localhost:4001", origin: "http://localhost:4001" })).status).toBe(200);
    const foreign: Record<string, string>[] = [
      { origin: "null" }, { origin: "https://evil.example" }, { origin: "" }, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" },
      { host: "evil.example", origin: "http://evil.example" }, { host: "127.0.0.1:4001", origin: "http://127.0.0.1:4002" }, { origin: "http://localhost:3000.evil.example" },
    ];
    for (const headers of foreign) expect([headers, (await sent(headers)).status]).toEqual([headers, 403]);
  });

  it("takes JSON only, of a limited size, with exactly the named fields", async () => {
    const sent = (body: unknown, type = "application/json") => knock(write, "POST", { cookie, body, headers: { "content-type": type } });
    expect((await sent("{\"n\":1}", "text/plain")).body.error.code).toBe("access.not_json");
    expect((await sent("{\"n\":")).body.error.code).toBe("access.not_json");
    expect((await sent({ n: 1, m: 2 })).body.error).toMatchObject({ kind: "invalid", field: "m" });
    expect((await sent({ n: { $ne: 1 } })).status).toBe(400);
    expect((await sent(`{"n":1,"m":"${"x".repeat(100_001)}"}`)).status).toBe(413);
  });

  it("refuses query names that it doesn't know and a name given twice", async () => {
    const asked = (path: string) => knock(read, "GET", { cookie, path });
    expect((await asked("/api/v1/x?n=4")).body).toEqual({ n: 4 });
    expect((await asked("/api/v1/x?n=4&m=1")).status).toBe(400);
    expect((await asked("/api/v1/x?n=4&n=5")).status).toBe(400);
    expect((await asked("/api/v1/x?n[]=4")).status).toBe(400);
  });

  it("hands out only what the answer's shape names, and fails when the answer isn't that", async () => {
    const leaky = route({ resource: "account", action: "read", out, handler: () => ({ n: 1, password: "x" }) });
    expect((await knock(leaky, "GET", { cookie })).body).toEqual({ n: 1 });
    const wrong = route({ resource: "account", action: "read", out, handler: () => ({ n: "1" }) as never });
    expect((await knock(wrong, "GET", { cookie })).status).toBe(500);
  });

  it("tells a broken part in general words with a number to quote", async () => {
    const broken = route({ resource: "account", action: "read", out, handler: () => { throw new Error("password of the database is hunter2"); } });
    const { status, body, headers } = await knock(broken, "GET", { cookie });
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain("hunter2");
    expect(body.error.message).toContain(headers.get("x-request-id"));
  });

  it("gives each kind of error its status, and words from the message files", async () => {
    const kinds = { invalid: 400, signed_out: 401, forbidden: 403, missing: 404, conflict: 409, too_large: 413, refused: 422, limited: 429, unavailable: 503, broken: 500 } as const;
    for (const [kind, status] of Object.entries(kinds)) {
      const throwing = route({ resource: "account", action: "read", out, handler: () => { throw new AppError(kind as keyof typeof kinds, "nowhere.known", "As said."); } });
      expect((await knock(throwing, "GET", { cookie })).status).toBe(status);
    }
    const worded = route({ resource: "account", action: "read", out, handler: () => { throw new AppError("limited", "access.too_many_tries", "x", { seconds: 70, minutes: 2 }); } });
    const answer = await knock(worded, "GET", { cookie });
    expect(answer.body.error.message).toBe("Too many tries. Try again in 2 minutes.");
    expect(answer.headers.get("retry-after")).toBe("70");
  });

  it("never lets an answer be stored or rendered as a page", async () => {
    for (const given of [{ cookie }, {}]) {
      const { headers } = await knock(read, "GET", { ...given, path: "/api/v1/x?n=1" });
      expect(headers.get("cache-control")).toBe("private, no-store");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  it("stops a stream at its limit, whatever its length says", async () => {
    const counting = route({ resource: "imports", action: "write", body: "stream", maxBytes: 1000, out, handler: async ({ body }) => {
      let n = 0;
      for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) n += chunk.byteLength;
      return { n };
    } });
    expect((await knock(counting, "POST", { cookie, body: "x".repeat(1000) })).body).toEqual({ n: 1000 });
    expect((await knock(counting, "POST", { cookie, body: "x".repeat(1001) })).status).toBe(413);
  });
});
