import { describe, expect, it } from "vitest";
import { fieldPolicy, may, maySee, policy, roles, scopeNames, scopes, type Action, type Resource } from "#lib/access/policy.ts";

const person = (role: (typeof roles)[number]) => ({ role, scopes: null });

describe("the policy", () => {
  it("gives a sales representative nothing yet", () => {
    for (const resource of Object.keys(policy) as Resource[]) for (const action of ["read", "write"] as Action[]) expect(may(person("sales_rep"), resource, action)).toBe(false);
  });

  it("lets only the owner see people, keys and the audit log", () => {
    for (const resource of ["people", "keys", "audit"] as const) {
      expect(roles.filter((role) => may(person(role), resource))).toEqual(["owner"]);
      expect(roles.filter((role) => may(person(role), resource, "write"))).toEqual(resource === "audit" ? [] : ["owner"]);
    }
  });

  it("lets marketers and executives see orders without the customers", () => {
    for (const role of ["marketer", "executive"] as const) {
      expect(may(person(role), "orders")).toBe(true);
      expect(maySee(person(role), "orders.customer")).toBe(false);
    }
    expect(Object.keys(fieldPolicy).map((field) => maySee(person("sales_manager"), field as "orders.customer"))).toEqual([true]);
  });

  it("denies what the table doesn't name", () => {
    expect(may(person("owner"), "metrics", "write")).toBe(false);
  });

  it("never lets a key do more than its maker's role", () => {
    for (const role of roles) for (const resource of Object.keys(policy) as Resource[]) for (const action of ["read", "write"] as Action[]) {
      if (may({ role, scopes: scopeNames }, resource, action)) expect(may(person(role), resource, action)).toBe(true);
    }
    expect(may({ role: "executive", scopes: ["imports"] }, "imports", "write")).toBe(false);
  });

  it("lets no scope reach people, keys, the audit log or the account", () => {
    const reached = new Set(Object.values(scopes).flat().map((pair) => pair.split(":")[0]));
    for (const closed of ["people", "keys", "audit", "account", "settings"]) expect(reached.has(closed)).toBe(false);
  });

  it("lets a key do only what its scopes name", () => {
    expect(may({ role: "owner", scopes: ["metrics"] }, "metrics")).toBe(true);
    expect(may({ role: "owner", scopes: ["metrics"] }, "orders")).toBe(false);
    expect(maySee({ role: "owner", scopes: ["metrics"] }, "orders.customer")).toBe(false);
    expect(may({ role: "owner", scopes: [] }, "health")).toBe(false);
  });
});
