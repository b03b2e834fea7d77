// Nordlicht Outdoor: a German outdoor shop on Shopify, in euros. What its owner would tell over coffee, as numbers.
import { blackFriday, easter, numberOf } from "#lib/demo/world/calendar.ts";
import { name } from "#lib/demo/world/draws.ts";
import { nordlichtGoods } from "#lib/demo/world/nordlicht-goods.ts";
import { nordlichtQueries } from "#lib/demo/world/nordlicht-search.ts";
import type { Place, Shop } from "#lib/demo/world/shop.ts";

// Bundesland, share of German buyers, territory, rep.
const german = [
  ["BW", 13, "South", "Jana Vogt"], ["BY", 17, "South", "Jana Vogt"], ["BE", 6, "East", "Marek Lindner"], ["BB", 3, "East", "Marek Lindner"], ["HB", 1, "North", "Ole Petersen"],
  ["HH", 4, "North", "Ole Petersen"], ["HE", 8, "West", "Sabine Krüger"], ["MV", 2, "North", "Ole Petersen"], ["NI", 9, "North", "Ole Petersen"], ["NW", 19, "West", "Sabine Krüger"],
  ["RP", 5, "West", "Sabine Krüger"], ["SL", 1, "West", "Sabine Krüger"], ["SN", 5, "East", "Marek Lindner"], ["ST", 2, "East", "Marek Lindner"], ["SH", 4, "North", "Ole Petersen"], ["TH", 2, "East", "Marek Lindner"],
] as const;
const abroad: readonly [string, string, string, number, number, string, string, Place["presentment"]][] = [
  ["AT", "Austria", "aut", 10, 0.2, "Alps", "Reto Hug", null], ["CH", "Switzerland", "che", 5, 0, "Alps", "Reto Hug", { currency: "CHF", rate: "0.94" }],
  ["NL", "Netherlands", "nld", 5, 0.21, "Benelux & France", "Inès Duval", null], ["BE", "Belgium", "bel", 2, 0.21, "Benelux & France", "Inès Duval", null],
  ["FR", "France", "fra", 3, 0.2, "Benelux & France", "Inès Duval", null], ["DK", "Denmark", "dnk", 2, 0.25, "North", "Ole Petersen", null],
];

