// GET: the stores that the reader may see. POST: a new one; its currency and zone stay for good, because its days rest on them.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";
import { createStore, listStores } from "#lib/stores/stores.ts";

export const dynamic = "force-dynamic";
const Store = z.object({ id: z.number(), name: z.string(), currency: z.string(), zone: z.string() });

export const GET = route({
  resource: "stores",
  action: "read",
  out: z.object({ stores: z.array(Store) }),
  handler: async ({ actor }) => ({ stores: (await listStores(database())).filter((store) => actor.stores === "all" || actor.stores.includes(store.id)) }),
});

export const POST = route({
  resource: "stores",
  action: "write",
  body: z.strictObject({ name: z.string().max(200), currency: z.string().max(10), zone: z.string().max(80) }),
  out: Store,
  handler: async ({ actor, body }) => {
    const store = await createStore(database(), body);
    await audit(database(), actor, "store_created", store.name, { currency: store.currency, zone: store.zone });
    return store;
  },
});
