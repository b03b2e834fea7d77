// Meta's Marketing API: insights by campaign and day, asynchronous runs, the account and the list of accounts.
import { addDays, dayAt, daysBetween, isDay, type Day } from "#lib/core/day.ts";
import type { DemoStore, MetaRow } from "#lib/demo/records.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { amount, micros, plain } from "#lib/demo/servers/exact.ts";
import { base64, json, Refusal, unbase64, type Answer, type Ask, type Setting, type Vendor } from "#lib/demo/servers/vendor.ts";

const oldest = 24;
const newest = 26;
const historyMonths = 37;
const traceId = "AdemoTraceId000000000000";
/** All that count purchases here: they overlap, so a reader picks one. */
const purchaseTypes = ["omni_purchase", "purchase", "offsite_conversion.fb_pixel_purchase", "web_in_store_purchase"];
const windows = ["1d_view", "7d_click"] as const;

interface InsightsAsk { fields: string[]; since: Day; until: Day; isByDay: boolean; level: "campaign" | "account"; windows: string[]; limit: number; after: number }
interface Run { id: string; store: DemoStore; ask: InsightsAsk; polls: number; startedAt: Date }

/** The usage header of an account, percent of what is allowed. */
export function usageHeader(account: string, percent: number): Record<string, string> {
  return { "x-business-use-case-usage": JSON.stringify({ [account]: [{ type: "ads_insights", call_count: percent, total_cputime: 3, total_time: 4, estimated_time_to_regain_access: 0, ads_api_access_tier: "standard_access" }] }) };
}

