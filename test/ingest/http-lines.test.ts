// Downloads line by line, foreign clients, and the fetch that they are given.
import { gzipSync } from "node:zlib";
import { google } from "googleapis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHttp, HttpFault, type HttpOptions } from "#lib/ingest/http.ts";
import { inTurn, json, startVendor, type Vendor } from "#test/support/vendor.ts";

let vendor: Vendor;
beforeAll(async () => { vendor = await startVendor(); });
afterAll(() => vendor.close());

const client = (options: Partial<HttpOptions> = {}) => createHttp({ allowedHosts: [], operatorHosts: [vendor.host], sleep: async () => {}, ...options });
const failing = (promise: Promise<unknown>) => promise.then(() => { throw new Error("It was answered."); }, (error: HttpFault) => error);
async function all(pieces: AsyncIterable<readonly string[]>): Promise<string[]> {
  const list: string[] = [];
  for await (const lines of pieces) list.push(...lines);
  return list;
}

describe("lines", () => {
  test.each([
    ["plain", "a\nb\n", ["a", "b"]], ["without a last line end", "a\r\nb", ["a", "b"]], ["with a byte-order mark and an empty line", "\ufeffa\n\nb\n", ["a", "", "b"]], ["empty", "", []],
  ] as const)("%s", async (_title, body, lines) => {
    vendor.reply((response) => response.end(body));
    expect(await all(client().lines({ url: vendor.base }))).toEqual(lines);
  });
  test("letters that are cut between two pieces stay whole", async () => {
    const bytes = Buffer.from("Grüße 🎁\nzwei");
    vendor.reply((response) => { response.writeHead(200); let at = 0; const step = () => (at < bytes.length ? (response.write(bytes.subarray(at, ++at)), setImmediate(step)) : response.end()); step(); });
    expect(await all(client().lines({ url: vendor.base }))).toEqual(["Grüße 🎁", "zwei"]);
  });
  test("a packed file is unpacked, by its content or by its header", async () => {
    const text = Array.from({ length: 5000 }, (_, index) => `{"id":${index}}`).join("\n");
    vendor.reply(inTurn((response) => response.writeHead(200, { "content-type": "application/octet-stream" }).end(gzipSync(text)), (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(text))));
    const http = client();
    for (const _ of [1, 2]) expect((await all(http.lines({ url: vendor.base }))).length).toBe(5000);
  });
  test("its beginning is tried again, its middle is a fault", async () => {
    vendor.reply(inTurn((response) => json(response, {}, 503), (response) => response.end("a\n")));
    expect(await all(client().lines({ url: vendor.base }))).toEqual(["a"]);
    const part = "x".repeat(2000);
    vendor.reply((response) => { response.writeHead(200, { "content-length": "99999" }); response.write(`${part}\n`); setTimeout(() => response.destroy(), 30); });
    const seen: string[] = [];
    const fault = await failing((async () => { for await (const lines of client().lines({ url: vendor.base })) seen.push(...lines); })());
    expect([fault.kind, seen, vendor.asked.length]).toEqual(["network", [part], 1]);
  });
  test("a packed file that is cut off is a fault, never a shorter file", async () => {
    const coded = gzipSync("1\n2\n".repeat(9999));
    vendor.reply((response) => response.writeHead(200, { "content-encoding": "gzip" }).end(coded.subarray(0, coded.length - 9)));
    expect(await failing(all(client().lines({ url: vendor.base })))).toMatchObject({ kind: "network" });
    const packed = gzipSync(Array.from({ length: 20_000 }, (_, index) => `${index * 7919}`).join("\n"));
    vendor.reply((response) => response.end(packed.subarray(0, packed.length - 100)));
    expect(await failing(all(client().lines({ url: vendor.base })))).toMatchObject({ kind: "network" });
  });
  test("a web page is no file, a link that ran out is gone", async () => {
    vendor.reply((response) => response.end("<!DOCTYPE html><html>Sign in</html>"));
    expect(await failing(all(client().lines({ url: vendor.base })))).toMatchObject({ kind: "vendor", code: "no_answer" });
    vendor.reply((response) => response.writeHead(404, { "content-type": "application/xml" }).end("<Error><Message>No such object</Message></Error>"));
    const fault = await failing(all(client().lines({ url: vendor.base })));
    expect([fault.kind, fault.message.endsWith("404: No such object")]).toEqual(["gone", true]);
  });
  test("a reader that stops early closes the connection", async () => {
    let closed: () => void;
    const isClosed = new Promise<void>((resolve) => { closed = resolve; });
    vendor.reply((response) => { const drip = setInterval(() => response.write("line\n"), 2); response.on("close", () => { clearInterval(drip); closed(); }); });
    for await (const _ of client().lines({ url: vendor.base })) break;
    await isClosed;
  });
});

