// POST: imports a file that was looked at. Answers at once; GET of the import tells how far it is.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { fault } from "#lib/imports/faults.ts";
import { startJob } from "#lib/imports/jobs.ts";
import { readImport } from "#lib/imports/list.ts";
import { ImportId } from "#lib/imports/shapes.ts";

export const POST = route({
  resource: "imports",
  action: "write",
  params: ImportId,
  out: z.object({ state: z.literal("loading") }),
  handler: async ({ actor, params }) => {
    const one = await readImport(database(), actor.stores, params.id);
    if (one.state === "received" && one.preview && one.preview.questions.length > 0) throw fault("imports.questions_open", { questions: one.preview.questions.join(", ") });
    const taken = await database().updateTable("ingest.import").set({ state: "loading", error: null, progress: null, updated_at: now() })
      .where("import_id", "=", params.id).where("state", "in", ["ready", "failed"]).executeTakeFirst();
    if (taken.numUpdatedRows === 0n && one.state !== "loading") throw fault("imports.not_runnable", { id: params.id, state: one.state });
    void startJob(database(), "run", params.id).then(async () => {
      const after = await readImport(database(), "all", params.id);
      await audit(database(), actor, "import_finished", one.fileName, { import: params.id, store: one.storeName, state: after.state, imported: after.summary?.imported ?? 0 });
    }).catch(() => {});
    return { state: "loading" as const };
  },
});
