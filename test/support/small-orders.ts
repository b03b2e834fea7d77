// The small world's orders, by store key: plain, discounted, partly and wholly refunded, cancelled, test, unpaid, gift card.
import type { OrderLineRecord, OrderRecord, TouchRecord } from "#lib/demo/records.ts";

const site = "https://www.nordlicht-outdoor.example";
const shop = "https://harbor-goods.example";

function line(id: string, product: [sku: string, title: string, category: string, productId: string], quantity: number, unitPrice: string, tax: string, more: Partial<OrderLineRecord> = {}): OrderLineRecord {
  const [sku, title, category, productId] = product;
  return { id, productId, variantId: `${productId}1`, sku, title, category, quantity, unitPrice, discount: "0", tax, taxRate: "0.19", isGiftCard: false, ...more };
}

function visit(at: string, landingUrl: string, referrer: string | null, utm: Partial<NonNullable<TouchRecord["utm"]>> | null, clickId: TouchRecord["clickId"] = null): TouchRecord {
  return { at: new Date(at), landingUrl, referrer, utm: utm ? { source: "", medium: "", campaign: null, content: null, term: null, id: null, ...utm } : null, clickId };
}

type Given = Pick<OrderRecord, "id" | "number" | "currency" | "country" | "lines"> & { placed: string; updated: string } & Partial<OrderRecord>;

function order({ placed, updated, ...given }: Given): OrderRecord {
  return {
    placedAt: new Date(placed), updatedAt: new Date(updated), cancelledAt: null, isPaid: true, isTest: false, customer: null, region: "", presentment: null,
    shipping: "0", shippingTax: "0", discountCodes: [], refunds: [], touches: [], isJourneyReady: true, attributes: [], device: "mobile", ...given,
  };
}

const runner = ["TR-41-BLK", "Trail Runner GTX", "Footwear", "8101"] as [string, string, string, string];
const merino = ["MB-200-M", "Merino Base 200", "Base layers", "8102"] as [string, string, string, string];
const socks = ["SK-3P", "Sock 3-pack", "Accessories", "8103"] as [string, string, string, string];
const beanie = ["CAP-01", "Beanie", "Accessories", "8104"] as [string, string, string, string];
const dryBag = ["DB-20", "Dry bag 20L", "Bags", "8105"] as [string, string, string, string];
const giftCard = ["GC-50", "Gift card", "Gift cards", "8199"] as [string, string, string, string];

const paidSearch = visit("2026-11-12T08:41:10Z", `${site}/?gclid=Cj0KCQiAfixture1&utm_source=google&utm_medium=cpc&utm_campaign=21000000001&utm_id=21000000001`, "https://www.google.com/",
  { source: "google", medium: "cpc", campaign: "21000000001", id: "21000000001" }, { kind: "gclid", value: "Cj0KCQiAfixture1" });