export function meta(setting: Setting): Vendor {
  const runs: Run[] = [];

  function requireToken(ask: Ask, form: URLSearchParams, version: string): void {
    const number = Number(/^v(\d+)/.exec(version)?.[1]);
    if (number < oldest || number > newest) throw new Refusal(fault(2635, `(#2635) You are calling a deprecated version of the Ads API. Please update to the latest version: v${newest}.0.`));
    const token = form.get("access_token") ?? /^(?:Bearer|OAuth) (.+)$/.exec(ask.headers.authorization ?? "")?.[1];
    if (token === credentials.meta.accessToken && !setting.isRevoked("meta")) return;
    const answer = fault(190, "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.", { error_subcode: 460 });
    throw new Refusal({ ...answer, headers: { "www-authenticate": 'OAuth "Facebook Platform" "invalid_token"' } });
  }

  function storeOf(account: string): DemoStore {
    const store = setting.world.stores.find((store) => store.accounts.meta === account);
    if (!store) throw new Refusal(fault(100, `Unsupported get request. Object with ID 'act_${account}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`, { error_subcode: 33, type: "GraphMethodException" }));
    return store;
  }

  function readInsights(form: URLSearchParams, store: DemoStore): InsightsAsk {
    const range = parse<{ since?: string; until?: string }>(form.get("time_range"), {});
    const today = dayAt(setting.now(), store.zone);
    const [since, until] = form.has("time_range") ? [range.since ?? "", range.until ?? ""] : [addDays(today, -30), addDays(today, -1)];
    if (!isDay(since) || !isDay(until) || since > until) throw new Refusal(fault(100, "(#100) param time_range must be an object with since and until, YYYY-MM-DD."));
    if (daysBetween(since, today) > historyMonths * 31) throw new Refusal(fault(3018, `(#3018) The start date of the time range cannot be beyond ${historyMonths} months from the current date`));
    const level = form.get("level") ?? "account";
    if (level !== "campaign" && level !== "account") throw new Refusal(fault(100, `(#100) The demo's accounts have no ${level} level.`));
    const fields = list(form.get("fields"));
    const unknown = fields.find((field) => !known.includes(field));
    if (unknown !== undefined) throw new Refusal(fault(100, `(#100) ${unknown} is not valid for fields param. please check https://developers.facebook.com/docs/marketing-api/reference/ads-insights/ for all valid values`));
    return {
      fields: fields.length > 0 ? fields : ["account_id", "impressions", "spend"], since, until, level, isByDay: form.get("time_increment") === "1",
      windows: parse<string[]>(form.get("action_attribution_windows"), []), limit: Number(form.get("limit") ?? 25), after: form.get("after") ? Number(unbase64(form.get("after")!)) : 0,
    };
  }

  function insights(store: DemoStore, ask: InsightsAsk, self: string, form: URLSearchParams): Answer {
    const groups = new Map<string, MetaRow & { last: Day }>();
    for (const row of setting.world.rows(store, "meta", ask.since, addDays(ask.until, 1), setting.now())) {
      const key = `${ask.isByDay ? row.day : ""} ${ask.level === "campaign" ? row.campaignId : ""}`;
      const sum = groups.get(key);
      groups.set(key, sum ? added(sum, row) : { ...row, last: row.day });
    }
    const rows = [...groups.values()];
    const page = rows.slice(ask.after, ask.after + ask.limit);
    const next = ask.after + ask.limit;
    const link = new URLSearchParams(form);
    link.set("after", base64(String(next)));
    const data = page.map((row) => tell(row, store, ask));
    return json({
      data,
      ...(page.length === 0 ? {} : { paging: { cursors: { before: base64(String(ask.after)), after: base64(String(next)) }, ...(rows.length > next ? { next: `${self}?${link}` } : {}) } }),
    }, 200, usageHeader(store.accounts.meta!, 3));
  }

  function poll(run: Run) {
    const isDone = run.polls++ > 0;
    return {
      id: run.id, account_id: run.store.accounts.meta, time_ref: Math.floor(run.startedAt.getTime() / 1000), ...(isDone ? { time_completed: Math.floor(setting.now().getTime() / 1000) } : {}),
      async_status: isDone ? "Job Completed" : "Job Running", async_percent_completion: isDone ? 100 : 40, is_running: !isDone, date_start: run.ask.since, date_stop: run.ask.until,
    };
  }

  const formOf = (ask: Ask) => new URLSearchParams([...ask.query, ...(ask.method === "POST" ? formBody(ask) : [])]);
  const card = (store: DemoStore): Record<string, unknown> => ({
    id: `act_${store.accounts.meta}`, account_id: store.accounts.meta, name: store.name, currency: store.currency, timezone_name: store.zone, account_status: 1, business_name: store.name,
  });
  const picked = (whole: Record<string, unknown>, fields: string[], always: string[]) => Object.fromEntries(Object.entries(whole).filter(([key]) => always.includes(key) || fields.includes(key)));
  const runOf = (id: string) => {
    const run = runs.find((run) => run.id === id);
    if (!run) throw new Refusal(fault(100, `Unsupported get request. Object with ID '${id}' does not exist.`, { error_subcode: 33, type: "GraphMethodException" }));
    return run;
  };

  return {
    name: "meta",
    rows: (body) => (body as { data?: unknown[] }).data,
    quota: () => fault(80004, "(#80004) There have been too many calls to this ad-account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting#ads-management.", {
      error_subcode: 2446079, error_user_title: "Ad-account has too many API calls", error_user_msg: "There have been too many calls from this ad account. Please wait a bit and try again.",
    }),
    routes: [
      { method: "GET", path: /^\/(v\d+\.0)\/me\/adaccounts$/, answer(ask, [version = ""]) {
        requireToken(ask, ask.query, version);
        const data = setting.world.stores.filter((store) => store.accounts.meta).map((store) => picked(card(store), list(ask.query.get("fields")), ["id", "account_id"]));
        return json({ data, paging: { cursors: { before: base64("0"), after: base64(String(data.length)) } } });
      } },
      { method: "GET", path: /^\/(v\d+\.0)\/act_(\d+)$/, answer(ask, [version = "", account = ""]) {
        requireToken(ask, ask.query, version);
        return json(picked(card(storeOf(account)), list(ask.query.get("fields")), ["id"]), 200, usageHeader(account, 3));
      } },
      { method: "GET", path: /^\/(v\d+\.0)\/act_(\d+)\/insights$/, answer(ask, [version = "", account = ""]) {
        requireToken(ask, ask.query, version);
        const store = storeOf(account);
        return insights(store, readInsights(ask.query, store), `${ask.origin}${ask.path}`, ask.query);
      } },
      { method: "POST", path: /^\/(v\d+\.0)\/act_(\d+)\/insights$/, answer(ask, [version = "", account = ""]) {
        const form = formOf(ask);
        requireToken(ask, form, version);
        const store = storeOf(account);
        const run: Run = { id: String(6_000_000_000_000_001 + runs.length), store, ask: readInsights(form, store), polls: 0, startedAt: setting.now() };
        runs.push(run);
        return json({ report_run_id: run.id }, 200, usageHeader(account, 3));
      } },
      { method: "GET", path: /^\/(v\d+\.0)\/(\d{16})$/, answer(ask, [version = "", id = ""]) {
        requireToken(ask, ask.query, version);
        return json(poll(runOf(id)));
      } },
      { method: "GET", path: /^\/(v\d+\.0)\/(\d{16})\/insights$/, answer(ask, [version = "", id = ""]) {
        requireToken(ask, ask.query, version);
        const run = runOf(id);
        if (run.polls < 2) return fault(2601, "(#2601) Error retrieving adspixels: the report run is not complete.", { is_transient: true });
        const after = ask.query.get("after");
        return insights(run.store, { ...run.ask, limit: Number(ask.query.get("limit") ?? 25), after: after ? Number(unbase64(after)) : 0 }, `${ask.origin}${ask.path}`, ask.query);
      } },
    ],
  };
}

