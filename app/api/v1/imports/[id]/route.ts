// One import: its state, preview and result. PATCH says how to read the file and looks at it again; DELETE forgets
// one that was never imported.
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { database } from "#lib/database.ts";
import { fault } from "#lib/imports/faults.ts";
import { startJob } from "#lib/imports/jobs.ts";
import { readImport } from "#lib/imports/list.ts";
import { forgetImport } from "#lib/imports/run.ts";
import { host } from "#lib/imports/scope.ts";
import { ImportSettings } from "#lib/imports/settings.ts";
import { ImportId, ImportWithPreview } from "#lib/imports/shapes.ts";
import { z } from "zod";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "imports",
  action: "read",
  params: ImportId,
  out: ImportWithPreview,
  handler: ({ actor, params }) => readImport(database(), actor.stores, params.id),
});

const open = ["received", "ready", "failed"];

export const PATCH = route({
  resource: "imports",
  action: "write",
  params: ImportId,
  body: ImportSettings,
  out: ImportWithPreview,
  handler: async ({ actor, params, body }) => {
    const before = await readImport(database(), actor.stores, params.id);
    if (!open.includes(before.state) || before.summary) throw fault("imports.not_runnable", { id: params.id, state: before.state });
    await database().updateTable("ingest.import").set({ settings: JSON.stringify(body), state: "received", error: null, updated_at: now() }).where("import_id", "=", params.id).where("state", "in", open).execute();
    await startJob(database(), "inspect", params.id);
    const after = await readImport(database(), actor.stores, params.id);
    if (after.state !== "failed" || !before.preview || !after.error) return after;
    // What was said doesn't do: the file stands as it was looked at before, and the form says why.
    await database().updateTable("ingest.import").set({ settings: JSON.stringify(before.settings), preview: JSON.stringify(before.preview), state: before.state, error: null, updated_at: now() }).where("import_id", "=", params.id).where("state", "=", "failed").execute();
    throw new AppError("invalid", after.error.code, after.error.message, after.error.details);
  },
});

export const DELETE = route({
  resource: "imports",
  action: "write",
  params: ImportId,
  out: z.object({ removed: z.boolean() }),
  handler: async ({ actor, params }) => {
    const one = await readImport(database(), actor.stores, params.id);
    if (!open.includes(one.state) || one.summary) throw fault("imports.not_runnable", { id: params.id, state: one.state });
    // Someone may have started it since it was read.
    if (!(await forgetImport(host(), one.storeId, params.id))) throw fault("imports.not_runnable", { id: params.id, state: "loading" });
    await audit(database(), actor, "import_finished", one.fileName, { import: params.id, removed: true });
    return { removed: true };
  },
});
