// The first owner, and an owner who lost the password: by a link that only the machine's operator sees.
import type pg from "pg";
import type { Database } from "#db/client.ts";
import { audit } from "#lib/access/audit.ts";
import { findLink, newLink, useLink, type DoorLink } from "#lib/access/door-link.ts";
import { hashPassword, insertPerson, replacePassword } from "#lib/access/person.ts";
import { checkPassword } from "#lib/access/passwords.ts";
import { takeAddressTry } from "#lib/access/limits.ts";
import { AppError } from "#lib/core/errors.ts";

const operator = { name: "Operator", via: "script" } as const;
const link = (baseUrl: string, token: string) => `${baseUrl}/setup/${token}`;

/** Whether somebody owns this workspace and can sign in. */
export async function ownerExists(db: Database): Promise<boolean> {
  return (await db.selectFrom("app.person").select("id").where("role", "=", "owner").where("disabled_at", "is", null).limit(1).executeTakeFirst()) !== undefined;
}

/**
 * A link with which the first owner is made, good for a day; the one before it stops working.
 * Null once an owner exists.
 */
export async function ensureOwnerLink(db: Database, baseUrl: string): Promise<string | null> {
  if (await ownerExists(db)) return null;
  return db.transaction().execute(async (trx) => {
    await trx.deleteFrom("app.door_link").where("kind", "=", "setup").execute();
    const { token } = await newLink(trx, { kind: "setup", hours: 24 });
    await audit(trx, operator, "owner_link_made", "setup");
    return link(baseUrl, token);
  });
}

/**
 * A link with which an owner sets a new password, good for an hour. `email` says which owner; without it
 * the one who was here first. Without any owner it is the link that makes one.
 * Throws `missing` when no owner has that e-mail.
 */
export async function recoverOwnerLink(db: Database, baseUrl: string, email?: string): Promise<string> {
  const setup = email === undefined ? await ensureOwnerLink(db, baseUrl) : null;
  if (setup) return setup;
  let query = db.selectFrom("app.person").select(["id", "email"]).where("role", "=", "owner").where("disabled_at", "is", null).orderBy("created_at");
  if (email !== undefined) query = query.where("email", "=", email.trim().toLowerCase());
  const owner = await query.executeTakeFirst();
  if (!owner) throw new AppError("missing", "access.no_such_owner", `No owner has the e-mail ${email}.`);
  return db.transaction().execute(async (trx) => {
    await trx.deleteFrom("app.door_link").where("kind", "=", "recover").where("person_id", "=", owner.id).execute();
    const { token } = await newLink(trx, { kind: "recover", hours: 1, email: owner.email, personId: owner.id });
    await audit(trx, operator, "owner_link_made", owner.email);
    return link(baseUrl, token);
  });
}

/** What /setup/<token> shows; null means 404 (and after the first owner every setup link is one). */
export async function readOwnerLink(db: Database, token: string): Promise<DoorLink | null> {
  const found = await findLink(db, token, ["setup", "recover"]);
  return found?.kind === "setup" && (await ownerExists(db)) ? null : found;
}

export interface OwnerAnswers { name?: string | undefined; email?: string | undefined; password: string }

/** Uses the link: makes the first owner, or sets the owner's password and ends all sessions. Returns the e-mail to sign in with. */
export async function useOwnerLink(db: Database, pool: pg.Pool, token: string, answers: OwnerAnswers, ip: string | null): Promise<string> {
  const gone = () => new AppError("missing", "access.link_gone", "This link was used or has run out.");
  const found = await readOwnerLink(db, token);
  if (!found) {
    await takeAddressTry(pool, ip);
    throw gone();
  }
  const email = found.kind === "setup" ? answers.email : found.email;
  if (!email || (found.kind === "setup" && !answers.name)) throw new AppError("invalid", "access.field_missing", "Name and e-mail are needed.", { field: email ? "name" : "email" });
  checkPassword(answers.password, email);
  const passwordHash = await hashPassword(answers.password);
  await db.transaction().execute(async (trx) => {
    const used = await useLink(trx, token, ["setup", "recover"]);
    if (!used || (used.kind === "setup" && (await ownerExists(trx)))) throw gone();
    if (used.kind === "setup") {
      const userId = await insertPerson(trx, { name: answers.name!, email, role: "owner", passwordHash });
      await audit(trx, { name: answers.name!, userId, via: "link", ip }, "owner_created", email);
    } else {
      await replacePassword(trx, used.personId!, passwordHash);
      await audit(trx, { name: email, userId: used.personId!, via: "link", ip }, "password_reset", email);
    }
  });
  return email;
}
