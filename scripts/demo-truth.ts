// npm run demo-truth [-- --from DAY] [--today DAY]: the demo shop's truth as JSON on stdout — what really sold, what ads really
// brought, what a promotion really added. The running demo's first day is used unless --from says another.
import { parseArgs } from "node:util";
import { dayAt, isDay, now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { demoWorld, firstDayOf } from "#lib/demo/world/index.ts";
import { truth } from "#lib/demo/world/truth.ts";
import { readDemo } from "#lib/ingest/demo-shop.ts";
import { runScript, Usage } from "#scripts/parts/script.ts";

await runScript(async () => {
  const { values } = parseArgs({ options: { from: { type: "string" }, today: { type: "string" }, json: { type: "boolean" } } });
  for (const day of [values.from, values.today]) if (day !== undefined && !isDay(day)) throw new Usage(`${day} is no day such as 2026-11-20.`);
  const today = values.today ?? dayAt(now(), "UTC");
  const demo = values.from === undefined ? await readDemo(database()).catch(() => null) : null;
  const from = values.from ?? (demo?.state === "connected" ? demo.from : firstDayOf(today));
  const told = truth(demoWorld({ today, from }));
  return { line: JSON.stringify(told), answer: told };
});
