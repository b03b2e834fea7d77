// Writing people and their passwords; who may do so is asked before.
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { AppError } from "#lib/core/errors.ts";
import { hashInTurn } from "#lib/access/passwords.ts";
import type { Role } from "#lib/access/policy.ts";

export const Name = z.string().trim().min(1).max(100);
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());
/** Length and the rest are checked with words by checkPassword; this only keeps out what isn't a password. */
export const Password = z.string().min(1).max(1000);

export interface NewPerson { name: string; email: string; role: Role; passwordHash: string }

/** Adds a person who can sign in. Throws `conflict` when the e-mail is taken. Returns the id. */
export async function insertPerson(db: Database, person: NewPerson): Promise<string> {
  const id = randomUUID();
  const added = await db.insertInto("app.person").values({ id, name: person.name, email: person.email, role: person.role })
    .onConflict((conflict) => conflict.column("email").doNothing()).returning("id").executeTakeFirst();
  if (!added) throw new AppError("conflict", "access.email_taken", "Somebody with this e-mail is already here.", { field: "email" });
  await db.insertInto("app.credential").values({ id: randomUUID(), account_id: id, provider_id: "credential", user_id: id, password: person.passwordHash }).execute();
  return id;
}

/** Sets a password and ends every session of that person. */
export async function replacePassword(db: Database, personId: string, passwordHash: string): Promise<void> {
  await db.updateTable("app.credential").set({ password: passwordHash, updated_at: sql<Date>`now()` }).where("user_id", "=", personId).where("provider_id", "=", "credential").execute();
  await endSessions(db, personId);
}

export async function endSessions(db: Database, personId: string, exceptSession?: string): Promise<void> {
  let query = db.deleteFrom("app.session").where("user_id", "=", personId);
  if (exceptSession) query = query.where("id", "<>", exceptSession);
  await query.execute();
}

export { hashInTurn as hashPassword };
