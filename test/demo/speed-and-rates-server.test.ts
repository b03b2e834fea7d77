import { pagespeedonline } from "googleapis/build/src/apis/pagespeedonline/index.js";
import { afterAll, beforeEach, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { readRates } from "#lib/imports/rates-file.ts";
import { nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
afterAll(() => servers.close());
beforeEach(() => servers.control.clear());

const key = credentials.google.apiKey;
const crux = async (method: string, body: object, withKey: string = key) => {
  const answer = await fetch(`${servers.url}/v1/records:${method}?key=${withKey}`, { method: "POST", body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() as any };
};

test("the googleapis client reads a laboratory run; CLS of the field data is in hundredths", async () => {
  const client = pagespeedonline({ version: "v5", rootUrl: `${servers.url}/`, auth: key });
  const { data } = await client.pagespeedapi.runpagespeed({ url: `${nordlicht.site}/`, strategy: "mobile", category: ["performance"] });
  expect(data.lighthouseResult?.categories?.performance?.score).toBe(0.74);
  expect(data.lighthouseResult?.audits?.["largest-contentful-paint"]?.numericValue).toBe(3902.2);
  expect(data.loadingExperience?.metrics?.CUMULATIVE_LAYOUT_SHIFT_SCORE?.percentile).toBe(6);
  await expect(client.pagespeedapi.runpagespeed({ url: "https://nowhere.example/" })).rejects.toMatchObject({ status: 500 });
});

test("a record's CLS is text, three quarters are good exactly where the 75th percentile is", async () => {
  const { record } = (await crux("queryRecord", { origin: nordlicht.site, formFactor: "PHONE" })).body;
  expect(record.key).toEqual({ formFactor: "PHONE", origin: nordlicht.site });
  expect(record.metrics.cumulative_layout_shift.percentiles.p75).toBe("0.06");
  expect(record.metrics.largest_contentful_paint.histogram[0].density).toBeGreaterThan(0.75);
  expect(record.metrics.interaction_to_next_paint.histogram[0].density).toBeLessThan(0.75);
  for (const metric of Object.values<any>(record.metrics)) expect(metric.histogram.reduce((sum: number, bin: any) => sum + bin.density, 0)).toBeCloseTo(1, 6);
});

test("a history has one period a week; an unknown origin is 404, a wrong key 400", async () => {
  const { record } = (await crux("queryHistoryRecord", { origin: nordlicht.site, formFactor: "DESKTOP" })).body;
  expect(record.collectionPeriods.map((period: any) => period.lastDate.day)).toEqual([7, 14]);
  expect(record.metrics.largest_contentful_paint.percentilesTimeseries.p75s).toEqual([2362, 2310]);
  expect((await crux("queryRecord", { origin: "https://nowhere.example" })).status).toBe(404);
  expect((await crux("queryRecord", { origin: nordlicht.site }, "wrong")).body.error.details[0].reason).toBe("API_KEY_INVALID");
});

test("the rates are a file that the product's own import reads", async () => {
  const bytes = Buffer.from(await (await fetch(`${servers.url}/fx/daily.csv?from=2026-11-16&to=2026-11-18`)).arrayBuffer());
  const rates = await readRates((async function* () { yield bytes; })());
  expect(rates.filter((rate) => rate.quote === "GBP")).toEqual([{ day: "2026-11-16", base: "EUR", quote: "GBP", rate: "0.8450" }, { day: "2026-11-18", base: "EUR", quote: "GBP", rate: "0.8450" }]);
});
