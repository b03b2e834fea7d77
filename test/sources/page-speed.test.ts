// Page speed: CrUX's periods and laboratory runs.
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { HttpFault } from "#lib/sources/source.ts";
import { historyPeriods, median, medianRun, recordPeriod } from "#lib/sources/page-speed/conform.ts";
import { fieldHistory, fieldRecord, labAnswer } from "#lib/sources/page-speed/payload.ts";
import { pageSpeed } from "#lib/sources/page-speed/source.ts";
import { contextFor, readStream, type Reading } from "#test/support/read-stream.ts";
import { json, startVendor, type Asked, type Reply } from "#test/support/vendor.ts";

const vendor = await startVendor();
afterAll(() => vendor.close());
const fixture = (path: string) => JSON.parse(readFileSync(`test/fixtures/${path}.json`, "utf8")) as any;
const now = new Date("2026-11-20T10:00:00Z");
const settings = { site: "https://www.nordlicht-outdoor.example/", apiKey: "key-123456" };
const reading = (given: object = {}, http: object = {}): Reading => contextFor(pageSpeed, { settings: { ...settings, ...given }, endpoint: { base: vendor.base, token: vendor.base }, account: { zone: "UTC" }, now, http });
const phone = { subject: "https://www.nordlicht-outdoor.example", formFactor: "phone" };

const healthy: Reply = (response, asked) => {
  if (asked.path.includes("runPagespeed")) return json(response, fixture("pagespeed/runPagespeed"));
  const { formFactor } = JSON.parse(asked.body) as { formFactor?: string };
  if (formFactor !== "PHONE") return json(response, fixture("crux/error.404"), 404);
  const body = fixture(asked.path.endsWith("queryHistoryRecord") ? "crux/queryHistoryRecord" : "crux/queryRecord");
  // The history's fixture is of all devices together: an answer names the device that was asked for.
  body.record.key.formFactor = formFactor;
  return json(response, body);
};
/** The record of all devices together: its key names none. */
function ofAll(): object {
  const body = fixture("crux/queryRecord");
  delete body.record.key.formFactor;
  return body;
}
async function faultOf(promise: Promise<unknown>): Promise<HttpFault> {
  const error = await promise.then(() => undefined, (caught: unknown) => caught);
  if (!(error instanceof HttpFault)) throw new Error(`No fault but ${String((error as Error)?.stack ?? error)}`);
  return error;
}

describe("conforming", () => {
  test("a period is kept by its last day; CLS comes as text and stays exact", () => {
    expect(recordPeriod(fieldRecord.parse(fixture("crux/queryRecord")), phone)).toEqual({ day: "2026-11-18", ...phone, lcpP75Ms: "2310", inpP75Ms: "238", clsP75: "0.06", lcpGood: "0.7812", inpGood: "0.69", clsGood: "0.8709" });
  });
  test("a week of too few visits (\"NaN\", null) is left out, a figure that wasn't told is null", () => {
    expect(historyPeriods(fieldHistory.parse(fixture("crux/queryHistoryRecord")), phone)).toEqual([
      { day: "2026-10-31", ...phone, lcpP75Ms: "2362", inpP75Ms: null, clsP75: "0.07", lcpGood: "0.77", inpGood: null, clsGood: "0.87" },
      { day: "2026-11-14", ...phone, lcpP75Ms: "2310", inpP75Ms: null, clsP75: "0.06", lcpGood: "0.78", inpGood: null, clsGood: "0.871" },
    ]);
  });
  test("the median of 3, 1 and 2 is 2, of 4 and 2 the lower, of nothing null", () => {
    expect([median([3, 1, 2]), median([4, null, 2]), median([undefined])]).toEqual(["2", "2", null]);
  });
  test("a laboratory day is the middle of each figure", () => {
    const run = (score: number, lcp: number) => { const body = fixture("pagespeed/runPagespeed"); body.lighthouseResult.categories.performance.score = score; body.lighthouseResult.audits["largest-contentful-paint"].numericValue = lcp; return labAnswer.parse(body); };
    expect(medianRun("2026-11-20", phone, [run(0.7, 4000), run(0.9, 3000.5), run(0.8, 5000)])).toEqual({ day: "2026-11-20", ...phone, score: "0.8", lcpMs: "4000", cls: "0.0402", tbtMs: "210.5" });
  });
});