const nordlicht: OrderRecord[] = [
  // 125.00 + 4.90 shipping = 129.90, tax 19.96 + 0.78 inside.
  order({ id: "6001000000001", number: "1001", placed: "2026-11-12T09:05:31Z", updated: "2026-11-12T09:06:02Z", currency: "EUR", country: "DE", region: "BE",
    customer: { id: "7001", email: "ada@example.com", orderIndex: 1 }, lines: [line("150001", runner, 1, "125.00", "19.96")], shipping: "4.90", shippingTax: "0.78", touches: [paidSearch] }),
  // 65.55 − 6.55 by code = 59.00, tax 9.42 inside; a repeat customer with two visits.
  order({ id: "6001000000002", number: "1002", placed: "2026-11-12T10:31:00Z", updated: "2026-11-13T07:00:10Z", currency: "EUR", country: "DE",
    customer: { id: "7002", email: "ben@example.com", orderIndex: 3 }, lines: [line("150002", merino, 1, "65.55", "9.42", { discount: "6.55" })], discountCodes: ["WINTER10"],
    touches: [
      visit("2026-11-03T19:11:43Z", `${site}/blogs/guide/layering`, "https://www.google.com/", null),
      visit("2026-11-12T10:02:00Z", `${site}/collections/new?utm_source=klaviyo&utm_medium=email&utm_campaign=2026-11-12%20Early%20Winter`, null, { source: "klaviyo", medium: "email", campaign: "2026-11-12 Early Winter" }),
    ] }),
  // 29.90 + 54.70 + 4.90 = 89.50; the socks come back on the 18th.
  order({ id: "6001000000003", number: "1003", placed: "2026-11-12T16:44:12Z", updated: "2026-11-18T09:00:03Z", currency: "EUR", country: "AT",
    customer: { id: "7003", email: "cleo@example.com", orderIndex: 1 }, lines: [line("150003", socks, 1, "29.90", "4.77"), line("150004", beanie, 1, "54.70", "8.73")], shipping: "4.90", shippingTax: "0.78",
    refunds: [{ id: "880001", at: new Date("2026-11-18T09:00:00Z"), note: "size", lines: [{ lineId: "150003", quantity: 1, subtotal: "29.90", tax: "4.77" }], shipping: "0", shippingTax: "0", amount: "29.90" }],
    touches: [visit("2026-11-12T16:20:05Z", `${site}/products/merino-base-200?awc=12345_1794500405_abcdef&utm_source=awin&utm_medium=affiliate&utm_campaign=334455`, "https://deals.example/", { source: "awin", medium: "affiliate", campaign: "334455" })],
    attributes: [{ key: "awc", value: "12345_1794500405_abcdef" }] }),
  // 23:30Z is the 13th in Berlin; the buyer saw francs; the journey isn't ready.
  order({ id: "6001000000004", number: "1004", placed: "2026-11-12T23:30:00Z", updated: "2026-11-12T23:30:20Z", currency: "EUR", country: "CH", presentment: { currency: "CHF", rate: "0.915555" },
    lines: [line("150005", dryBag, 1, "45.00", "7.18")], isJourneyReady: false }),
  order({ id: "6001000000005", number: "1005", placed: "2026-11-13T12:00:00Z", updated: "2026-11-13T12:00:05Z", currency: "EUR", country: "DE", isTest: true, lines: [line("150006", runner, 1, "125.00", "19.96")] }),
  // Cancelled the next day, all of it paid back with its shipping.
  order({ id: "6001000000006", number: "1006", placed: "2026-11-14T08:15:00Z", updated: "2026-11-15T10:00:00Z", cancelledAt: new Date("2026-11-15T10:00:00Z"), currency: "EUR", country: "DE",
    customer: { id: "7001", email: "ada@example.com", orderIndex: 2 }, lines: [line("150007", beanie, 2, "54.70", "17.47")], shipping: "4.90", shippingTax: "0.78",
    refunds: [{ id: "880002", at: new Date("2026-11-15T10:00:00Z"), note: "", lines: [{ lineId: "150007", quantity: 2, subtotal: "109.40", tax: "17.47" }], shipping: "4.90", shippingTax: "0.78", amount: "114.30" }],
    touches: [visit("2026-11-14T08:00:00Z", `${site}/`, null, null)] }),
  // A gift card beside a thing, and 5.00 handed back as goodwill without a line.
  order({ id: "6001000000007", number: "1007", placed: "2026-11-16T18:20:00Z", updated: "2026-11-17T09:30:00Z", currency: "EUR", country: "DE",
    customer: { id: "7004", email: "dan@example.com", orderIndex: 1 }, lines: [line("150008", giftCard, 1, "50.00", "0", { isGiftCard: true, taxRate: "0" }), line("150009", socks, 2, "29.90", "9.55")],
    refunds: [{ id: "880003", at: new Date("2026-11-17T09:30:00Z"), note: "goodwill", lines: [], shipping: "0", shippingTax: "0", amount: "5.00" }],
    touches: [visit("2026-11-16T18:01:00Z", `${site}/products/sock-3-pack?fbclid=IwAR0fixture`, "https://m.facebook.com/", null, { kind: "fbclid", value: "IwAR0fixture" })] }),
  order({ id: "6001000000008", number: "1008", placed: "2026-11-19T20:05:00Z", updated: "2026-11-19T20:05:00Z", currency: "EUR", country: "NL", isPaid: false,
    lines: [line("150010", dryBag, 3, "45.00", "21.55")], touches: [visit("2026-11-19T19:50:00Z", `${site}/`, "https://chatgpt.com/", null)] }),
];

