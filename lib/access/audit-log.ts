// Reading the record, newest first, a page at a time.
import type { Database } from "#db/client.ts";
import type { AuditAction } from "#lib/access/audit.ts";

export interface AuditEntry { id: string; at: string; actor: string; via: "session" | "key" | "link" | "script" | "none"; action: AuditAction; target: string; details: Record<string, unknown>; ip: string | null }

/** What the reader can narrow the record to. */
export const auditGroups = {
  sign_in: ["signed_in", "sign_in_failed", "signed_out", "session_ended", "password_changed", "password_link_made", "password_reset", "owner_link_made"],
  people: ["owner_created", "person_invited", "invitation_revoked", "invitation_accepted", "role_changed", "person_disabled", "person_enabled", "name_changed"],
  keys: ["key_made", "key_revoked"],
  figures: ["import_started", "import_finished", "import_undone", "store_created", "store_changed", "settings_changed", "channel_rules_changed", "exported"],
  plan: ["event_added", "event_changed", "event_removed", "events_imported", "holidays_changed", "goal_set", "goal_removed"],
  refused: ["denied", "sign_in_failed"],
} as const satisfies Record<string, readonly AuditAction[]>;
export type AuditGroup = keyof typeof auditGroups;
export const auditGroupNames = Object.keys(auditGroups) as AuditGroup[];

export interface AuditQuery { group?: AuditGroup | undefined; /** Only older entries than this id. */ before?: string | undefined; limit: number }

/** Entries and, when there are older ones, the id to ask for next. */
export async function readAudit(db: Database, query: AuditQuery): Promise<{ entries: AuditEntry[]; next: string | null }> {
  let rows = db.selectFrom("app.audit").selectAll().orderBy("audit_id", "desc").limit(query.limit + 1);
  if (query.group) rows = rows.where("action", "in", auditGroups[query.group]);
  if (query.before) rows = rows.where("audit_id", "<", query.before);
  const found = await rows.execute();
  const entries = found.slice(0, query.limit).map((row): AuditEntry => ({
    id: row.audit_id, at: row.at.toISOString(), actor: row.actor_name, via: row.via as AuditEntry["via"], action: row.action as AuditAction, target: row.target,
    details: (row.details ?? {}) as Record<string, unknown>, ip: row.ip,
  }));
  return { entries, next: found.length > query.limit ? entries.at(-1)!.id : null };
}
