// Pages and message files that follow from the catalogue. Written by `npm run docs`; a test fails when stale.
import { catalogue, type Metric } from "#lib/metrics/catalogue.ts";
import { refusal, type Refusal } from "#lib/metrics/cutting.ts";
import { cuts, grains, type Cut, type Grain } from "#lib/metrics/marts.ts";

const cutWords: Record<Cut, string> = { store: "Store", country: "Country", product: "Product", category: "Category", channel: "Channel", source: "Source", medium: "Medium", campaign: "Campaign", platform: "Ad platform", device: "Device", query: "Search term", page: "Page", customer_type: "New or returning" };
const grainWords: Record<Grain, string> = {
  day: "Day", week: "Week", month: "Month", quarter: "Quarter", year: "Year",
  fiscal_week: "Fiscal week", fiscal_period: "Fiscal period", fiscal_quarter: "Fiscal quarter", fiscal_year: "Fiscal year",
};
const refusalWords: Record<Refusal, string> = {
  counts_twice: "An order can hold two of them and would count twice.",
  whole_order: "It belongs to the order as a whole, not to one product in it.",
  not_together: "These cuts are not kept side by side.",
  once_only: "Each customer counts once in a period, so the parts would not add up.",
  not_told: "Where the figure comes from doesn’t tell it.",
  whole_shop: "It sets the whole shop’s sales against all spend.",
  no_orders: "It isn’t made of orders.",
};

/** lib/words/en/metrics.json: the English of every declaration, by id, for translators. */
export function metricWords(): string {
  const words = (pick: (entry: Metric) => string) => Object.fromEntries(catalogue.map((entry) => [entry.id, pick(entry)]));
  return `${JSON.stringify({
    labels: words((entry) => entry.label),
    sentences: words((entry) => entry.sentence),
    formulas: words((entry) => entry.formula),
    cuts: cutWords,
    grains: grainWords,
    refusals: refusalWords,
    units: { money: "money", count: "count", percent: "%", number: "number", times: "×", rank: "place", milliseconds: "time" },
    roles: { orders: "Sales", web: "Website", ads: "Advertising", seo: "Search", speed: "Speed" },
    good: { up: "more is better", down: "less is better", none: "neither way is better" },
    keys: {
      customer_type: { new: "New", returning: "Returning", guest: "Not known" },
      platform: { google: "Google Ads", google_ads: "Google Ads", meta: "Meta", microsoft: "Microsoft Ads", microsoft_ads: "Microsoft Ads", tiktok: "TikTok", pinterest: "Pinterest", linkedin: "LinkedIn", file: "By file" },
      device: { all: "All devices", mobile: "Phone", desktop: "Computer", tablet: "Tablet" },
      none: {
        country: "No country", product: "No product", category: "No category", channel: "No channel yet", source: "No source", medium: "No medium", campaign: "No campaign named",
        platform: "No ad platform", device: "Not known", query: "Not told", page: "The whole shop", store: "No store", customer_type: "Not known",
      },
      // What a total holds and its parts don't tell: it closes the sum.
      rest: {
        country: "Not told", product: "Not told", category: "Not told", channel: "Not told", source: "Not told", medium: "Not told", campaign: "Not told",
        platform: "Not told", device: "Not told", query: "Not shown by Google", page: "Counted on several pages", store: "Not told", customer_type: "Not told",
      },
      other: "Other", total: "Total",
    },
    errors: {
      counts_twice: "{metric} can’t be shown by {cut}: an order with two of them would count twice. Leave out the cut, or take net sales or units.",
      whole_order: "{metric} can’t be shown by {cut}: it belongs to the order as a whole. Leave out the cut, or take net sales or units.",
      not_together: "{metric} can’t be cut by {cut} at the same time. Take one of them.",
      once_only: "{metric} can’t be shown by {cut}: each customer counts once in a period, so the parts would not add up.",
      not_told: "{metric} can’t be shown by {cut}: where the figure comes from doesn’t tell it. Leave out the cut, or take another figure.",
      whole_shop: "{metric} can’t be shown by {cut}: it sets the whole shop’s sales against all spend. Leave out the cut, or take ROAS or cost per order.",
      no_orders: "{metric} isn’t made of orders, so it has no list of them. Take a figure of sales.",
      parameter: "The address says “{parameter}” in a way that can’t be read: it {why}.",
      too_many_rows: "That would be {rows} rows. Take a shorter period, a coarser grain or fewer cuts.",
      no_store: "There is no store {id} that you may see.",
      currency: "Figures are kept in each store’s own currency and in {reporting}, not in {currency}. An owner can change the reporting currency in the settings.",
    },
  }, null, 2)}\n`;
}

/** lib/metrics/metrics.md: what each number means and which cuts it takes. */
export function metricPages(): string {
  const lines = ["# Metrics", "", "Generated from `lib/metrics/catalogue.ts` by `npm run docs`. Sums are exact; ratios divide sums last; a ratio of nothing is unknown, never 0.", "",
    "| metric | what it means | formula | unit | better |", "|---|---|---|---|---|",
    ...catalogue.map((entry) => `| ${entry.label} (\`${entry.id}\`) | ${entry.sentence} | ${entry.formula} | ${entry.unit} | ${entry.good} |`),
    "", "## Which metric takes which cut", "", "All take every time grain: " + grains.map((grain) => grainWords[grain].toLowerCase()).join(", ") + ".", "",
    `| metric | ${cuts.map((cut) => cutWords[cut]).join(" | ")} |`, `|---|${cuts.map(() => "---|").join("")}`,
    ...catalogue.map((entry) => `| ${entry.label} | ${cuts.map((cut) => cell(refusal(entry, [cut]))).join(" | ")} |`),
    "", "Refused, because:", "", ...Object.entries(refusalWords).filter(([id]) => id !== "no_orders").map(([id, words]) => `- *${id.replaceAll("_", " ")}*: ${words}`), ""];
  return lines.join("\n");
}

function cell(reason: Refusal | null): string {
  return reason === null ? "yes" : `*${reason.replaceAll("_", " ")}*`;
}
