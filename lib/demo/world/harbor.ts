// Harbor & Hearth: a kitchen and coffee shop of Maine on WooCommerce, in dollars. Closed on one Sunday a year to count the stock.
import { blackFriday, nthWeekday, numberOf } from "#lib/demo/world/calendar.ts";
import { name } from "#lib/demo/world/draws.ts";
import { harborGoods } from "#lib/demo/world/harbor-goods.ts";
import { harborQueries } from "#lib/demo/world/harbor-search.ts";
import type { Place, Shop } from "#lib/demo/world/shop.ts";

// Rep, territory, states with the share of buyers and sales tax; 0 where the shop owes none.
const states: readonly [string, string, readonly [string, number, number][]][] = [
  ["Dana Whitcomb", "Northeast", [["ME", 6, 0.055], ["NH", 3, 0], ["VT", 2, 0.06], ["MA", 9, 0.0625], ["RI", 2, 0.07], ["CT", 4, 0.0635], ["NY", 12, 0.08], ["NJ", 5, 0.06625], ["PA", 5, 0.06]]],
  ["Luis Ortega", "South", [["VA", 3, 0.053], ["NC", 4, 0.0675], ["GA", 3, 0.07], ["FL", 6, 0.065], ["TN", 2, 0.0955], ["TX", 6, 0.0825]]],
  ["Karen Osgood", "Midwest", [["OH", 4, 0.0725], ["MI", 3, 0.06], ["IL", 5, 0.0825], ["WI", 2, 0.055], ["MN", 3, 0.0688], ["MO", 2, 0]]],
  ["Priya Raman", "West", [["CO", 3, 0.06], ["AZ", 2, 0.08], ["WA", 4, 0.095], ["OR", 3, 0], ["CA", 11, 0.085]]],
];

export const harbor: Shop = {
  store: {
    key: "harbor", name: "Harbor & Hearth", platform: "woocommerce", currency: "USD", zone: "America/New_York", site: "https://www.harborandhearth.example", pricesIncludeTax: false,
    accounts: { ga4Property: "310000002", searchSite: "https://www.harborandhearth.example/", googleAds: "2345678901", meta: "100000000000002" },
  },
  salt: name("harbor"), goods: harborGoods,
  places: [
    ...states.flatMap(([rep, territory, list]) => list.map(([region, weight, taxRate]): Place => ({ country: "US", countryName: "United States", iso3: "usa", region, weight, taxRate, territory, rep, presentment: null }))),
    ...(["ON", "QC", "BC", "NS"] as const).map((region, at): Place => ({ country: "CA", countryName: "Canada", iso3: "can", region, weight: [3, 1.2, 1.3, 0.8][at]!, taxRate: 0, territory: "Canada", rep: "Dana Whitcomb", presentment: null })),
  ],
  base: 8.8, week: [1.06, 1.04, 1.02, 1.0, 0.93, 0.91, 1.04], year: [0.88, 0.9, 0.9, 0.92, 1.0, 0.9, 0.86, 0.88, 0.94, 1.04, 1.24, 1.42],
  hours: [1.4, 0.8, 0.4, 0.3, 0.3, 0.6, 1.6, 2.8, 4, 5, 5.4, 5.6, 5.8, 5.6, 5.2, 5, 5, 5.2, 5.8, 6.8, 7.6, 7.2, 5, 2.8],
  growth: 0.2, devices: [0.57, 0.39, 0.04],
  response: {
    google_brand: { most: 0.8, half: 28, carry: 0 }, google_generic: { most: 5.5, half: 170, carry: 0.15 }, google_shopping: { most: 7.2, half: 190, carry: 0.1 },
    google_pmax: { most: 4.5, half: 160, carry: 0.25 }, meta_prospecting: { most: 8.4, half: 300, carry: 0.68 }, meta_retargeting: { most: 1.1, half: 66, carry: 0.4 },
  },
  campaigns: [
    { id: "22000000001", platform: "google", channel: "google_brand", name: "Brand - Exact", type: "SEARCH", network: "SEARCH", budget: 28, cpc: 0.42, ctr: 0.27, hasUtmId: true, isStripped: false },
    { id: "22000000002", platform: "google", channel: "google_generic", name: "Nonbrand - Cookware", type: "SEARCH", network: "SEARCH", budget: 74, cpc: 0.82, ctr: 0.055, hasUtmId: true, isStripped: false },
    { id: "22000000003", platform: "google", channel: "google_generic", name: "Nonbrand - Coffee", type: "SEARCH", network: "SEARCH", budget: 48, cpc: 0.76, ctr: 0.059, hasUtmId: true, isStripped: false },
    { id: "22000000004", platform: "google", channel: "google_shopping", name: "Shopping - Catalog", type: "SHOPPING", network: "SEARCH", budget: 160, cpc: 0.46, ctr: 0.0098, hasUtmId: true, isStripped: false },
    { id: "22000000005", platform: "google", channel: "google_pmax", name: "PMax {year}", type: "PERFORMANCE_MAX", network: "MIXED", budget: 112, cpc: 0.43, ctr: 0.0075, hasUtmId: true, isStripped: false },
    { id: "120330000000000511", platform: "meta", channel: "meta_prospecting", name: "Prospecting - Broad {year}", type: "", network: "", budget: 150, cpc: 0.7, ctr: 0.0098, hasUtmId: true, isStripped: false },
    { id: "120330000000000512", platform: "meta", channel: "meta_prospecting", name: "Prospecting - Reels", type: "", network: "", budget: 54, cpc: 0.58, ctr: 0.0084, hasUtmId: true, isStripped: false },
    { id: "120330000000000522", platform: "meta", channel: "meta_retargeting", name: "Retargeting - Cart", type: "", network: "", budget: 58, cpc: 0.78, ctr: 0.0155, hasUtmId: false, isStripped: false },
  ],
  queries: harborQueries,
  visits: { organic_search: 0, direct: 300, email: 130, referral: 62, organic_social: 88, affiliates: 34, ai: 14 },
  promotions: [
    { id: "mothers", name: "Mother's Day", code: "MOM10", start: (year) => nthWeekday(year, 5, 7, 2) - 8, days: 6, discount: 0.1, lift: 1.22, pulled: 0.25 },
    { id: "summer", name: "Summer Kitchen", code: "SUMMER15", start: (year) => numberOf(year, 7, 14), days: 7, discount: 0.15, lift: 1.34, pulled: 0.4 },
    { id: "harvest", name: "Harvest Days", code: "HARVEST10", start: (year) => nthWeekday(year, 10, 1, 2) - 3, days: 5, discount: 0.1, lift: 1.24, pulled: 0.35 },
    { id: "cyber", name: "Thanksgiving to Cyber Monday", code: "THANKS20", start: (year) => blackFriday(year) - 1, days: 5, discount: 0.2, lift: 1.38, pulled: 0.4 },
    { id: "january", name: "January White Sale", code: "WHITE15", start: (year) => numberOf(year, 1, 9), days: 9, discount: 0.15, lift: 1.28, pulled: 0.35 },
  ],
  repShare: 0.015, mailingDay: 2, paths: { product: "/product/", category: "/product-category/", end: "/" }, shipping: { price: 695, freeFrom: 5000, abroad: 1495 },
  notes: ["Damaged in transit", "Changed my mind", "Wrong item", "Gift, not needed", "Not as described"], countsStock: true,
  tagsGoogle: false,
  termsWasted: ["free coffee samples", "barista jobs near me", "used cast iron skillet", "knife sharpening service", "dutch oven rental", "coffee maker repair", "goodwill dinner plates", "how to clean burnt pan"],
};
