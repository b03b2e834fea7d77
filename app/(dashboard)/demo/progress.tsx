import { currentReader } from "#app/reader.ts";
import { ProgressBar } from "#app/ui/progress-bar.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { Refresh } from "#app/ui/refresh.tsx";
import { pageActor } from "#lib/access/page.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { readDemoProgress } from "#lib/ingest/demo-progress.ts";
import { translator } from "#lib/words/words.ts";

/** While the demo is filled: how far it is. The page reads itself again until it is whole. */
export async function DemoProgress() {
  const actor = await pageActor();
  if (!actor) return null;
  const progress = await readDemoProgress(database(), actor.stores, now());
  if (!progress) return null;
  const reader = await currentReader();
  const back = progress.back === null ? "none" : new Intl.DateTimeFormat(reader.locale, { month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${progress.back}T00:00:00Z`));
  return (
    <Panel className="no-print mb-4 px-4 py-3" data-demo-progress>
      <ProgressBar value={(100 * progress.ready) / progress.total} label={translator(reader, "sources")("demo.filling", { ready: progress.ready, total: progress.total, back })} />
      <Refresh />
    </Panel>
  );
}
