// The people of this workspace, for its owner.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import { audit } from "#lib/access/audit.ts";
import { newLink } from "#lib/access/door-link.ts";
import { endSessions } from "#lib/access/person.ts";
import type { Role } from "#lib/access/policy.ts";
import { AppError } from "#lib/core/errors.ts";

export interface Person { id: string; name: string; email: string; role: Role; isDisabled: boolean; createdAt: string; lastSeenAt: string | null }

/** Everyone, those who can sign in first, by name. `lastSeenAt` is of a session, or of the last thing they did when none stands. */
export async function listPeople(db: Database): Promise<Person[]> {
  const rows = await db.selectFrom("app.person as p")
    .select((eb) => ["p.id", "p.name", "p.email", "p.role", "p.disabled_at", "p.created_at",
      eb.selectFrom("app.session as s").select((of) => of.fn.max("s.updated_at").as("seen")).whereRef("s.user_id", "=", "p.id").as("seen"),
      eb.selectFrom("app.audit as a").select("a.at").whereRef("a.actor_id", "=", "p.id").orderBy("a.audit_id", "desc").limit(1).as("acted")])
    .orderBy(sql`p.disabled_at is not null`).orderBy("p.name").orderBy("p.id").execute();
  return rows.map((row) => ({ id: row.id, name: row.name, email: row.email, role: row.role as Role, isDisabled: row.disabled_at !== null, createdAt: row.created_at.toISOString(), lastSeenAt: later(row.seen, row.acted)?.toISOString() ?? null }));
}

function later(one: Date | null, other: Date | null): Date | null {
  return one && other ? (one > other ? one : other) : (one ?? other);
}

export interface PersonChange { role?: Role | undefined; isDisabled?: boolean | undefined }

/**
 * Gives another role, or shuts out and lets in again. It holds from the next request on: roles are read each
 * time, and a shut-out person's sessions end. The last owner stays one: throws `conflict`.
 */
export async function changePerson(db: Database, actor: Actor, id: string, change: PersonChange): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // All owners are locked, so that two owners can't demote each other at the same moment.
    const owners = await trx.selectFrom("app.person").select("id").where("role", "=", "owner").where("disabled_at", "is", null).orderBy("id").forUpdate().execute();
    const person = await trx.selectFrom("app.person").select(["id", "email", "role", "disabled_at"]).where("id", "=", id).forUpdate().executeTakeFirst();
    if (!person) throw new AppError("missing", "access.no_such_person", "There is no such person.");
    const staysOwner = (change.role ?? person.role) === "owner" && !(change.isDisabled ?? person.disabled_at !== null);
    if (owners.length === 1 && owners[0]!.id === id && !staysOwner) throw new AppError("conflict", "access.last_owner", "The last owner must stay one.");
    if (change.role !== undefined && change.role !== person.role) {
      await trx.updateTable("app.person").set({ role: change.role, updated_at: sql<Date>`now()` }).where("id", "=", id).execute();
      await audit(trx, actor, "role_changed", person.email, { before: person.role, after: change.role });
    }
    if (change.isDisabled !== undefined && change.isDisabled !== (person.disabled_at !== null)) {
      await trx.updateTable("app.person").set({ disabled_at: change.isDisabled ? sql<Date>`now()` : null, updated_at: sql<Date>`now()` }).where("id", "=", id).execute();
      if (change.isDisabled) await endSessions(trx, id);
      await audit(trx, actor, change.isDisabled ? "person_disabled" : "person_enabled", person.email);
    }
  });
}

/**
 * A link, good for a day and once, with which this person sets a new password; for those who lost theirs.
 * An older one stops working. A shut-out person gets none: throws `conflict`.
 */
export async function passwordLink(db: Database, actor: Actor, id: string): Promise<{ path: string }> {
  const person = await db.selectFrom("app.person").select(["email", "disabled_at"]).where("id", "=", id).executeTakeFirst();
  if (!person) throw new AppError("missing", "access.no_such_person", "There is no such person.");
  if (person.disabled_at) throw new AppError("conflict", "access.person_disabled", "Let this person in again first.");
  return db.transaction().execute(async (trx) => {
    await trx.deleteFrom("app.door_link").where("kind", "=", "recover").where("person_id", "=", id).execute();
    const { token } = await newLink(trx, { kind: "recover", hours: 24, email: person.email, personId: id, createdBy: actor.userId });
    await audit(trx, actor, "password_link_made", person.email);
    return { path: `/setup/${token}` };
  });
}
