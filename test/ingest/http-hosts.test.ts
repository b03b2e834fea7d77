// Where requests may go: hosts, private networks, redirects, credentials.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isPublic } from "#lib/ingest/addresses.ts";
import { checkAddress } from "#lib/ingest/hosts.ts";
import { createHttp, HttpFault, type HttpOptions } from "#lib/ingest/http.ts";
import { json, startVendor, type Vendor } from "#test/support/vendor.ts";

let vendor: Vendor;
let other: Vendor;
beforeAll(async () => { [vendor, other] = await Promise.all([startVendor(), startVendor()]); });
afterAll(() => Promise.all([vendor.close(), other.close()]));

const client = (options: Partial<HttpOptions>) => createHttp({ allowedHosts: [], sleep: async () => {}, ...options });
const failing = (promise: Promise<unknown>) => promise.then(() => { throw new Error("It was answered."); }, (error: HttpFault) => error);

describe("hosts", () => {
  const rules = { allowedHosts: ["api.vendor.com", ".myshop.com"], downloadHosts: ["files.storage.com"], operatorHosts: ["127.0.0.1:4000", "stand-in.test"] };
  test.each([
    ["https://api.vendor.com/v1?x=1", "allowed"], ["https://API.Vendor.com./v1", "allowed"], ["https://one.myshop.com/", "allowed"], ["https://files.storage.com/a.jsonl", "download"],
    ["http://127.0.0.1:4000/token", "operator"], ["http://stand-in.test:99/", "operator"], ["https://stand-in.test/", "operator"],
  ])("%s is %s", (address, place) => expect(checkAddress(address, rules).place).toBe(place));
  test.each([
    "http://api.vendor.com/", "https://api.vendor.com:8443/", "https://vendor.com/", "https://api.vendor.com.evil.com/", "https://evilmyshop.com/", "https://myshop.com/", "https://evil.com/?api.vendor.com",
    "https://user:word@api.vendor.com/", "https://api.vendor.com@evil.com/", "http://127.0.0.1:4001/", "http://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/", "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd", "ftp://api.vendor.com/", "data:text/plain,a", "/relative", "",
  ])("%s is refused", (address) => expect(() => checkAddress(address, rules)).toThrow(HttpFault));
  test("what is refused never leaves, and isn't tried again", async () => {
    other.reply((response) => json(response, {}));
    const http = client({ operatorHosts: [vendor.host] });
    expect(await failing(http.json({ url: `${other.base}/next?page=2` }))).toMatchObject({ kind: "input", code: "host_refused" });
    await expect(http.fetch(`${other.base}/`)).rejects.toMatchObject({ kind: "input" });
    expect(other.asked).toHaveLength(0);
    expect(http.requests).toBe(0);
  });
});

describe("private networks", () => {
  test.each(["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "nonsense"])("%s is not public", (address) => expect(isPublic(address)).toBe(false));
  test.each(["8.8.8.8", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808"])("%s is public", (address) => expect(isPublic(address)).toBe(true));
  test("a shop's own name that points into the network is refused, whatever stands first", async () => {
    const lookup = async () => [{ address: "93.184.216.34", family: 4 }, { address: "127.0.0.1", family: 4 }];
    const fault = await failing(client({ allowedHosts: ["shop.example"], lookup }).json({ url: "https://shop.example/wp-json" }));
    expect(fault).toMatchObject({ kind: "input", code: "address_refused" });
    expect(fault.message).toContain("shop.example is an address inside a private network");
  });
  test("an operator's endpoint may be there", async () => {
    vendor.reply((response) => json(response, { here: true }));
    const http = client({ operatorHosts: [`stand-in.test:${vendor.port}`], lookup: async () => [{ address: "127.0.0.1", family: 4 }] });
    expect((await http.json({ url: `http://stand-in.test:${vendor.port}/` })).body).toEqual({ here: true });
  });
});

describe("redirects", () => {
  test("within the host a GET follows, and a POST where nothing is lost", async () => {
    vendor.reply((response, asked) => (asked.path === "/old" ? response.writeHead(asked.method === "GET" ? 301 : 308, { location: "/new" }).end() : json(response, { at: asked.path, body: asked.body })));
    const http = client({ operatorHosts: [vendor.host] });
    expect((await http.json({ url: `${vendor.base}/old` })).body).toEqual({ at: "/new", body: "" });
    expect((await http.json({ url: `${vendor.base}/old`, body: { a: 1 } })).body).toEqual({ at: "/new", body: '{"a":1}' });
  });
  test("a POST that would become a GET is refused", async () => {
    vendor.reply((response) => response.writeHead(302, { location: "/login" }).end());
    expect(await failing(client({ operatorHosts: [vendor.host] }).json({ url: vendor.base, body: {} }))).toMatchObject({ kind: "input", code: "redirected" });
  });
  test("to another host nothing follows, even to an allowed one; the message names it", async () => {
    vendor.reply((response) => response.writeHead(302, { location: `${other.base}/steal` }).end());
    other.reply((response) => json(response, {}));
    const fault = await failing(client({ operatorHosts: [vendor.host, other.host] }).json({ url: vendor.base, headers: { authorization: "Bearer abcdefgh" } }));
    expect(fault).toMatchObject({ kind: "input", code: "redirected" });
    expect(fault.message).toContain(`http://${other.host}`);
    expect(other.asked).toHaveLength(0);
  });
  test("a circle ends", async () => {
    vendor.reply((response) => response.writeHead(302, { location: "/again" }).end());
    expect(await failing(client({ operatorHosts: [vendor.host] }).json({ url: vendor.base, tries: 1 }))).toMatchObject({ kind: "vendor", code: "redirected" });
    expect(vendor.asked).toHaveLength(4);
  });
});

describe("credentials", () => {
  const http = () => client({ downloadHosts: ["files.example"], secrets: ["sesame-open-123"], lookup: async () => [{ address: "93.184.216.34", family: 4 }] });
  test.each([
    ["a header by its name", { url: "https://files.example/a", headers: { Authorization: "x" } }],
    ["Shopify's header", { url: "https://files.example/a", headers: { "X-Shopify-Access-Token": "x" } }],
    ["a known secret in the address", { url: "https://files.example/a?q=sesame-open-123" }],
    ["a known secret in any header", { url: "https://files.example/a", headers: { "x-note": "it is sesame-open-123" } }],
    ["a known secret in the body", { url: "https://files.example/a", body: { q: "sesame-open-123" } }],
  ])("%s never goes to a host of downloads", async (_title, request) => {
    const client = http();
    const fault = await failing(client.json(request));
    expect(fault.message).toBe("Credentials are never sent to files.example.");
    expect(client.requests).toBe(0);
  });
});