const taxed = { taxRate: "0.08875" };
const harbor: OrderRecord[] = [
  // 84.00 + 6.00 shipping, tax on top 7.46 + 0.53: 97.99.
  order({ id: "4711", number: "4711", placed: "2026-11-12T15:05:31Z", updated: "2026-11-14T08:00:00Z", currency: "USD", country: "US", region: "NY", customer: { id: "31", email: "eve@example.com", orderIndex: 1 },
    lines: [line("501", runner, 1, "84.00", "7.46", taxed)], shipping: "6.00", shippingTax: "0.53",
    touches: [visit("2026-11-12T14:01:10Z", `${shop}/?gclid=Cj0KCQfix&utm_source=google&utm_medium=cpc&utm_campaign=US+%7C+Search+%7C+Brand&utm_id=21000000001`, "https://www.google.com/", { source: "google", medium: "cpc", campaign: "US | Search | Brand", id: "21000000001" }, { kind: "gclid", value: "Cj0KCQfix" })] }),
  // Wholly refunded a week later, shipping too.
  order({ id: "4712", number: "4712", placed: "2026-11-12T16:00:00Z", updated: "2026-11-19T10:15:00Z", currency: "USD", country: "US", region: "NJ", device: "desktop",
    lines: [line("502", merino, 1, "46.22", "4.10", taxed)], shipping: "4.12", shippingTax: "0.37",
    refunds: [{ id: "4790", at: new Date("2026-11-19T10:15:00Z"), note: "", lines: [{ lineId: "502", quantity: 1, subtotal: "46.22", tax: "4.10" }], shipping: "4.12", shippingTax: "0.37", amount: "54.81" }],
    touches: [visit("2026-11-12T15:40:00Z", `${shop}/products/merino`, "https://www.google.com/", null)] }),
  // Never paid; the 12th in New York.
  order({ id: "4713", number: "4713", placed: "2026-11-13T04:30:00Z", updated: "2026-11-13T04:30:00Z", currency: "USD", country: "US", region: "NY", isPaid: false, lines: [line("503", dryBag, 1, "33.70", "2.99", taxed)] }),
  // Two of three with a coupon of 9.00; one comes back.
  order({ id: "4714", number: "4714", placed: "2026-11-15T20:10:00Z", updated: "2026-11-18T21:00:00Z", currency: "USD", country: "CA", region: "ON", customer: { id: "32", email: "fay@example.com", orderIndex: 2 },
    lines: [line("504", socks, 3, "20.00", "4.53", { ...taxed, discount: "9.00" }), line("505", beanie, 1, "40.00", "3.55", taxed)], discountCodes: ["SOCKS15"],
    refunds: [{ id: "4791", at: new Date("2026-11-18T21:00:00Z"), note: "one too many", lines: [{ lineId: "504", quantity: 1, subtotal: "17.00", tax: "1.51" }], shipping: "0", shippingTax: "0", amount: "18.51" }],
    touches: [visit("2026-11-15T19:58:00Z", `${shop}/sale?utm_source=newsletter&utm_medium=email&utm_campaign=nov`, null, { source: "newsletter", medium: "email", campaign: "nov" })] }),
  order({ id: "4715", number: "4715", placed: "2026-11-17T11:45:00Z", updated: "2026-11-17T12:00:00Z", cancelledAt: new Date("2026-11-17T12:00:00Z"), currency: "USD", country: "US", region: "CA", lines: [line("506", runner, 1, "84.00", "7.46", taxed)] }),
];

export const smallOrders: Record<string, OrderRecord[]> = { nordlicht, harbor };
