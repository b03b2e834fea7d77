// What stands in the cells of a long table: days and numbers, as programs write them.
import { fromNumber, toNumber } from "#lib/core/day.ts";

/** Days since 1970 for "2026-11-20", "2026-11" and the midnights "2026-11-20 00:00:00", "…T00:00:00Z"; null for anything else. */
export function dayOf(text: string): number | null {
  const match = /^((?:19|20|21)\d\d-\d\d)(-\d\d)?(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?)?$/.exec(text.trim());
  if (!match) return null;
  const number = toNumber(`${match[1]}${match[2] ?? "-01"}`);
  return !Number.isNaN(number) && fromNumber(number) === `${match[1]}${match[2] ?? "-01"}` ? number : null;
}

/** NaN for a missing value (blank, NA, NaN, null), null for text that is no number. */
export function valueOf(text: string): number | null {
  const said = text.trim();
  if (said === "" || /^(na|n\/a|nan|null|none)$/i.test(said)) return Number.NaN;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(said)) return null;
  return Number.isFinite(Number(said)) ? Number(said) : null;
}
