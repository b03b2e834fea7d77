// The questions that the Overview asks when it is opened, by the part of the page.
import { defaultQuery, type MetricQuery } from "#lib/metrics/query.ts";

const byNetSales = { metric: "net_sales", descending: true } as const;

export const overviewCalls: Record<string, MetricQuery> = {
  "cards and trend": { ...defaultQuery, metrics: ["net_sales", "orders", "aov", "returns", "new_customers"], grain: "day" },
  "by product": { ...defaultQuery, metrics: ["net_sales", "units"], by: ["product"], limit: 10, sort: byNetSales },
  "by country": { ...defaultQuery, metrics: ["net_sales", "orders"], by: ["country"], limit: 4, sort: byNetSales },
  "new and returning": { ...defaultQuery, metrics: ["net_sales", "orders"], by: ["customer_type"], limit: 3, sort: byNetSales },
};
