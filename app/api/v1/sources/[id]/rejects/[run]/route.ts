// GET: the rows of a run that could not be read, with their reasons, as CSV.
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";
import { rejectsOfRun } from "#lib/ingest/runs.ts";
import { RunId } from "#lib/ingest/shapes.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "source_rejects",
  action: "read",
  params: RunId,
  out: "stream",
  handler: async ({ actor, params }) => {
    const csv = await rejectsOfRun(database(), actor.stores, params.id, params.run);
    return new Response(csv, { headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename="run-${params.run}-rows-left-out.csv"` } });
  },
});
