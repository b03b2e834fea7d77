import type { AuditEntry } from "#lib/access/audit-log.ts";
import { roles, scopeNames } from "#lib/access/policy.ts";
import type { translator } from "#lib/words/words.ts";

/** What the details of an entry say, after its target: " · Marketer → Owner", " · role: Marketer", " · rows: 41". */
export function detailText(entry: AuditEntry, t: ReturnType<typeof translator<"access">>): string {
  const { before, after, ...rest } = entry.details;
  const value = (one: unknown): string => {
    if (Array.isArray(one)) return one.map(value).join(", ");
    const role = roles.find((name) => name === one);
    if (role) return t(`role.${role}`);
    const scope = scopeNames.find((name) => name === one);
    if (scope) return t(`scope.${scope}`);
    return one === null || one === undefined ? "–" : typeof one === "object" ? JSON.stringify(one) : String(one);
  };
  const parts = before === undefined && after === undefined ? [] : [`${value(before)} → ${value(after)}`];
  for (const [name, one] of Object.entries(rest)) parts.push(name === "role" || name === "scopes" ? value(one) : `${name}: ${value(one)}`);
  return parts.map((part) => ` · ${part}`).join("");
}
