/** What of the address goes along from page to page: which shop and which days, not the page's own filters. */
const SCOPE = ["store", "period", "from", "through", "compare", "compareFrom", "compareThrough"];

/** "?store=1&period=month" of an address's search, or "" when nothing of it is scope. */
export function scopeOf(search: { get(name: string): string | null }): string {
  const kept = new URLSearchParams();
  for (const name of SCOPE) {
    const value = search.get(name);
    if (value) kept.set(name, value);
  }
  const text = kept.toString();
  return text ? `?${text}` : "";
}
