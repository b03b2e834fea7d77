import type { AuditEntry } from "#lib/access/audit-log.ts";
import { roles, scopeNames } from "#lib/access/policy.ts";
import type { translator } from "#lib/words/words.ts";

type Words = ReturnType<typeof translator<"access">>;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** What an entry is about. A refusal says what was asked for ("people:read"): it is told in words. */
export function targetText(entry: AuditEntry, t: Words): string {
  const [resource, action] = entry.target.split(":");
  if (entry.action !== "denied" || !t.has(`audit.resource.${resource}` as never)) return entry.target;
  return t(`audit.wanted.${action === "write" ? "write" : "read"}`, { what: t(`audit.resource.${resource}` as "audit.resource.people") });
}

/** What the details of an entry say, after its target: " · Marketer → Owner", " · Read figures · 90 days". Of two records only what differs. */
export function detailText(entry: AuditEntry, t: Words): string {
  const { before, after, ...rest } = entry.details;
  const parts: string[] = [];
  if (isRecord(before) && isRecord(after)) {
    for (const name of Object.keys(after)) if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) parts.push(`${named(name, t)}: ${said(before[name], t)} → ${said(after[name], t)}`);
  } else if (before !== undefined || after !== undefined) parts.push(`${said(before, t)} → ${said(after, t)}`);
  for (const [name, value] of Object.entries(rest)) parts.push(name === "role" || name === "scopes" ? said(value, t) : `${named(name, t)}: ${said(value, t)}`);
  return parts.map((part) => ` · ${part}`).join("");
}

function named(name: string, t: Words): string {
  return t.has(`audit.detail.${name}` as never) ? t(`audit.detail.${name}` as "audit.detail.days") : name;
}

function said(value: unknown, t: Words): string {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value)) return value.map((one) => said(one, t)).join(", ");
  if (isRecord(value)) return Object.entries(value).map(([name, one]) => `${named(name, t)} ${said(one, t)}`).join(", ");
  const role = roles.find((name) => name === value);
  if (role) return t(`role.${role}`);
  const scope = scopeNames.find((name) => name === value);
  return scope ? t(`scope.${scope}`) : String(value);
}
