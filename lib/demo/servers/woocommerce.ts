// A WordPress shop's REST API: orders in pages with totals in headers, refunds, settings. One shop for each prefix.
import { now as wallClock } from "#lib/core/day.ts";
import type { DemoStore, OrderRecord } from "#lib/demo/records.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { instantText, localTime } from "#lib/demo/servers/local-time.ts";
import { json, Refusal, unbase64, type Answer, type Ask, type Setting, type Vendor } from "#lib/demo/servers/vendor.ts";
import { wooOrder, wooRefund, wooStatus } from "#lib/demo/servers/woo-order.ts";

const dayMs = 86_400_000;
/** A list of ids is kept while someone turns its pages. */
const keptMs = 15_000;

interface Listing { ids: string[]; at: number; version: number }

export function wooCommerce(setting: Setting): Vendor {
  const listings = new Map<string, Listing>();

  function shopOf(ask: Ask): DemoStore {
    const stores = setting.world.stores.filter((store) => store.platform === "woocommerce");
    const store = ask.shop ?? (stores.length === 1 ? stores[0] : undefined);
    if (store?.platform !== "woocommerce") throw new Refusal({ status: 404, headers: { "content-type": "text/html" }, body: "<!doctype html><title>Page not found</title>" });
    return store;
  }

  function open(ask: Ask): DemoStore {
    const store = shopOf(ask);
    const [key, secret] = ask.query.has("consumer_key") ? [ask.query.get("consumer_key"), ask.query.get("consumer_secret")] : unbase64(/^Basic (.+)$/.exec(ask.headers.authorization ?? "")?.[1] ?? "").split(":");
    const own = credentials.wooCommerce;
    if (!key) throw new Refusal(wooError(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources."));
    if (key !== own.consumerKey || setting.isRevoked("wooCommerce")) throw new Refusal(wooError(401, "woocommerce_rest_authentication_error", "Consumer key is invalid."));
    if (secret !== own.consumerSecret) throw new Refusal(wooError(401, "woocommerce_rest_authentication_error", "Consumer secret is invalid."));
    return store;
  }

  function orders(ask: Ask): Answer {
    const store = open(ask);
    const page = whole(ask, "page", 1, 1_000_000);
    const size = whole(ask, "per_page", 10, 100);
    const ids = listing(store, ask.query);
    const pages = Math.ceil(ids.length / size);
    const shown = ids.slice((page - 1) * size, page * size).flatMap((id) => setting.world.order(store, id, setting.now()) ?? []);
    const link = (to: number, rel: string) => {
      const query = new URLSearchParams(ask.query);
      query.set("page", String(to));
      return `<${ask.origin}/shops/${store.key}${ask.path}?${query}>; rel="${rel}"`;
    };
    const links = [...(page > 1 ? [link(page - 1, "prev")] : []), ...(page < pages ? [link(page + 1, "next")] : [])];
    return json(shown.map((order) => only(ask, wooOrder(order, store))), 200, { "x-wp-total": String(ids.length), "x-wp-totalpages": String(pages), ...(links.length > 0 ? { link: links.join(", ") } : {}) });
  }

  /** Ids of the orders that the filters let through, in their order. */
  function listing(store: DemoStore, query: URLSearchParams): string[] {
    const filters = new URLSearchParams(query);
    for (const name of ["page", "per_page", "_fields", "consumer_key", "consumer_secret"]) filters.delete(name);
    const key = `${store.key} ${filters}`;
    const kept = listings.get(key);
    const at = wallClock().getTime();
    if (kept && at - kept.at < keptMs && kept.version === setting.worldVersion()) return kept.ids;
    const ids = find(store, filters);
    listings.clear();
    listings.set(key, { ids, at, version: setting.worldVersion() });
    return ids;
  }

  function find(store: DemoStore, query: URLSearchParams): string[] {
    const isGmt = query.get("dates_are_gmt") === "true";
    const [after, before, modifiedAfter, modifiedBefore] = ["after", "before", "modified_after", "modified_before"].map((name) => bound(query, name));
    const by = modifiedAfter || modifiedBefore ? "updated" : "placed";
    const [low, high] = by === "updated" ? [modifiedAfter, modifiedBefore] : [after, before];
    // A local time lies within a day of the same figures in GMT; the text comparison below is exact.
    const slack = isGmt ? 0 : dayMs;
    const from = low ? new Date(Date.parse(`${low}Z`) - slack) : new Date(0);
    const to = high ? new Date(Date.parse(`${high}Z`) + slack) : new Date(setting.now().getTime() + 1);
    const text = (at: Date) => (isGmt ? instantText(at).slice(0, 19) : localTime(at, store.zone));
    const within = (at: Date, above: string | undefined, under: string | undefined) => (!above || text(at) > above) && (!under || text(at) < under);
    const statuses = (query.get("status") ?? "any").split(",");
    const found: OrderRecord[] = [];
    for (const order of setting.world.orders(store, by, from, to, setting.now())) {
      if (order.isTest || !within(order.placedAt, after, before) || !within(order.updatedAt, modifiedAfter, modifiedBefore)) continue;
      if (statuses.includes("any") || statuses.includes(wooStatus(order, store))) found.push(order);
    }
    const orderBy = query.get("orderby") ?? "date";
    const place: Record<string, (order: OrderRecord) => number> = { date: (order) => order.placedAt.getTime(), modified: (order) => order.updatedAt.getTime(), id: (order) => Number(order.id) };
    if (!place[orderBy]) throw new Refusal(badParameter("orderby", `orderby is not one of ${Object.keys(place).join(", ")}.`));
    const sign = query.get("order") === "asc" ? 1 : -1;
    return found.sort((a, b) => sign * (place[orderBy]!(a) - place[orderBy]!(b) || Number(a.id) - Number(b.id))).map((order) => order.id);
  }

  function one(ask: Ask, id: string): { store: DemoStore; order: OrderRecord } {
    const store = open(ask);
    const order = setting.world.order(store, id, setting.now());
    if (!order) throw new Refusal(wooError(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID."));
    return { store, order };
  }

  function settings(store: DemoStore, group: string): Record<string, unknown>[] {
    const option = (id: string, label: string, value: string) => ({ id, label, description: "", type: "text", default: "", tip: "", value, group_id: group, _links: { self: [{ href: `${store.site}/wp-json/wc/v3/settings/${group}/${id}` }], collection: [{ href: `${store.site}/wp-json/wc/v3/settings/${group}` }] } });
    return group === "general" ? [option("woocommerce_currency", "Currency", store.currency), option("woocommerce_price_num_decimals", "Number of decimals", "2")]
      : group === "tax" ? [option("woocommerce_prices_include_tax", "Prices entered with tax", store.pricesIncludeTax ? "yes" : "no")] : [];
  }

  return {
    name: "wooCommerce",
    rows: (body) => (Array.isArray(body) ? body as unknown[] : undefined),
    // WooCommerce has no limit of its own: the host in front of it has, and says so in HTML.
    quota: () => ({ status: 429, headers: { "content-type": "text/html; charset=utf-8", "retry-after": "30" }, body: "<!doctype html><html><head><title>429 Too Many Requests</title></head><body><center><h1>429 Too Many Requests</h1></center></body></html>" }),
    routes: [
      { method: "GET", path: /^\/wp-json\/?$/, answer(ask) {
        const store = shopOf(ask);
        return json({ name: store.name, description: "", url: store.site, home: store.site, gmt_offset: "", timezone_string: store.zone, namespaces: ["wp/v2", "wc/v3"] });
      } },
      { method: "GET", path: /^\/wp-json\/wc\/v3\/orders$/, answer: orders },
      { method: "GET", path: /^\/wp-json\/wc\/v3\/orders\/(\d+)$/, answer(ask, [id = ""]) {
        const { store, order } = one(ask, id);
        return json(only(ask, wooOrder(order, store)));
      } },
      { method: "GET", path: /^\/wp-json\/wc\/v3\/orders\/(\d+)\/refunds$/, answer(ask, [id = ""]) {
        const { store, order } = one(ask, id);
        const size = whole(ask, "per_page", 10, 100);
        const page = whole(ask, "page", 1, 1_000_000);
        const refunds = [...order.refunds].reverse().slice((page - 1) * size, page * size).map((refund) => only(ask, wooRefund(refund, order, store)));
        return json(refunds, 200, { "x-wp-total": String(order.refunds.length), "x-wp-totalpages": String(Math.ceil(order.refunds.length / size)) });
      } },
      { method: "GET", path: /^\/wp-json\/wc\/v3\/settings\/(general|tax)$/, answer: (ask, [group = ""]) => json(settings(open(ask), group)) },
      { method: "GET", path: /^\/wp-json\/wc\/v3\/settings\/(general|tax)\/(\w+)$/, answer(ask, [group = "", id = ""]) {
        const found = settings(open(ask), group).find((option) => option.id === id);
        return found ? json(found) : wooError(404, "rest_setting_setting_invalid", "Invalid setting.");
      } },
      { method: "GET", path: /^\/wp-json\/.+$/, answer: (ask) => (shopOf(ask), wooError(404, "rest_no_route", "No route was found matching the URL and request method.")) },
    ],
  };
}

function wooError(status: number, code: string, message: string, more: object = {}): Answer {
  return json({ code, message, data: { status, ...more } }, status);
}

const badParameter = (name: string, why: string) => wooError(400, "rest_invalid_param", `Invalid parameter(s): ${name}`, { params: { [name]: why }, details: {} });

function whole(ask: Ask, name: string, otherwise: number, most: number): number {
  const text = ask.query.get(name) ?? String(otherwise);
  if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > most) throw new Refusal(badParameter(name, `${name} must be between 1 (inclusive) and ${most} (inclusive)`));
  return Number(text);
}

/** A time of the address as "2026-11-12T00:00:00". */
function bound(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (Number.isNaN(Date.parse(text))) throw new Refusal(badParameter(name, "Invalid date."));
  return (/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text).slice(0, 19);
}

/** The fields that `_fields` names, or all. */
function only(ask: Ask, whole: Record<string, unknown>): Record<string, unknown> {
  const fields = ask.query.get("_fields")?.split(",");
  return fields ? Object.fromEntries(Object.entries(whole).filter(([key]) => fields.includes(key))) : whole;
}
