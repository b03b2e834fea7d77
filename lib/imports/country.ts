// Countries by one name: ISO codes and common abbreviations become the English name, anything else stays as given.
import { Memory } from "#lib/core/memory.ts";

const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
const known = new Map<string, string>([["uk", "United Kingdom"], ["usa", "United States"], ["u.s.a.", "United States"], ["united states of america", "United States"], ["united states (us)", "United States"], ["united kingdom (uk)", "United Kingdom"], ["great britain", "United Kingdom"], ["deutschland", "Germany"], ["españa", "Spain"], ["italia", "Italy"], ["österreich", "Austria"], ["the netherlands", "Netherlands"], ["nederland", "Netherlands"]]);
const read = new Memory<string, string | null>(5_000);

/** "DE" → "Germany"; "EIRE" → "EIRE"; "" → null. */
export function countryName(cell: string | undefined): string | null {
  const text = cell?.trim() ?? "";
  return text === "" ? null : read.of(text, () => (/^[A-Za-z]{2}$/.test(text) && text.toLowerCase() !== "uk" ? names.of(text.toUpperCase()) : known.get(text.toLowerCase())) ?? text);
}