export const nordlicht: Shop = {
  store: {
    key: "nordlicht", name: "Nordlicht Outdoor", platform: "shopify", currency: "EUR", zone: "Europe/Berlin", site: "https://www.nordlicht-outdoor.example", pricesIncludeTax: true,
    accounts: { ga4Property: "310000001", searchSite: "sc-domain:nordlicht-outdoor.example", googleAds: "1234567890", meta: "100000000000001" },
  },
  salt: name("nordlicht"), goods: nordlichtGoods,
  places: [
    ...german.map(([region, weight, territory, rep]): Place => ({ country: "DE", countryName: "Germany", iso3: "deu", region, weight: weight * 0.73, taxRate: 0.19, territory, rep, presentment: null })),
    ...abroad.map(([country, countryName, iso3, weight, taxRate, territory, rep, presentment]): Place => ({ country, countryName, iso3, region: "", weight, taxRate, territory, rep, presentment })),
  ],
  base: 12.5, week: [1.09, 1.01, 0.98, 0.97, 0.89, 0.92, 1.14], year: [0.86, 0.84, 0.95, 1.06, 1.12, 1.06, 0.96, 0.92, 1.0, 1.04, 1.14, 1.18],
  hours: [1, 0.5, 0.3, 0.2, 0.2, 0.5, 1.4, 2.6, 3.6, 4.4, 5, 5.2, 5.4, 5, 4.8, 4.8, 5, 5.4, 6.2, 7.4, 8.6, 8.4, 6.2, 3.2],
  growth: 0.16, devices: [0.63, 0.32, 0.05],
  response: {
    google_brand: { most: 0.9, half: 34, carry: 0 }, google_generic: { most: 7.1, half: 240, carry: 0.15 }, google_shopping: { most: 8.9, half: 250, carry: 0.1 },
    google_pmax: { most: 4.8, half: 210, carry: 0.25 }, meta_prospecting: { most: 9.0, half: 380, carry: 0.72 }, meta_retargeting: { most: 1.3, half: 85, carry: 0.4 },
  },
  campaigns: [
    { id: "21000000001", platform: "google", channel: "google_brand", name: "DE | Search | Brand", type: "SEARCH", network: "SEARCH", budget: 38, cpc: 0.34, ctr: 0.29, hasUtmId: true, isStripped: false },
    { id: "21000000003", platform: "google", channel: "google_generic", name: "DE | Search | Generic", type: "SEARCH", network: "SEARCH", budget: 130, cpc: 0.74, ctr: 0.062, hasUtmId: true, isStripped: false },
    { id: "21000000004", platform: "google", channel: "google_generic", name: "AT+CH | Search | Generic", type: "SEARCH", network: "SEARCH", budget: 46, cpc: 0.69, ctr: 0.058, hasUtmId: true, isStripped: false },
    { id: "21000000005", platform: "google", channel: "google_shopping", name: "DE | Shopping | All", type: "SHOPPING", network: "SEARCH", budget: 215, cpc: 0.41, ctr: 0.011, hasUtmId: true, isStripped: false },
    { id: "21000000002", platform: "google", channel: "google_pmax", name: "DE | PMax | Footwear", type: "PERFORMANCE_MAX", network: "MIXED", budget: 150, cpc: 0.37, ctr: 0.008, hasUtmId: true, isStripped: false },
    { id: "120210000000000111", platform: "meta", channel: "meta_prospecting", name: "prospecting_{year}", type: "", network: "", budget: 170, cpc: 0.62, ctr: 0.0105, hasUtmId: true, isStripped: false },
    { id: "120210000000000112", platform: "meta", channel: "meta_prospecting", name: "Lookalike Käufer", type: "", network: "", budget: 62, cpc: 0.66, ctr: 0.0112, hasUtmId: false, isStripped: false },
    { id: "120210000000000113", platform: "meta", channel: "meta_prospecting", name: "awareness_video", type: "", network: "", budget: 24, cpc: 0.9, ctr: 0.0046, hasUtmId: true, isStripped: true },
    { id: "120210000000000222", platform: "meta", channel: "meta_retargeting", name: "Retargeting DPA", type: "", network: "", budget: 78, cpc: 0.71, ctr: 0.0165, hasUtmId: false, isStripped: false },
  ],
  queries: nordlichtQueries,
  visits: { organic_search: 0, direct: 390, email: 110, referral: 75, organic_social: 105, affiliates: 48, ai: 16 },
  promotions: [
    { id: "winter", name: "Winterschluss", code: "WINTER20", start: (year) => numberOf(year, 1, 3), days: 12, discount: 0.2, lift: 1.42, pulled: 0.3 },
    { id: "easter", name: "Osterwochenende", code: "OSTERN10", start: (year) => easter(year) - 3, days: 5, discount: 0.1, lift: 1.18, pulled: 0.35 },
    { id: "summer", name: "Sommerschluss", code: "SOMMER15", start: (year) => numberOf(year, 7, 8), days: 10, discount: 0.15, lift: 1.3, pulled: 0.35 },
    { id: "birthday", name: "Nordlicht-Geburtstag", code: "DANKE15", start: (year) => numberOf(year, 9, 18), days: 4, discount: 0.15, lift: 1.38, pulled: 0.4 },
    { id: "black", name: "Black Week", code: "BLACK25", start: (year) => blackFriday(year) - 4, days: 8, discount: 0.25, lift: 1.35, pulled: 0.45 },
  ],
  repShare: 0.02, mailingDay: 4, paths: { product: "/products/", category: "/collections/", end: "" }, shipping: { price: 490, freeFrom: 6000, abroad: 990 },
  notes: ["Size too small", "Size too large", "Not as pictured", "Changed my mind", "Arrived too late"], countsStock: false,
  tagsGoogle: true,
  termsWasted: ["wanderschuhe gebraucht", "wanderschuhe kostenlos testen", "outdoor shop jobs", "regenjacke reparieren", "zelt mieten", "rucksack schnittmuster", "schuhe neu besohlen", "ebay kleinanzeigen daunenjacke"],
};
