// PageSpeed Insights (one laboratory run with field data beside it) and the Chrome UX report's records.
import { addDays, dayAt, type Day } from "#lib/core/day.ts";
import type { DemoStore, LabRecord, VitalsRow } from "#lib/demo/records.ts";
import { googleError, requireApiKey } from "#lib/demo/servers/google-auth.ts";
import { json, parseObject, Refusal, type Ask, type Setting, type Vendor } from "#lib/demo/servers/vendor.ts";

/** Bounds of good and poor; CLS bounds are text in the Chrome UX report and hundredths in PageSpeed. */
const bounds = { largest_contentful_paint: [2500, 4000], interaction_to_next_paint: [200, 500], cumulative_layout_shift: [0.1, 0.25], experimental_time_to_first_byte: [800, 1800] } as const;
type Metric = keyof typeof bounds;
const metrics = Object.keys(bounds) as Metric[];
const labNames: Record<Metric, string> = { largest_contentful_paint: "LARGEST_CONTENTFUL_PAINT_MS", cumulative_layout_shift: "CUMULATIVE_LAYOUT_SHIFT_SCORE", interaction_to_next_paint: "INTERACTION_TO_NEXT_PAINT", experimental_time_to_first_byte: "EXPERIMENTAL_TIME_TO_FIRST_BYTE" };
const mostPeriods = 40;

