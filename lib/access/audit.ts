// The record of what was done. Written beside the change, in its transaction; never changed after.
import type { Database } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";

/** What can stand in the record; each has words under `access.audit.actions`. */
export const auditActions = [
  "signed_in", "sign_in_failed", "signed_out", "denied",
  "owner_created", "owner_link_made", "password_link_made", "password_reset",
  "person_invited", "invitation_revoked", "invitation_accepted", "role_changed", "person_disabled", "person_enabled",
  "name_changed", "password_changed", "session_ended", "key_made", "key_revoked",
  "import_started", "import_finished", "import_undone", "store_created", "store_changed", "settings_changed", "channel_rules_changed", "exported",
  "source_connected", "source_changed", "source_tested", "source_asked", "source_paused", "source_resumed", "source_removed", "demo_removed",
  "override_set", "override_withdrawn", "projection_asked",
  "event_added", "event_changed", "event_removed", "events_imported", "holidays_changed", "goal_set", "goal_removed",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** Someone who isn't an actor (yet): a visitor at the door, a holder of a link, a script. */
export interface Outsider {
  name: string;
  via: "session" | "link" | "script" | "none";
  userId?: string;
  ip?: string | null;
}

/** Details hold what was before and after, never a password, token or key. */
export async function audit(db: Database, actor: Actor | Outsider, action: AuditAction, target: string, details: Record<string, unknown> = {}): Promise<void> {
  await db.insertInto("app.audit").values({
    actor_id: actor.userId ?? null, actor_name: actor.name, via: actor.via, action, target, details: JSON.stringify(details), ip: actor.ip ?? null,
  }).execute();
}
