// GET: the latest imports. POST: a file as the request's body, with its store and name in the query; answers its id
// at once, and looks at the file in a process of its own.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";
import { receiveFile } from "#lib/imports/file.ts";
import { startJob } from "#lib/imports/jobs.ts";
import { listImports } from "#lib/imports/list.ts";
import { checkStore, host } from "#lib/imports/scope.ts";
import { Import } from "#lib/imports/shapes.ts";
import { maxFile, type Bytes } from "#lib/imports/unpack.ts";
import { readStore } from "#lib/stores/stores.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "imports",
  action: "read",
  out: z.object({ imports: z.array(Import) }),
  handler: async ({ actor }) => ({ imports: await listImports(database(), actor.stores) }),
});

export const POST = route({
  resource: "imports",
  action: "write",
  query: z.strictObject({ store: z.coerce.number().int().positive(), name: z.string().min(1).max(200) }),
  body: "stream",
  maxBytes: maxFile,
  out: z.object({ id: z.string() }),
  handler: async ({ actor, query, body }) => {
    checkStore(actor.stores, query.store);
    const store = await readStore(database(), query.store);
    const id = await receiveFile(host(), store.id, { name: query.name, bytes: body as unknown as Bytes, settings: {}, by: actor.name });
    await audit(database(), actor, "import_started", query.name, { import: id, store: store.name });
    void startJob(database(), "inspect", id);
    return { id };
  },
});
