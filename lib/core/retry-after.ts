// When an answer says to ask again.

/** Retry-After in ms: seconds ("120", "1.5") or an HTTP date; undefined when it says nothing usable. A past date is 0. */
export function retryAfterOf(header: string | null, now: Date): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  if (!/^[A-Za-z]{3},? /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
