// Daily exchange rates as a CSV file behind an address: day,base,quote,rate; every published day so far.
import { addDays, dayAt } from "#lib/core/day.ts";
import type { Setting, Vendor } from "#lib/demo/servers/vendor.ts";

const first = "2000-01-01";

export function rates(setting: Setting): Vendor {
  return {
    name: "rates",
    rows: () => undefined,
    quota: () => ({ status: 429, headers: { "retry-after": "60" }, body: "Too many requests" }),
    routes: [{ method: "GET", path: /^\/fx\/daily\.csv$/, answer(ask) {
      const to = ask.query.get("to") ?? dayAt(setting.now(), "UTC");
      return { status: 200, headers: { "content-type": "text/csv; charset=utf-8" }, body: null, stream: lines(setting, ask.query.get("from") ?? first, to) };
    } }],
  };
}

/** `to` is the last day told. */
function* lines(setting: Setting, from: string, to: string): Iterable<string> {
  yield "day,base,quote,rate\n";
  let held = "";
  for (const row of setting.world.rates(from, addDays(to, 1), setting.now())) {
    held += `${row.day},${row.base},${row.quote},${row.rate}\n`;
    if (held.length < 16_384) continue;
    yield held;
    held = "";
  }
  if (held !== "") yield held;
}
