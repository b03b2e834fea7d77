// Words for the keys of a cut: a country's name, "New customers", a product's name, "not known".
import { restKey, type Cut } from "#lib/metrics/marts.ts";
import { messages, translator, type Reader } from "#lib/words/words.ts";

/** The text of one key. `label` is the data's own name for it (products, stores), where it has one. */
export function keyText(reader: Reader, cut: Cut, key: string, label?: string): string {
  const t = translator(reader, "metrics");
  if (cut === "customer_type" && (key === "new" || key === "returning" || key === "guest")) return t(`keys.customer_type.${key}`);
  if (key === restKey) return t(`keys.rest.${cut}`);
  if (key === "") return t(`keys.none.${cut}`);
  if (cut === "country" && /^[A-Z]{2}$/.test(key)) return new Intl.DisplayNames(reader.locale, { type: "region", fallback: "code" }).of(key) ?? key;
  if (cut === "platform" || cut === "device") {
    const known: Record<string, string> = messages(reader).metrics.keys[cut];
    return Object.hasOwn(known, key) ? known[key]! : key;
  }
  return label ?? key;
}