export function crux(setting: Setting): Vendor {
  function record(ask: Ask, history: boolean) {
    requireApiKey(ask, setting, "crux");
    const body = parseObject(ask.text) as { origin?: string; url?: string; formFactor?: string; metrics?: string[]; collectionPeriodCount?: number } | undefined;
    if (!body || (!body.origin && !body.url)) return googleError(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
    // The demo's shops have enough visits for their origin only; a page of theirs is not found, as with most pages.
    const store = setting.world.stores.find((store) => store.site === body.origin?.replace(/\/$/, ""));
    const asked = body.metrics?.filter((name): name is Metric => metrics.includes(name as Metric)) ?? metrics;
    const periods = store ? told(setting, store, body.formFactor ?? "PHONE", Math.min(body.collectionPeriodCount ?? 25, mostPeriods)) : [];
    const present = asked.filter((name) => periods.some((row) => p75(row, name) !== null));
    if (present.length === 0) return googleError(404, "NOT_FOUND", "chrome ux report data not found");
    const key = { ...(body.formFactor ? { formFactor: body.formFactor } : {}), origin: body.origin };
    const last = periods.at(-1)!;
    return json(history
      ? { record: { key, metrics: Object.fromEntries(present.map((name) => [name, series(periods, name)])), collectionPeriods: periods.map(period) } }
      : { record: { key, metrics: Object.fromEntries(present.filter((name) => p75(last, name) !== null).map((name) => [name, single(last, name)])), collectionPeriod: period(last) } });
  }
  return {
    name: "crux",
    rows: () => undefined,
    quota: () => googleError(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'chromeuxreport.googleapis.com'."),
    routes: [
      { method: "POST", path: /^\/v1\/records:queryRecord$/, answer: (ask) => record(ask, false) },
      { method: "POST", path: /^\/v1\/records:queryHistoryRecord$/, answer: (ask) => record(ask, true) },
    ],
  };
}

export function pageSpeed(setting: Setting): Vendor {
  return {
    name: "pageSpeed",
    rows: () => undefined,
    quota: () => googleError(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Queries' and limit 'Queries per day' of service 'pagespeedonline.googleapis.com'."),
    routes: [{ method: "GET", path: /^\/pagespeedonline\/v5\/runPagespeed$/, answer(ask) {
      requireApiKey(ask, setting, "pageSpeed");
      const url = ask.query.get("url") ?? "";
      const strategy = (ask.query.get("strategy") ?? "desktop").toLowerCase() === "mobile" ? "mobile" : "desktop";
      const store = setting.world.stores.find((store) => url === store.site || url.startsWith(`${store.site}/`));
      if (!store) throw new Refusal(unreachable());
      const lab = setting.world.lab(store, url, strategy, setting.now());
      const field = told(setting, store, strategy === "mobile" ? "PHONE" : "DESKTOP", 1)[0];
      const page = url === store.site ? `${url}/` : url;
      return json({
        captchaResult: "CAPTCHA_NOT_NEEDED", kind: "pagespeedonline#result", id: page,
        ...(field ? { loadingExperience: experience(field, page), originLoadingExperience: experience(field, store.site) } : {}),
        lighthouseResult: lighthouse(page, strategy, lab), analysisUTCTimestamp: lab.at.toISOString(),
      });
    } }],
  };
}

function unreachable() {
  const reason = "Lighthouse returned error: ERRORED_DOCUMENT_REQUEST.";
  return json({ error: { code: 500, message: `${reason} Lighthouse was unable to reliably load the page you requested. Make sure you are testing the correct URL and that the server is properly responding to all requests. (Status code: 503)`, errors: [{ message: reason, domain: "lighthouse", reason: "lighthouseUserError" }] } }, 500);
}

/** The last periods whose data are out: about two days after their end. */
function told(setting: Setting, store: DemoStore, formFactor: string, count: number): VitalsRow[] {
  const end = addDays(dayAt(setting.now(), "UTC"), -1);
  return [...setting.world.vitals(store, addDays(end, -7 * count - 7), end, setting.now())].filter((row) => row.formFactor === formFactor).slice(-count);
}

function p75(row: VitalsRow, metric: Metric): number | string | null {
  return metric === "largest_contentful_paint" ? row.lcp : metric === "interaction_to_next_paint" ? row.inp : metric === "cumulative_layout_shift" ? row.cls : row.ttfb;
}

/** Shares of good, middling and poor visits that go with a p75: it is good exactly where three quarters are. */
function shares(value: number, [good, poor]: readonly [number, number]): [number, number, number] {
  const first = value === 0 ? 0.99 : Math.min(0.99, 0.75 * Math.sqrt(good / value));
  const last = (1 - first) * Math.min(0.9, 0.33 * Math.sqrt(value / good) * Math.sqrt(poor / good / 1.6));
  const round = (share: number) => Number(share.toFixed(4));
  return [round(first), round(1 - round(first) - round(last)), round(last)];
}

/** CLS counts in text: "0.10". */
const bound = (metric: Metric, value: number) => (metric === "cumulative_layout_shift" ? value.toFixed(2) : value);

function bins(metric: Metric) {
  const [good, poor] = bounds[metric];
  return [{ start: bound(metric, 0), end: bound(metric, good) }, { start: bound(metric, good), end: bound(metric, poor) }, { start: bound(metric, poor) }];
}

function single(row: VitalsRow, metric: Metric) {
  const value = p75(row, metric)!;
  const parts = shares(Number(value), bounds[metric]);
  return { histogram: bins(metric).map((bin, index) => ({ ...bin, density: parts[index] })), percentiles: { p75: value } };
}

/** Weeks with too few visits: null percentiles, and densities that say "NaN" in text. */
function series(rows: VitalsRow[], metric: Metric) {
  const parts = rows.map((row) => (p75(row, metric) === null ? null : shares(Number(p75(row, metric)), bounds[metric])));
  return {
    histogramTimeseries: bins(metric).map((bin, index) => ({ ...bin, densities: parts.map((part) => part?.[index] ?? "NaN") })),
    percentilesTimeseries: { p75s: rows.map((row) => p75(row, metric)) },
  };
}

const date = (day: Day) => ({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) });
const period = (row: VitalsRow) => ({ firstDate: date(row.periodFrom), lastDate: date(row.periodEnd) });

/** Field data in PageSpeed's words: CLS percentiles and bounds are hundredths. */
function experience(row: VitalsRow, id: string) {
  const present = metrics.filter((name) => p75(row, name) !== null);
  const category = (name: Metric) => {
    const [good, poor] = bounds[name];
    return Number(p75(row, name)) <= good ? "FAST" : Number(p75(row, name)) <= poor ? "AVERAGE" : "SLOW";
  };
  const scaled = (name: Metric, value: number) => (name === "cumulative_layout_shift" ? Math.round(value * 100) : value);
  const worst = ["SLOW", "AVERAGE", "FAST"].find((name) => present.some((metric) => category(metric) === name));
  return {
    id,
    metrics: Object.fromEntries(present.map((name) => {
      const [good, poor] = bounds[name];
      const [a, b, c] = shares(Number(p75(row, name)), bounds[name]);
      const [low, high] = [scaled(name, good), scaled(name, poor)];
      return [labNames[name], { percentile: scaled(name, Number(p75(row, name))), distributions: [{ min: 0, max: low, proportion: a }, { min: low, max: high, proportion: b }, { min: high, proportion: c }], category: category(name) }];
    })),
    overall_category: worst, initial_url: id,
  };
}

function lighthouse(url: string, strategy: string, lab: LabRecord) {
  const audit = (id: string, title: string, value: number, numericUnit: string) => ({ id, title, description: "", score: lab.score, scoreDisplayMode: "numeric", displayValue: numericUnit === "unitless" ? String(value) : `${(value / 1000).toFixed(1)} s`, numericValue: value, numericUnit });
  const audits = [
    audit("first-contentful-paint", "First Contentful Paint", lab.fcp, "millisecond"), audit("largest-contentful-paint", "Largest Contentful Paint", lab.lcp, "millisecond"),
    audit("total-blocking-time", "Total Blocking Time", lab.tbt, "millisecond"), audit("cumulative-layout-shift", "Cumulative Layout Shift", lab.cls, "unitless"), audit("speed-index", "Speed Index", lab.speedIndex, "millisecond"),
  ];
  const weights: Record<string, number> = { "first-contentful-paint": 10, "largest-contentful-paint": 25, "total-blocking-time": 30, "cumulative-layout-shift": 25, "speed-index": 10 };
  return {
    requestedUrl: url, finalUrl: url, mainDocumentUrl: url, finalDisplayedUrl: url, lighthouseVersion: "13.0.1", userAgent: "Mozilla/5.0 HeadlessChrome", fetchTime: lab.at.toISOString(),
    environment: { networkUserAgent: "Mozilla/5.0", hostUserAgent: "Mozilla/5.0", benchmarkIndex: 612 }, runWarnings: [],
    configSettings: { emulatedFormFactor: strategy, formFactor: strategy, locale: "en-US", onlyCategories: ["performance"], channel: "lr" },
    audits: Object.fromEntries(audits.map((each) => [each.id, each])),
    categories: { performance: { id: "performance", title: "Performance", score: lab.score, auditRefs: audits.map(({ id }) => ({ id, weight: weights[id], group: "metrics", acronym: id.split("-").map((word) => word[0]!.toUpperCase()).join("") })) } },
    categoryGroups: {}, timing: { total: 18_211.4 }, i18n: { rendererFormattedStrings: {} },
  };
}
