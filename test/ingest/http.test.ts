// The one way out, against a server that misbehaves in each way vendors do.
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createHttp, HttpFault, type HttpOptions, type RequestNote } from "#lib/ingest/http.ts";
import { inTurn, json, startVendor, type Vendor } from "#test/support/vendor.ts";

let vendor: Vendor;
let waits: number[];
let time: number;
const start = Date.UTC(2026, 10, 20, 12);

beforeAll(async () => { vendor = await startVendor(); });
afterAll(() => vendor.close());
beforeEach(() => { waits = []; time = start; });

/** A client whose waiting passes at once, on a clock that the waits move. */
function client(options: Partial<HttpOptions> = {}) {
  return createHttp({ allowedHosts: [], operatorHosts: [vendor.host], clock: () => new Date(time), random: () => 0.5, sleep: async (ms) => { waits.push(ms); time += ms; }, ...options });
}

async function faultOf(promise: Promise<unknown>): Promise<HttpFault> {
  const error = await promise.then(() => undefined, (caught: unknown) => caught);
  if (!(error instanceof HttpFault)) throw new Error(`No fault but ${String(error)}`);
  return error;
}

describe("answers", () => {
  test("a JSON answer comes with its status and headers; a query and a body go as told", async () => {
    vendor.reply((response) => json(response, { rows: [1] }, 200, { "x-version": "2026-10" }));
    const http = client();
    const answer = await http.json({ url: `${vendor.base}/report?a=1`, query: { day: "2026-11-20", page: 2, none: undefined }, body: { limit: 5 } });
    expect([answer.status, answer.headers.get("x-version"), answer.body]).toEqual([200, "2026-10", { rows: [1] }]);
    expect(vendor.asked[0]).toMatchObject({ method: "POST", path: "/report", body: '{"limit":5}' });
    expect(vendor.asked[0]!.query.toString()).toBe("a=1&day=2026-11-20&page=2");
    expect(http.requests).toBe(1);
  });
  test("a form goes as a form, a string as it is", async () => {
    vendor.reply((response) => json(response, { ok: true }));
    await client().json({ url: `${vendor.base}/token`, body: new URLSearchParams({ grant_type: "client_credentials" }) });
    await client().json({ url: `${vendor.base}/raw`, body: '{"a":1}', headers: { "content-type": "application/json" } });
    expect(vendor.asked.map((one) => [one.headers["content-type"], one.body])).toEqual([["application/x-www-form-urlencoded", "grant_type=client_credentials"], ["application/json", '{"a":1}']]);
  });
  test("a status that the source accepts is an answer (404: too little traffic)", async () => {
    vendor.reply((response) => json(response, { error: { code: 404 } }, 404));
    expect((await client().json({ url: vendor.base, accept: [404] })).status).toBe(404);
  });
  test("packed answers are unpacked, text keeps its charset", async () => {
    vendor.reply(inTurn(
      (response) => response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(gzipSync('{"a":"ü"}')),
      (response) => response.writeHead(200, { "content-type": "text/csv; charset=iso-8859-1" }).end(Buffer.from([0xfc])),
    ));
    const http = client();
    expect((await http.json({ url: vendor.base })).body).toEqual({ a: "ü" });
    expect((await http.text({ url: vendor.base })).body).toBe("ü");
  });
});

describe("faults by status", () => {
  test.each([
    [401, "auth"], [403, "auth"], [400, "input"], [422, "input"], [404, "gone"], [410, "gone"],
  ] as const)("%i is %s and isn't tried again", async (status, kind) => {
    vendor.reply((response) => json(response, { error: { message: "no, because", code: status } }, status));
    const fault = await faultOf(client().json({ url: `${vendor.base}/x` }));
    expect([fault.kind, fault.status, vendor.asked.length]).toEqual([kind, status, 1]);
    expect(fault.message).toBe(`GET ${vendor.base}/x was answered with ${status}: no, because`);
  });
  test("five hundreds are tried three times in all, with growing waits, then named", async () => {
    vendor.reply((response) => json(response, { message: "down" }, 503));
    const fault = await faultOf(client().json({ url: vendor.base }));
    expect([fault.kind, vendor.asked.length, waits]).toEqual(["vendor", 3, [750, 1500]]);
    expect(fault.message).toContain("(3 tries)");
  });
  test("a passing fault leaves no trace in the answer", async () => {
    vendor.reply(inTurn((response) => json(response, {}, 500), (response) => json(response, {}, 429), (response) => json(response, { rows: [] })));
    expect((await client().json({ url: vendor.base })).body).toEqual({ rows: [] });
    expect(vendor.asked).toHaveLength(3);
  });
  test("a call that must not happen twice is tried once", async () => {
    vendor.reply((response) => json(response, {}, 500));
    expect((await faultOf(client().json({ url: vendor.base, tries: 1 }))).kind).toBe("vendor");
    expect(vendor.asked).toHaveLength(1);
  });
  test("a firewall's web page with 403 is not a dead credential", async () => {
    vendor.reply((response) => response.writeHead(403, { "content-type": "text/html" }).end("<html><title>Attention</title><body>Blocked</body></html>"));
    const fault = await faultOf(client().json({ url: vendor.base }));
    expect([fault.kind, fault.code, vendor.asked.length]).toEqual(["vendor", "blocked", 3]);
  });
  test("the source's own look comes first: Shopify throttles with status 200, Google's quota is a 403", async () => {
    vendor.reply(inTurn((response) => json(response, { errors: [{ extensions: { code: "THROTTLED" } }] }), (response) => json(response, { data: 1 })));
    const answer = await client().json({ url: vendor.base }, ({ body }) => ((body as { errors?: unknown }).errors ? { kind: "throttled", message: "slow down", retryAfterMs: 4000 } : null));
    expect([answer.body, waits]).toEqual([{ data: 1 }, [4500]]);
    vendor.reply((response) => json(response, { error: { errors: [{ reason: "quotaExceeded" }] } }, 403));
    const until = new Date(start + 3_600_000);
    const fault = await faultOf(client().json({ url: vendor.base }, ({ status }) => (status === 403 ? { kind: "quota", message: "load quota", stopUntil: until } : null)));
    expect([fault.kind, fault.status, fault.stopUntil, vendor.asked.length]).toEqual(["quota", 403, until, 1]);
  });
});

