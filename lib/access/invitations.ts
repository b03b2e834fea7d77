// Inviting people by a link that is passed on by hand: no mail server is needed.
import { sql } from "kysely";
import type pg from "pg";
import type { Database } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import { audit } from "#lib/access/audit.ts";
import { findLink, newLink, useLink } from "#lib/access/door-link.ts";
import { takeAddressTry } from "#lib/access/limits.ts";
import { checkPassword } from "#lib/access/passwords.ts";
import { hashPassword, insertPerson } from "#lib/access/person.ts";
import type { Role } from "#lib/access/policy.ts";
import { AppError } from "#lib/core/errors.ts";

const days = 24;
export interface Invitation { id: string; email: string; role: Role; invitedBy: string | null; createdAt: string; expiresAt: string }

/** Invites an e-mail into a role for 7 days; an older invitation of the same e-mail stops working. The path holds the only copy of the token. */
export async function invite(db: Database, actor: Actor, email: string, role: Role): Promise<{ id: string; path: string }> {
  const known = await db.selectFrom("app.person").select("id").where("email", "=", email).executeTakeFirst();
  if (known) throw new AppError("conflict", "access.email_taken", "Somebody with this e-mail is already here.", { field: "email" });
  return db.transaction().execute(async (trx) => {
    await trx.deleteFrom("app.door_link").where("kind", "=", "invite").where("email", "=", email).execute();
    const { linkId, token } = await newLink(trx, { kind: "invite", hours: 7 * days, email, role, createdBy: actor.userId });
    await audit(trx, actor, "person_invited", email, { role });
    return { id: linkId, path: `/invitation/${token}` };
  });
}

/** Invitations that still work, newest first. */
export async function openInvitations(db: Database): Promise<Invitation[]> {
  const rows = await db.selectFrom("app.door_link as l").leftJoin("app.person as p", "p.id", "l.created_by")
    .select(["l.link_id", "l.email", "l.role", "l.created_at", "l.expires_at", "p.name"])
    .where("l.kind", "=", "invite").where("l.expires_at", ">", sql<Date>`now()`).orderBy("l.link_id", "desc").execute();
  return rows.map((row) => ({ id: row.link_id, email: row.email ?? "", role: row.role as Role, invitedBy: row.name, createdAt: row.created_at.toISOString(), expiresAt: row.expires_at.toISOString() }));
}

export async function revokeInvitation(db: Database, actor: Actor, id: string): Promise<void> {
  const gone = await db.deleteFrom("app.door_link").where("link_id", "=", id).where("kind", "=", "invite").returning("email").executeTakeFirst();
  if (!gone) throw new AppError("missing", "access.no_such_invitation", "This invitation is gone already.");
  await audit(db, actor, "invitation_revoked", gone.email ?? "");
}

/** What /invitation/<token> shows, or null. */
export async function readInvitation(db: Database, token: string): Promise<{ email: string; role: Role } | null> {
  const found = await findLink(db, token, ["invite"]);
  return found ? { email: found.email!, role: found.role! } : null;
}

/** Makes the invited person. Returns the e-mail to sign in with. */
export async function acceptInvitation(db: Database, pool: pg.Pool, token: string, answers: { name: string; password: string }, ip: string | null): Promise<string> {
  const gone = () => new AppError("missing", "access.link_gone", "This link was used or has run out.");
  const found = await readInvitation(db, token);
  if (!found) {
    await takeAddressTry(pool, ip);
    throw gone();
  }
  checkPassword(answers.password, found.email);
  const passwordHash = await hashPassword(answers.password);
  await db.transaction().execute(async (trx) => {
    const used = await useLink(trx, token, ["invite"]);
    if (!used) throw gone();
    const userId = await insertPerson(trx, { name: answers.name, email: found.email, role: used.role!, passwordHash });
    await audit(trx, { name: answers.name, userId, via: "link", ip }, "invitation_accepted", found.email, { role: used.role });
  });
  return found.email;
}
