// The Search Console API: sites and search analytics, answered from the world by the report its dimensions ask for.
import { addDays, addMonths, dayAt, isDay } from "#lib/core/day.ts";
import type { DemoReport, DemoStore, SearchCounts } from "#lib/demo/records.ts";
import { googleError, requireGoogle } from "#lib/demo/servers/google-auth.ts";
import { json, parseObject, Refusal, type Answer, type Ask, type Setting, type Vendor } from "#lib/demo/servers/vendor.ts";

type SearchReport = Extract<DemoReport, `search${string}`>;
type AnyRow = SearchCounts & { device?: string; country?: string; page?: string; query?: string };

interface Query {
  startDate?: string; endDate?: string; dimensions?: string[]; type?: string; searchType?: string; dataState?: string; aggregationType?: string;
  rowLimit?: number; startRow?: number; dimensionFilterGroups?: { filters?: { dimension?: string; operator?: string; expression?: string }[] }[];
}

/** Which dimensions a report can be cut by, the cheapest first. */
const reports: [SearchReport, readonly string[]][] = [
  ["searchTotals", ["date"]], ["searchDevices", ["date", "device", "country"]], ["searchPages", ["date", "page"]],
  ["searchQueries", ["date", "query"]], ["searchQueryPages", ["date", "query", "page", "device"]],
];
const known = ["date", "query", "page", "country", "device"];

