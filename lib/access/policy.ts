// The one table of who may do what. Pages, routes, keys and the menu all ask here, on each request.

/** sales_rep is a name kept for later: it has no rights yet. */
export const roles = ["owner", "sales_manager", "marketer", "executive", "sales_rep"] as const;
export type Role = (typeof roles)[number];
/** Roles that a person can be given today. */
export const givenRoles = ["owner", "sales_manager", "marketer", "executive"] as const satisfies readonly Role[];

export type Action = "read" | "write";
const everyone = givenRoles;
const managers = ["owner", "sales_manager"] as const;
const owner = ["owner"] as const;
/** Who decides how traffic is named and bought. */
const marketing = ["owner", "sales_manager", "marketer"] as const;

/**
 * Resource → action → roles. What isn't listed is denied.
 * Import files hold customers' details (rejected rows can be downloaded), so only managers see them.
 */
export const policy = {
  overview: { read: everyone },
  metrics: { read: everyone },
  /** What sales will be, and a person's own figure beside it. */
  projections: { read: everyone, write: managers },
  /** Who runs promotions and mailings enters them. */
  calendar: { read: everyone, write: marketing },
  goals: { read: everyone, write: managers },
  definitions: { read: everyone },
  orders: { read: everyone },
  exports: { read: everyone },
  stores: { read: everyone, write: managers },
  settings: { read: managers, write: managers },
  imports: { read: managers, write: managers },
  channel_rules: { read: everyone, write: marketing },
  sources: { read: ["owner", "sales_manager", "marketer"], write: managers },
  /** Rows that could not be read, as the vendor sent them. */
  source_rejects: { read: managers },
  /** Removing the simulated stores. */
  demo: { write: managers },
  people: { read: owner, write: owner },
  keys: { read: owner, write: owner },
  audit: { read: owner },
  account: { read: everyone, write: everyone },
  health: { read: everyone },
} as const satisfies Record<string, Partial<Record<Action, readonly Role[]>>>;
export type Resource = keyof typeof policy;

/** Single fields that fewer roles may see than the resource they stand in. */
export const fieldPolicy = {
  /** Who placed an order: an id, and in imports a name or an address. */
  "orders.customer": managers,
} as const satisfies Record<string, readonly Role[]>;
export type Field = keyof typeof fieldPolicy;

/**
 * What a key can be given, in a person's terms. A key may do what its scopes name AND its maker's role
 * allows at that moment. No scope reaches people, keys, audit or the account.
 */
export const scopes = {
  metrics: ["metrics:read", "overview:read", "projections:read", "calendar:read", "goals:read", "definitions:read", "stores:read", "exports:read", "health:read"],
  orders: ["orders:read", "stores:read", "exports:read", "health:read"],
  imports: ["imports:read", "imports:write", "stores:read", "stores:write", "health:read"],
} as const satisfies Record<string, readonly `${Resource}:${Action}`[]>;
export type Scope = keyof typeof scopes;
export const scopeNames = Object.keys(scopes) as Scope[];

/** The part of an actor that decides: a role, and for a key its scopes (null: a person at a browser). */
export interface Rights {
  role: Role;
  scopes: readonly Scope[] | null;
}

/** Roles that the table names for this pair; empty when it names none. */
export function rolesFor(resource: Resource, action: Action): readonly Role[] {
  return (policy[resource] as Partial<Record<Action, readonly Role[]>>)[action] ?? [];
}

export function may(rights: Rights, resource: Resource, action: Action = "read"): boolean {
  if (!rolesFor(resource, action).includes(rights.role)) return false;
  if (rights.scopes === null) return true;
  const wanted = `${resource}:${action}`;
  return rights.scopes.some((scope) => (scopes[scope] as readonly string[] | undefined)?.includes(wanted));
}

/** Whether this reader may see a field; a key needs the scope `orders` for the fields of orders. */
export function maySee(rights: Rights, field: Field): boolean {
  const resource = field.split(".")[0] as Resource;
  return (fieldPolicy[field] as readonly Role[]).includes(rights.role) && may(rights, resource);
}