describe("a foreign client", () => {
  const classify = (error: unknown) => {
    const status = (error as { status?: number }).status ?? 0;
    return status === 403 ? { kind: "quota" as const, message: "quota", stopUntil: new Date(0) } : { kind: status >= 500 ? ("vendor" as const) : ("input" as const), status, message: String((error as Error).message) };
  };
  test("googleapis asks through the guarded fetch, with tries and faults of the house", async () => {
    let reports = 0;
    vendor.reply((response, asked) => {
      if (asked.path === "/token") return json(response, { access_token: "t0ken-of-a-test", expires_in: 3600, token_type: "Bearer" });
      return ++reports === 1 ? json(response, { error: { code: 503, message: "try later" } }, 503) : json(response, { rowCount: 7 });
    });
    const http = client();
    const guarded = { fetchImplementation: http.fetch, retry: false };
    const auth = new google.auth.OAuth2({ clientId: "c", clientSecret: "s", endpoints: { oauth2TokenUrl: `${vendor.base}/token` }, transporterOptions: guarded });
    auth.setCredentials({ refresh_token: "r" });
    const api = google.analyticsdata({ version: "v1beta", rootUrl: `${vendor.base}/`, auth, ...guarded });
    const answer = await http.attempt(() => api.properties.runReport({ property: "properties/1", requestBody: { limit: "5" } }), classify);
    expect([answer.data.rowCount, http.requests]).toEqual([7, 3]);
    expect(vendor.asked.map((one) => one.path)).toEqual(["/token", "/v1beta/properties/1:runReport", "/v1beta/properties/1:runReport"]);
    expect(vendor.asked[2]).toMatchObject({ method: "POST", body: '{"limit":"5"}' });
    expect(vendor.asked[2]!.headers.authorization).toBe("Bearer t0ken-of-a-test");
  });
  test("a fault of our own inside its error is seen through: its host was refused", async () => {
    const api = google.analyticsdata({ version: "v1beta", rootUrl: "http://127.0.0.1:1/", fetchImplementation: client().fetch, retry: false });
    expect(await failing(client().attempt(() => api.properties.runReport({ property: "properties/1" }), classify))).toMatchObject({ kind: "input", code: "host_refused" });
  });
  test("a connection that fails inside it is named by its address", async () => {
    const gone = await startVendor();
    await gone.close();
    const http = client({ operatorHosts: [gone.host] });
    const api = google.analyticsdata({ version: "v1beta", rootUrl: `${gone.base}/`, fetchImplementation: http.fetch, retry: false });
    const fault = await failing(http.attempt(() => api.properties.runReport({ property: "properties/1" }), classify));
    expect([fault.kind, fault.message]).toEqual(["network", `POST ${gone.base}/v1beta/properties/1:runReport: nobody answers there (ECONNREFUSED). (5 tries)`]);
  });
  test("what it says is judged by the source and redacted", async () => {
    vendor.reply((response) => json(response, { error: { message: "no access for ann@shop.example" } }, 400));
    const http = client();
    const fault = await failing(http.attempt(async () => { const answer = await http.fetch(vendor.base); throw Object.assign(new Error(await answer.text()), { status: answer.status }); }, classify));
    expect([fault.kind, fault.message.includes("ann@"), fault.message.includes("[e-mail]"), fault.cause]).toEqual(["input", false, true, undefined]);
  });
  test("the guarded fetch has the time limit too", async () => {
    vendor.reply(() => {});
    expect(await failing(client({ timeoutMs: 50 }).fetch(vendor.base))).toMatchObject({ kind: "network", code: "timeout" });
  });
});