const known = ["account_id", "account_name", "account_currency", "campaign_id", "campaign_name", "impressions", "clicks", "spend", "inline_link_clicks", "reach", "frequency", "ctr", "cpc", "cpm", "actions", "action_values", "purchase_roas", "date_start", "date_stop"];

/** One insight: values as text, and what is zero is left out, as Meta does. */
function tell(row: MetaRow & { last: Day }, store: DemoStore, ask: InsightsAsk): Record<string, unknown> {
  const purchases = row.purchasesByClick + row.purchasesByView;
  const value = micros(row.valueByClick) + micros(row.valueByView);
  const told = ask.windows.length > 0 ? windows.filter((name) => ask.windows.includes(name)) : [];
  const byWindow = (view: string, click: string) => Object.fromEntries(told.map((name) => [name, name === "1d_view" ? view : click]).filter(([, part]) => part !== "0"));
  const spend = micros(row.spend);
  const roas = (part: number) => amount(Math.round((part / spend) * 1_000_000), 6);
  const per = (top: number, bottom: number) => (bottom === 0 ? undefined : amount(Math.round((top / bottom) * 1_000_000), 6));
  const whole: Record<string, unknown> = {
    account_id: store.accounts.meta, account_name: store.name, account_currency: store.currency, campaign_id: row.campaignId, campaign_name: row.campaign,
    impressions: String(row.impressions), clicks: String(row.clicks), spend: plain(spend), inline_link_clicks: row.linkClicks === 0 ? undefined : String(row.linkClicks),
    // People of several days can't be added: the largest day stands for them.
    reach: String(row.reach), frequency: per(row.impressions, row.reach), ctr: per(row.clicks * 100, row.impressions), cpc: per(spend / 1_000_000, row.clicks), cpm: per(spend / 1000, row.impressions),
    actions: purchases + row.linkClicks === 0 ? undefined : [
      ...(row.linkClicks === 0 ? [] : [{ action_type: "link_click", value: String(row.linkClicks), ...byWindow("0", String(row.linkClicks)) }]),
      ...(purchases === 0 ? [] : purchaseTypes.map((action_type) => ({ action_type, value: String(purchases), ...byWindow(String(row.purchasesByView), String(row.purchasesByClick)) }))),
    ],
    action_values: value === 0 ? undefined : ["omni_purchase", "offsite_conversion.fb_pixel_purchase"].map((action_type) => ({ action_type, value: plain(value), ...byWindow(plain(micros(row.valueByView)), plain(micros(row.valueByClick))) })),
    purchase_roas: value === 0 || spend === 0 ? undefined : [{ action_type: "omni_purchase", value: roas(value), ...byWindow(roas(micros(row.valueByView)), roas(micros(row.valueByClick))) }],
  };
  const level = ask.level === "campaign" ? known : known.filter((field) => !field.startsWith("campaign_"));
  const fields = Object.fromEntries(level.filter((field) => ask.fields.includes(field) && whole[field] !== undefined).map((field) => [field, whole[field]]));
  return { ...fields, date_start: ask.isByDay ? row.day : ask.since, date_stop: ask.isByDay ? row.day : ask.until };
}

function added(a: MetaRow & { last: Day }, b: MetaRow): MetaRow & { last: Day } {
  const money = (one: string, other: string) => plain(micros(one) + micros(other));
  return {
    ...a, last: b.day, impressions: a.impressions + b.impressions, clicks: a.clicks + b.clicks, linkClicks: a.linkClicks + b.linkClicks, reach: Math.max(a.reach, b.reach),
    spend: money(a.spend, b.spend), purchasesByClick: a.purchasesByClick + b.purchasesByClick, purchasesByView: a.purchasesByView + b.purchasesByView,
    valueByClick: money(a.valueByClick, b.valueByClick), valueByView: money(a.valueByView, b.valueByView),
  };
}

function fault(code: number, message: string, more: Record<string, unknown> = {}): Answer {
  return json({ error: { message, type: "OAuthException", code, is_transient: false, ...more, fbtrace_id: traceId } }, 400);
}

/** "a,b" or ["a","b"]. */
const list = (text: string | null): string[] => (!text ? [] : text.startsWith("[") ? parse<string[]>(text, []) : text.split(",").map((field) => field.trim()));

function parse<Value>(text: string | null, otherwise: Value): Value {
  try {
    return text ? JSON.parse(text) as Value : otherwise;
  } catch {
    throw new Refusal(fault(100, "(#100) A parameter must be valid JSON."));
  }
}

/** A POST's parameters, form or JSON. */
function formBody(ask: Ask): [string, string][] {
  if (!ask.headers["content-type"]?.includes("json")) return [...new URLSearchParams(ask.text)];
  return Object.entries(parse<Record<string, unknown>>(ask.text, {})).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]);
}
