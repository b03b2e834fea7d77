// One line a source.
import type { Source } from "#lib/sources/source.ts";
import { AppError } from "#lib/core/errors.ts";
import { exchangeRates } from "#lib/sources/exchange-rates/source.ts";
import { googleAds } from "#lib/sources/google-ads/source.ts";
import { googleAnalytics } from "#lib/sources/google-analytics/source.ts";
import { meta } from "#lib/sources/meta/source.ts";
import { pageSpeed } from "#lib/sources/page-speed/source.ts";
import { searchConsole } from "#lib/sources/search-console/source.ts";
import { shopify } from "#lib/sources/shopify/source.ts";
import { woocommerce } from "#lib/sources/woocommerce/source.ts";

export const sources: readonly Source[] = [
  exchangeRates,
  googleAds,
  googleAnalytics,
  meta,
  pageSpeed,
  searchConsole,
  shopify,
  woocommerce,
];

/** Throws AppError "missing" for a name that no source has. */
export function findSource(name: string): Source {
  const found = sources.find((source) => source.name === name);
  if (!found) throw new AppError("missing", "sources.unknown", `There is no source ${name}. Known: ${sources.map((source) => source.name).join(", ")}.`, { name });
  return found;
}