export function searchConsole(setting: Setting): Vendor {
  const docs = "https://developers.google.com/webmaster-tools/v3/limits";

  function query(ask: Ask, site: string): Answer {
    requireGoogle(ask, setting, "searchConsole");
    const store = setting.world.stores.find((store) => store.accounts.searchSite === decodeURIComponent(site));
    if (!store) throw new Refusal(oldError(403, `User does not have sufficient permission for site '${decodeURIComponent(site)}'. See also: https://support.google.com/webmasters/answer/2451999.`, "forbidden", "global"));
    const body = parseObject(ask.text) as Query | undefined;
    if (!body) throw new Refusal(googleError(400, "INVALID_ARGUMENT", "Invalid JSON payload received."));
    return json(search(store, body));
  }

  function search(store: DemoStore, body: Query) {
    const dimensions = (body.dimensions ?? []).map((name) => name.toLowerCase());
    const state = (body.dataState ?? "final").toLowerCase();
    const limit = body.rowLimit ?? 1000;
    if (!isDay(body.startDate ?? "") || !isDay(body.endDate ?? "") || body.startDate! > body.endDate!) refuse(`Invalid date range: ${body.startDate} to ${body.endDate}.`);
    if (limit < 1 || limit > 25_000) refuse("rowLimit must be between 1 and 25000.");
    const unknown = dimensions.find((name) => !known.includes(name)) ?? (new Set(dimensions).size < dimensions.length ? dimensions.join() : undefined);
    if (unknown !== undefined) refuse(`Invalid value at 'dimensions' (TYPE_ENUM), "${unknown}"`);
    if (!["final", "all"].includes(state)) refuse(`The demo's sites have no data by the hour: dataState ${state}.`);
    const byPage = dimensions.includes("page");
    if (byPage && body.aggregationType?.toLowerCase() === "byproperty") refuse("Aggregation by property is not supported when grouping by page.");

    const finalThrough = setting.world.searchFinalThrough(store, setting.now());
    const rows = (body.type ?? body.searchType ?? "web").toLowerCase() === "web" ? grouped(store, body, dimensions, state === "all" ? body.endDate! : earlier(body.endDate!, finalThrough)) : [];
    const start = body.startRow ?? 0;
    const page = rows.slice(start, start + limit);
    const firstOpen = addDays(finalThrough, 1);
    const isOpen = state === "all" && body.endDate! >= firstOpen;
    return {
      ...(page.length > 0 ? { rows: page } : {}),
      responseAggregationType: byPage ? "byPage" : "byProperty",
      ...(isOpen ? { metadata: { first_incomplete_date: firstOpen < body.startDate! ? body.startDate : firstOpen } } : {}),
    };
  }

  function grouped(store: DemoStore, body: Query, dimensions: string[], lastDay: string) {
    const report = reports.find(([, cuts]) => dimensions.every((name) => cuts.includes(name)))?.[0];
    if (!report) refuse(`The demo's sites can't be cut by ${dimensions.join(", ")} together.`);
    // History is sixteen months, then it is gone.
    const oldest = addMonths(dayAt(setting.now(), "America/Los_Angeles"), -16);
    const filters = (body.dimensionFilterGroups ?? []).flatMap((group) => group.filters ?? []);
    const groups = new Map<string, { keys: string[]; clicks: number; impressions: number; positionSum: number }>();
    for (const row of setting.world.rows(store, report, oldest > body.startDate! ? oldest : body.startDate!, addDays(lastDay, 1), setting.now()) as Iterable<AnyRow>) {
      if (!filters.every((filter) => passes(cell(row, filter.dimension ?? ""), filter.operator ?? "equals", filter.expression ?? ""))) continue;
      const keys = dimensions.map((name) => cell(row, name));
      const id = keys.join("\u0000");
      const group = groups.get(id) ?? { keys, clicks: 0, impressions: 0, positionSum: 0 };
      group.clicks += row.clicks;
      group.impressions += row.impressions;
      group.positionSum += row.positionSum;
      groups.set(id, group);
    }
    const date = dimensions.indexOf("date");
    return [...groups.values()].filter((group) => group.impressions > 0)
      // By day, oldest first, where days are asked; then most clicks first.
      .sort((a, b) => (date >= 0 ? a.keys[date]!.localeCompare(b.keys[date]!) : 0) || b.clicks - a.clicks || b.impressions - a.impressions)
      .map(({ keys, clicks, impressions, positionSum }) => ({ ...(dimensions.length > 0 ? { keys } : {}), clicks, impressions, ctr: clicks / impressions, position: positionSum / impressions }));
  }

  return {
    name: "searchConsole",
    rows: (body) => (body as { rows?: unknown[] }).rows,
    quota: () => oldError(403, `Search Analytics QPS quota exceeded. Learn about usage limits: ${docs}.`, "quotaExceeded", "usageLimits"),
    routes: [
      { method: "GET", path: /^\/webmasters\/v3\/sites$/, answer(ask) {
        requireGoogle(ask, setting, "searchConsole");
        const sites = setting.world.stores.flatMap((store) => store.accounts.searchSite ?? []);
        return json({ siteEntry: sites.map((siteUrl) => ({ siteUrl, permissionLevel: "siteFullUser" })) });
      } },
      { method: "POST", path: /^\/webmasters\/v3\/sites\/([^/]+)\/searchAnalytics\/query$/, answer: (ask, [site = ""]) => query(ask, site) },
    ],
  };
}

function refuse(message: string): never {
  throw new Refusal(googleError(400, "INVALID_ARGUMENT", message));
}

/** Google's older error form, without a status. */
function oldError(code: number, message: string, reason: string, domain: string): Answer {
  return json({ error: { code, message, errors: [{ message, domain, reason }] } }, code);
}

const cell = (row: AnyRow, dimension: string): string => (dimension === "date" ? row.day : String(row[dimension as "page"] ?? ""));
const earlier = (a: string, b: string) => (a < b ? a : b);

function passes(value: string, operator: string, expression: string): boolean {
  switch (operator) {
    case "equals": return value === expression;
    case "notEquals": return value !== expression;
    case "contains": return value.includes(expression);
    case "notContains": return !value.includes(expression);
    case "includingRegex": return new RegExp(expression).test(value);
    case "excludingRegex": return !new RegExp(expression).test(value);
    default: return refuse(`Invalid operator ${operator}`);
  }
}