describe("Retry-After", () => {
  test.each([["7", 7500], ["Fri, 20 Nov 2026 12:00:20 GMT", 20_500], ["0", 4250], ["soon", 3750]] as const)("%s is waited for", async (header, wait) => {
    vendor.reply(inTurn((response) => json(response, {}, 429, { "retry-after": header }), (response) => json(response, { ok: 1 })));
    await client().json({ url: vendor.base });
    expect(waits).toEqual([wait]);
  });
  test("a wait over 90 s isn't slept through: a quota that says when to go on", async () => {
    vendor.reply((response) => json(response, {}, 429, { "retry-after": "3600" }));
    const fault = await faultOf(client().json({ url: vendor.base }));
    expect([fault.kind, fault.stopUntil, waits]).toEqual(["quota", new Date(start + 3_600_000), []]);
  });
  test("also when a five hundred asks for it", async () => {
    vendor.reply((response) => json(response, {}, 503, { "retry-after": "91" }));
    expect(await faultOf(client().json({ url: vendor.base }))).toMatchObject({ kind: "quota", stopUntil: new Date(start + 91_000) });
  });
  test("a vendor that throttles without end becomes a quota after six tries", async () => {
    vendor.reply((response) => json(response, {}, 429));
    const fault = await faultOf(client().json({ url: vendor.base }));
    expect([fault.kind, vendor.asked.length]).toEqual(["quota", 6]);
    expect(fault.stopUntil!.getTime()).toBe(time + 600_000);
  });
});

describe("answers that are none", () => {
  test.each([
    ["an empty body", "application/json", "", "an empty answer"],
    ["half of the JSON", "application/json", '{"rows":[{"a":1},{"a"', "no JSON or only the first part"],
    ["a web page", "text/html", "<!doctype html><title>Under maintenance</title>", 'a web page in place of data ("Under maintenance")'],
    ["notices before the JSON", "application/json", '<br />Notice: undefined index\n{"rows":[]}', "no JSON"],
  ])("%s with status 200 is tried again, then is the vendor's fault", async (_title, type, body, words) => {
    vendor.reply((response) => response.writeHead(200, { "content-type": type }).end(body));
    const fault = await faultOf(client().json({ url: vendor.base }));
    expect([fault.kind, vendor.asked.length]).toEqual(["vendor", 3]);
    expect(fault.message).toContain(words);
  });
  test("a body that breaks off before its told length is tried again", async () => {
    vendor.reply(inTurn(
      (response) => { response.writeHead(200, { "content-type": "application/json", "content-length": "100" }); response.write('{"rows":'); setTimeout(() => response.destroy(), 20); },
      (response) => json(response, { rows: [] }),
    ));
    expect((await client().json({ url: vendor.base })).body).toEqual({ rows: [] });
  });
  test("a packed body that is cut off is a fault, not a shorter answer", async () => {
    const packed = gzipSync(JSON.stringify({ rows: Array.from({ length: 2000 }, (_, index) => index) }));
    vendor.reply((response) => response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(packed.subarray(0, packed.length - 40)));
    expect((await faultOf(client().json({ url: vendor.base }))).kind).toBe("network");
    expect(vendor.asked).toHaveLength(5);
  });
  test("more than the limit is refused, also when it was small on the wire", async () => {
    vendor.reply((response) => response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(gzipSync(`"${"a".repeat(3_000_000)}"`)));
    const fault = await faultOf(client().json({ url: vendor.base, maxBytes: 1_000_000 }));
    expect([fault.kind, fault.code, vendor.asked.length]).toEqual(["vendor", "too_large", 1]);
  });
});

