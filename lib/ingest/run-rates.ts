// Exchange rates of one ask: kept as published; the engine carries them and names the gaps.
import type { Problem } from "#lib/ingest/journal.ts";
import { keepRejects, noteRun } from "#lib/ingest/journal.ts";
import { advance } from "#lib/ingest/progress.ts";
import { transaction, type Running } from "#lib/ingest/run.ts";
import { closedPart } from "#lib/ingest/run-report.ts";
import { loadRates } from "#lib/stores/rates.ts";
import type { Ask, RateStream } from "#lib/sources/source.ts";

export async function runRates(running: Running, stream: RateStream, ask: Ask): Promise<Problem | null> {
  const { client, counts, target } = running;
  for await (const batch of stream.read(running.context, ask)) {
    const changed = await loadRates(running.db, batch.rows, `${running.order.source}:${target.connectionId}`);
    counts.read += batch.read;
    counts.written += changed;
    if (changed > 0) counts.daysChanged += new Set(batch.rows.map((row) => row.day)).size;
    await transaction(client, async () => {
      await keepRejects(client, target.runId, batch.rejects, counts.rejected);
      counts.rejected += batch.rejects.length;
      await noteRun(client, target.runId, { ...counts, requests: running.context.http.requests });
    });
  }
  await transaction(client, () => advance(client, target, closedPart(running.context, stream, ask)));
  return null;
}
