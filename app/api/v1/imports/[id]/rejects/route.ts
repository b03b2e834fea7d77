// GET: the rows that were left out, with their reasons, as CSV.
import { Readable } from "node:stream";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";
import { readImport } from "#lib/imports/list.ts";
import { rejectsCsv } from "#lib/imports/rejects.ts";
import { host } from "#lib/imports/scope.ts";
import { ImportId } from "#lib/imports/shapes.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "imports",
  action: "read",
  params: ImportId,
  out: "stream",
  handler: async ({ actor, params }) => {
    const one = await readImport(database(), actor.stores, params.id);
    const stream = Readable.toWeb(Readable.from(rejectsCsv(host(), one.id)).map((text: string) => Buffer.from(text, "utf8"))) as ReadableStream;
    return new Response(stream, { headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename="import-${one.id}-rows-left-out.csv"` } });
  },
});