describe("time", () => {
  test("no answer within the limit is a network fault, tried five times", async () => {
    vendor.reply(() => {});
    const fault = await faultOf(client({ timeoutMs: 400 }).json({ url: vendor.base }));
    expect([fault.kind, fault.code, vendor.asked.length]).toEqual(["network", "timeout", 5]);
    expect(fault.message).toContain("gave no answer within 0.4 s");
  });
  test("a body that stops in its middle is a network fault", async () => {
    vendor.reply((response) => { response.writeHead(200, { "content-type": "application/json" }); response.write('{"a":'); });
    const fault = await faultOf(client({ stallMs: 1000 }).json({ url: vendor.base, tries: 1 }));
    expect([fault.kind, fault.code]).toEqual(["network", "UND_ERR_BODY_TIMEOUT"]);
  });
  test("a body that drips for ever ends after five times the limit", async () => {
    vendor.reply((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(drip));
    });
    const fault = await faultOf(client({ timeoutMs: 800 }).json({ url: vendor.base, tries: 1 }));
    expect(fault.message).toContain("did not end its answer within 4 s");
  });
  test("nobody at that port and a name that nobody knows are network faults", async () => {
    const gone = await startVendor();
    await gone.close();
    expect((await faultOf(client({ operatorHosts: [gone.host] }).json({ url: gone.base }))).message).toContain("nobody answers there");
    const unknown = client({ allowedHosts: ["shop.example"], lookup: () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" })) });
    expect(await faultOf(unknown.json({ url: "https://shop.example/" }))).toMatchObject({ kind: "network", code: "ENOTFOUND" });
  });
  test("aborting the run ends a request and a wait with the run's own reason", async () => {
    const run = new AbortController();
    const reason = new Error("killed");
    vendor.reply(() => run.abort(reason));
    await expect(client({ signal: run.signal }).json({ url: vendor.base })).rejects.toBe(reason);
    const other = new AbortController();
    vendor.reply((response) => { json(response, {}, 503, { "retry-after": "60" }); setTimeout(() => other.abort(reason), 30); });
    await expect(createHttp({ allowedHosts: [], operatorHosts: [vendor.host], signal: other.signal }).json({ url: vendor.base })).rejects.toBe(reason);
    await expect(client({ signal: other.signal }).json({ url: vendor.base })).rejects.toBe(reason);
  });
});

describe("pace", () => {
  test("a hint holds back the next call only", async () => {
    vendor.reply((response) => json(response, {}));
    const http = client();
    http.pace(3000);
    await http.json({ url: vendor.base });
    await http.json({ url: vendor.base });
    expect(waits).toEqual([3000]);
  });
  test("calls begin no closer than their spacing, also when they are made at once", async () => {
    vendor.reply((response) => json(response, {}));
    const http = client({ spacingMs: 250, sleep: async (ms) => void waits.push(ms) });
    await Promise.all([1, 2, 3].map(() => http.json({ url: vendor.base })));
    expect(waits).toEqual([250, 500]);
  });
  test("a hint of minutes ends the run as partial", async () => {
    const http = client();
    http.pace(240_000, "The account is over its allowance.");
    const fault = await faultOf(http.json({ url: vendor.base }));
    expect(fault).toMatchObject({ kind: "quota", message: "The account is over its allowance.", stopUntil: new Date(start + 240_000) });
  });
  test("a budget of requests holds until its instant", async () => {
    vendor.reply((response) => json(response, {}));
    const until = new Date(start + 86_400_000);
    const http = client({ budget: { requests: 2, until } });
    await http.json({ url: vendor.base });
    await http.json({ url: vendor.base });
    expect(await faultOf(http.json({ url: vendor.base }))).toMatchObject({ kind: "quota", code: "budget", stopUntil: until });
    expect(vendor.asked).toHaveLength(2);
  });
});

describe("words", () => {
  test("messages and notes hold no credential and no e-mail address", async () => {
    const notes: RequestNote[] = [];
    vendor.reply((response) => json(response, { error: { message: "Token sesame-open-123 of ann@shop.example is dead, see https://x.test/?access_token=EAAabc" } }, 401));
    const http = client({ secrets: ["sesame-open-123"], onRequest: (note) => notes.push(note) });
    const fault = await faultOf(http.json({ url: `${vendor.base}/v1/me?access_token=sesame-open-123`, headers: { authorization: "Bearer sesame-open-123" } }));
    const all = JSON.stringify([fault.message, fault.stack, fault.cause, notes]);
    for (const secret of ["sesame", "ann@", "EAAabc"]) expect(all).not.toContain(secret);
    expect(notes).toMatchObject([{ method: "GET", address: `${vendor.base}/v1/me`, status: 401 }]);
  });
  test("a token that an answer brought is concealed from then on", async () => {
    vendor.reply((response) => json(response, { message: "bad minted-77" }, 400));
    const http = client();
    http.conceal("minted-77");
    expect((await faultOf(http.json({ url: vendor.base }))).message).toMatch(/bad \[hidden\]$/);
  });
});
