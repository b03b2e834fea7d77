// Exchange rates by address: both shapes of table, plain, gzip and zip.
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import type { RateFact } from "#lib/facts/order.ts";
import { HttpFault, type Ask } from "#lib/sources/source.ts";
import { exchangeRates } from "#lib/sources/exchange-rates/source.ts";
import { readRates } from "#lib/imports/rates-file.ts";
import { bytesOf } from "#test/imports/support.ts";
import { zipOf } from "#test/imports/zip.ts";
import { contextFor, readStream } from "#test/support/read-stream.ts";
import { smallNow, smallWorld } from "#test/support/small-world.ts";
import { startVendor } from "#test/support/vendor.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
const vendor = await startVendor();
afterAll(() => Promise.all([servers.close(), vendor.close()]));
beforeEach(() => servers.control.clear());

const week: Ask = { from: "2026-11-16", to: "2026-11-20" };
const own = (path = "/rates.csv") => contextFor(exchangeRates, { settings: { url: `https://rates.example${path}` }, endpoint: { base: vendor.base, token: vendor.base }, now: smallNow });
const demo = () => contextFor(exchangeRates, { settings: { url: "https://rates.example/fx/daily.csv" }, endpoint: { base: servers.url, token: servers.url }, now: smallNow });
const serve = (body: string | Uint8Array) => vendor.reply((response) => void response.writeHead(200, { "content-type": "text/csv" }).end(body));
const read = (path?: string, ask = week) => readStream<RateFact>(exchangeRates, "rates", own(path).context, ask);
async function faultOf(promise: Promise<unknown>): Promise<HttpFault> {
  const error = await promise.then(() => undefined, (caught: unknown) => caught);
  if (!(error instanceof HttpFault)) throw new Error(`No fault but ${String((error as Error)?.stack ?? error)}`);
  return error;
}

/** As the bank publishes it: newest first, a comma at each line's end, N/A where there was none. */
const bank = "Date,USD,JPY,ISK,\n2026-11-19,1.0841,162.55,N/A,\n2026-11-18,1.0852,163.01,149.9,\n2026-11-13,1.08,160,148,\n";
const bankRates = [
  { day: "2026-11-19", base: "EUR", quote: "USD", rate: "1.0841" }, { day: "2026-11-19", base: "EUR", quote: "JPY", rate: "162.55" },
  { day: "2026-11-18", base: "EUR", quote: "USD", rate: "1.0852" }, { day: "2026-11-18", base: "EUR", quote: "JPY", rate: "163.01" }, { day: "2026-11-18", base: "EUR", quote: "ISK", rate: "149.9" },
];

describe("a table of rates", () => {
  test("the local server's file: the days asked for, and a day without rates stays without", async () => {
    const { rows, rejects } = await readStream<RateFact>(exchangeRates, "rates", demo().context, week);
    expect(rejects).toEqual([]);
    expect(rows.filter((rate) => rate.quote === "GBP").map((rate) => rate.day)).toEqual(["2026-11-16", "2026-11-18", "2026-11-19"]);
    expect(rows[0]).toMatchObject({ day: "2026-11-16", base: "EUR", quote: "USD" });
  });
  test("the central bank's table, plain, gzip and zip, is the same", async () => {
    serve(bank);
    expect((await read()).rows).toEqual(bankRates);
    serve(gzipSync(bank));
    expect((await read("/rates.csv.gz")).rows).toEqual(bankRates);
    serve(zipOf({ "eurofxref-hist.csv": bank }));
    expect((await read("/eurofxref-hist.zip")).rows).toEqual(bankRates);
  });
  test("an import of the same file reads the same rates", async () => {
    expect((await readRates(bytesOf(bank))).filter((rate) => rate.day >= week.from)).toEqual(bankRates);
  });
  test("semicolons and quotes are fine; a row that can't be read is set aside with its line", async () => {
    serve('"day";"base";"quote";"rate"\n2026-11-17;USD;CHF;0.88\n2026-11-18;USD;CHF;0\n2026-11-18;USD;USD;1\n');
    const { rows, rejects } = await read();
    expect([rows, rejects.map((reject) => reject.path)]).toEqual([[{ day: "2026-11-17", base: "USD", quote: "CHF", rate: "0.88" }], ["line 3", "line 4"]]);
  });
  test.each([["no table", "hello\n"], ["nothing", ""], ["a table with the euro as a column, of which nobody knows the base", "Date,EUR,USD\n2026-11-18,0.9,1\n"]])("%s is refused in words", async (_, body) => {
    serve(body);
    expect(["shape", "vendor"]).toContain((await faultOf(read())).kind);
  });
  test("a web page, a damaged zip and a missing file are faults", async () => {
    vendor.reply((response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html><body>Sign in</body></html>"));
    expect(await faultOf(read())).toMatchObject({ kind: "vendor" });
    serve("PK\u0003\u0004 not really");
    expect(await faultOf(read("/x.zip"))).toMatchObject({ kind: "vendor", message: expect.stringContaining("zip") });
    vendor.reply((response) => void response.writeHead(404).end());
    expect(await faultOf(read("/x.zip"))).toMatchObject({ kind: "gone" });
    servers.control.fault({ on: "rates", kind: "error", status: 500 });
    expect((await readStream(exchangeRates, "rates", demo().context, week)).rows.length).toBe(6);
  });
  test("a test of the connection says when the file ends early or lacks the store's currency", async () => {
    expect((await exchangeRates.test(demo().context)).notes).toEqual([]);
    serve("Date,JPY\n2026-10-01,160\n");
    expect((await exchangeRates.test({ ...own().context, store: { zone: "America/New_York", currency: "USD" } })).notes).toEqual([{ id: "ratesEnd", values: { day: "2026-10-01" } }, { id: "ratesLack", values: { currency: "USD" } }]);
  });
  test("only https addresses are taken, and requests go to that host alone", () => {
    for (const url of ["http://rates.example/a.csv", "file:///etc/passwd", "https://10.0.0.1/a", "https://a.example:99/x"]) expect(exchangeRates.settings.safeParse({ url }).success).toBe(false);
    expect(exchangeRates.hostsOf!({ url: "https://rates.example/a.csv" })).toEqual(["rates.example"]);
  });
});
