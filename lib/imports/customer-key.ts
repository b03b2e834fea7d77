// Customers known by e-mail only get a name made from it with this installation's own key, so that the address
// itself stands nowhere but in the uploaded file.
import { createHmac, randomBytes } from "node:crypto";
import type { Database } from "#db/client.ts";
import { now } from "#lib/core/day.ts";

const settingKey = "imports.customer_key";

/** Reads the key, made at first use, and returns the namer: the same address, letter case aside, has the same name. */
export async function customerNamer(db: Database): Promise<(email: string) => string> {
  await db.insertInto("app.setting").values({ key: settingKey, value: JSON.stringify(randomBytes(32).toString("hex")), updated_at: now() }).onConflict((oc) => oc.column("key").doNothing()).execute();
  const { value } = await db.selectFrom("app.setting").select("value").where("key", "=", settingKey).executeTakeFirstOrThrow();
  const secret = Buffer.from(String(value), "hex");
  const known = new Map<string, string>();
  return (email) => {
    const address = email.trim().toLowerCase();
    let name = known.get(address);
    if (name === undefined) {
      name = `e-${createHmac("sha256", secret).update(address).digest("hex").slice(0, 24)}`;
      if (known.size > 20_000) known.clear();
      known.set(address, name);
    }
    return name;
  };
}
