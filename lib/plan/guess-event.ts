// What kind of event an entry of somebody's calendar is, by its words: a proposal that the reader of the preview can change.
import type { EventType } from "#lib/plan/event.ts";

/** The first that fits; words of English, German, Dutch, French and Spanish calendars. */
const signs: readonly [EventType, RegExp][] = [
  ["outage", /\b(outage|downtime|maintenance|offline|wartung|ausfall|storing|onderhoud|panne|mantenimiento)\b/i],
  ["stock_out", /\b(out of stock|sold out|stock-?out|ausverkauft|uitverkocht|rupture|agotado)\b/i],
  ["price_change", /\b(price (change|increase|rise|cut)|new prices?|preis(änderung|erhöhung|senkung)|prijs(wijziging|verhoging)|cambio de precio)\b/i],
  ["mailing", /\b(newsletter|mailing|e-?mail|sms|klaviyo|mailchimp|nieuwsbrief|infolettre|boletín)\b/i],
  ["launch", /\b(launch|drop|release|new (collection|product|arrival)|neuheit|markteinführung|lancering|lancement|lanzamiento)\b/i],
  ["promotion", /(\d\s?%|\b(sale|promo(tion)?|discount|deal|coupon|voucher|offer|clearance|aktion|rabatt|angebot|schlussverkauf|korting|uitverkoop|soldes|remise|rebajas|descuento|oferta)\b)/i],
  ["holiday", /\b(holiday|feiertag|feestdag|jour férié|festivo|black friday|cyber monday|christmas|easter|weihnachten|ostern|kerst|pasen|noël|navidad)\b/i],
];

/** By categories before the name: who tags means it. guessType("Newsletter: −20 %", []) is "mailing". */
export function guessType(name: string, categories: readonly string[]): EventType {
  const find = (text: string) => signs.find(([, sign]) => sign.test(text))?.[0];
  return find(categories.join(" ")) ?? find(name) ?? "other";
}

/** The discount that a name tells: "Summer −20 %" is 0.2; the greatest of several ("10 to 30 %"); null without one or over 95 %. */
export function guessSize(name: string): number | null {
  const shares = [...name.matchAll(/(\d{1,2}(?:[.,]\d)?)\s?%/g)].map((match) => Number(match[1]!.replace(",", ".")) / 100).filter((share) => share > 0 && share <= 0.95);
  return shares.length === 0 ? null : Math.max(...shares);
}
