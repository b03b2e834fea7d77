// Instants as a shop's clock shows them.
const formats = new Map<string, Intl.DateTimeFormat>();

/** localTime(2026-11-12T09:05:31Z, "Europe/Berlin") is "2026-11-12T10:05:31". */
export function localTime(instant: Date, zone: string): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
    formats.set(zone, format);
  }
  return format.format(instant).replace(" ", "T");
}

/** Without milliseconds, as most vendors write instants: "2026-11-12T09:05:31Z". */
export function instantText(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}