describe("reading", () => {
  test("history brings the weeks, today's record the newest day; devices without enough visits bring nothing", async () => {
    vendor.reply(healthy);
    const all = await readStream(pageSpeed, "vitals", reading().context, { from: "2026-02-12", to: "2026-11-19" });
    expect(all.rows.map((row) => [row.day, row.formFactor, row.lcpP75Ms])).toEqual([["2026-10-31", "phone", "2362"], ["2026-11-14", "phone", "2310"], ["2026-11-18", "phone", "2310"]]);
    expect(vendor.asked.every((asked) => asked.query.get("key") === "key-123456")).toBe(true);
  });
  test("a single new day asks today's record alone, and a period of another day stays out", async () => {
    vendor.reply(healthy);
    expect((await readStream(pageSpeed, "vitals", reading().context, { from: "2026-11-18", to: "2026-11-19" })).rows.length).toBe(1);
    expect(vendor.asked.map((asked) => asked.path)).toEqual(Array.from({ length: 3 }, () => "/v1/records:queryRecord"));
    expect((await readStream(pageSpeed, "vitals", reading().context, { from: "2026-11-17", to: "2026-11-18" })).rows).toEqual([]);
  });
  test("listed pages are asked beside the site", async () => {
    vendor.reply(healthy);
    await readStream(pageSpeed, "vitals", reading({ pages: "https://www.nordlicht-outdoor.example/products/lamp" }).context, { from: "2026-11-18", to: "2026-11-19" });
    expect(vendor.asked.filter((asked) => asked.body.includes("PHONE")).map((asked: Asked) => JSON.parse(asked.body))).toMatchObject([{ origin: phone.subject }, { url: "https://www.nordlicht-outdoor.example/products/lamp" }]);
  });
  test("the laboratory runs three times for each device, on the home page unless pages are listed", async () => {
    vendor.reply(healthy);
    const all = await readStream(pageSpeed, "lab", reading().context, { from: "2026-11-20", to: "2026-11-21" });
    expect(all.rows).toEqual([
      { day: "2026-11-20", subject: "https://www.nordlicht-outdoor.example/", formFactor: "phone", score: "0.74", lcpMs: "3902.2", cls: "0.0402", tbtMs: "210.5" },
      { day: "2026-11-20", subject: "https://www.nordlicht-outdoor.example/", formFactor: "desktop", score: "0.74", lcpMs: "3902.2", cls: "0.0402", tbtMs: "210.5" },
    ]);
    expect(vendor.asked.map((asked) => asked.query.get("strategy"))).toEqual(["mobile", "mobile", "mobile", "desktop", "desktop", "desktop"]);
  });
  test("a past day can't be measured any more", async () => {
    vendor.reply(healthy);
    expect(await readStream(pageSpeed, "lab", reading().context, { from: "2026-11-19", to: "2026-11-20" })).toMatchObject({ rows: [], batches: 0 });
  });
  test("a page that can't be loaded is tried once and has a row without figures, the others are measured", async () => {
    vendor.reply((response, asked, count) => (asked.query.get("strategy") === "mobile" ? json(response, fixture("pagespeed/error.500.lighthouse"), 500) : healthy(response, asked, count)));
    const { context, drift } = reading();
    const all = await readStream(pageSpeed, "lab", context, { from: "2026-11-20", to: "2026-11-21" });
    expect([all.rows.map((row) => [row.formFactor, row.score]), [...drift.keys()], vendor.asked.length]).toEqual([[["phone", null], ["desktop", "0.74"]], ["page not loaded: https://www.nordlicht-outdoor.example/"], 4]);
  });
  test("a laboratory run may take longer than other calls", async () => {
    vendor.reply((response, asked, count) => void setTimeout(() => healthy(response, asked, count), 120));
    expect((await readStream(pageSpeed, "lab", reading({}, { timeoutMs: 50 }).context, { from: "2026-11-20", to: "2026-11-21" })).rows.length).toBe(2);
  });
});

describe("faults", () => {
  test("a wrong key is a matter of access, an error of Google's is tried again", async () => {
    vendor.reply((response) => json(response, { error: { code: 400, message: "API key not valid. Please pass a valid API key.", status: "INVALID_ARGUMENT", details: [{ reason: "API_KEY_INVALID" }] } }, 400));
    expect(await faultOf(pageSpeed.test(reading().context))).toMatchObject({ kind: "auth", code: "API_KEY_INVALID" });
    vendor.reply((response, asked, count) => (count === 1 ? json(response, { error: { code: 503, message: "x" } }, 503) : json(response, ofAll())));
    expect(await pageSpeed.test(reading().context)).toEqual({ id: phone.subject, name: "www.nordlicht-outdoor.example", currency: null, zone: "UTC", notes: [] });
  });
  test("too little traffic is told as a note, not as a failure", async () => {
    vendor.reply((response) => json(response, fixture("crux/error.404"), 404));
    expect((await pageSpeed.test(reading().context)).notes).toEqual([{ id: "noFieldData" }]);
  });
  test("an answer without its period is a fault of its shape", async () => {
    vendor.reply((response) => json(response, { record: { metrics: {} } }));
    expect((await faultOf(readStream(pageSpeed, "vitals", reading().context, { from: "2026-11-18", to: "2026-11-19" }))).kind).toBe("shape");
  });
  test("addresses must be whole", () => {
    const tried = (given: object) => pageSpeed.settings.safeParse({ ...settings, ...given }).success;
    expect([tried({}), tried({ site: "www.shop.example" }), tried({ pages: "/products" }), tried({ pages: "https://a.example/x\nhttps://a.example/y" })]).toEqual([true, false, false, true]);
  });
});
