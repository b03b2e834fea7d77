// Customers known by e-mail only get a name made from it with this installation's own key, so that the address
// itself stands nowhere but in the uploaded file.
import { createHmac, randomBytes } from "node:crypto";
import type { Database } from "#db/client.ts";
import { now } from "#lib/core/day.ts";
import { Memory } from "#lib/core/memory.ts";

const settingKey = "imports.customer_key";

/** Reads the key, made at first use, and returns the namer: the same address, letter case aside, has the same name. */
export async function customerNamer(db: Database): Promise<(email: string) => string> {
  await db.insertInto("app.setting").values({ key: settingKey, value: JSON.stringify(randomBytes(32).toString("hex")), updated_at: now() }).onConflict((oc) => oc.column("key").doNothing()).execute();
  const { value } = await db.selectFrom("app.setting").select("value").where("key", "=", settingKey).executeTakeFirstOrThrow();
  const secret = Buffer.from(String(value), "hex");
  const names = new Memory<string, string>(20_000);
  const name = (address: string): string => `e-${createHmac("sha256", secret).update(address).digest("hex").slice(0, 24)}`;
  return (email) => names.of(email.trim().toLowerCase(), name);
}
