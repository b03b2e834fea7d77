// POST: asks the vendor with settings that aren't stored: who are we there?
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { AppError } from "#lib/core/errors.ts";
import { database, pool } from "#lib/database.ts";
import { testDraft } from "#lib/ingest/connections.ts";
import { inWords } from "#lib/ingest/own-connection.ts";
import { AccountShape, Fields } from "#lib/ingest/shapes.ts";
import { findSource } from "#lib/sources/registry.ts";
import { readStore } from "#lib/stores/stores.ts";

export const POST = route({
  resource: "sources",
  action: "write",
  // Without a store (none is made yet) the account itself says zone and currency.
  body: z.strictObject({ storeId: z.number().int().positive().nullable(), source: z.string().max(60), settings: Fields }),
  out: z.object({ account: AccountShape }),
  handler: async ({ actor, body, request }) => {
    const source = findSource(body.source);
    if (body.storeId !== null && actor.stores !== "all" && !actor.stores.includes(body.storeId)) throw new AppError("missing", "ui.store_missing", `There is no store ${body.storeId}.`, { id: body.storeId });
    const store = body.storeId === null ? { zone: "UTC", currency: "EUR" } : await readStore(database(), body.storeId);
    // Store 0 is nobody's: what stands under the same name can't lend its secrets to a test of something else.
    const account = await inWords(source.label, () => testDraft({ db: database(), pool: pool() }, { storeId: 0, source: source.name, settings: body.settings }, store, request.signal));
    await audit(database(), actor, "source_tested", source.label, { account: account.name });
    return { account };
  },
});
