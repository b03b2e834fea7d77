const special = /[\t\n\r\\]/;
const escapes: Record<string, string> = { "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\" };

/** One cell of Postgres' COPY text format; null is \N. */
export function copyCell(text: string | null): string {
  if (text === null) return "\\N";
  return special.test(text) ? text.replace(/[\t\n\r\\]/g, (letter) => escapes[letter]!) : text;
}
