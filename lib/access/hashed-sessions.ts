// better-auth keeps a session's token as it is; this adapter around its own keeps only the hash, so that a
// copy of the database lets nobody in. What it hands back carries the token that it was asked with.
import type { BetterAuthOptions } from "better-auth";
import { kyselyAdapter } from "@better-auth/kysely-adapter";
import type { Kysely } from "kysely";
import { hashSecret } from "#lib/access/secret.ts";

type Adapter = ReturnType<ReturnType<typeof kyselyAdapter>>;
interface Asked { model: string; where?: { field: string; value: unknown }[]; data?: Record<string, unknown>; update?: Record<string, unknown> }

/** Methods that name rows of a model by `where`, write `data`, or both. */
const wrapped = ["create", "findOne", "findMany", "count", "update", "updateMany", "delete", "deleteMany"] as const;

export function hashedSessions(db: Kysely<any>): (options: BetterAuthOptions) => Adapter {
  return (options) => {
    const inner = kyselyAdapter(db, { type: "postgres", transaction: false })(options);
    const outer = { ...inner } as Record<string, unknown>;
    for (const name of wrapped) {
      const method = inner[name] as (asked: Asked) => Promise<unknown>;
      outer[name] = async (asked: Asked) => (asked.model === "session" ? withToken(await method(hashed(asked)), givenToken(asked)) : method(asked));
    }
    outer.transaction = (work: (adapter: Adapter) => Promise<unknown>) => work(outer as unknown as Adapter);
    return outer as unknown as Adapter;
  };
}

function hashed(asked: Asked): Asked {
  const copy = { ...asked };
  for (const part of ["data", "update"] as const) {
    const token = asked[part]?.token;
    if (typeof token === "string") copy[part] = { ...asked[part], token: hashSecret(token) };
  }
  if (asked.where) copy.where = asked.where.map((term) => (term.field === "token" ? { ...term, value: hashedValue(term.value) } : term));
  return copy;
}

function hashedValue(value: unknown): unknown {
  return Array.isArray(value) ? value.map((one) => hashSecret(String(one))) : hashSecret(String(value));
}

function givenToken(asked: Asked): string | undefined {
  const given = asked.data?.token ?? asked.where?.find((term) => term.field === "token")?.value;
  return typeof given === "string" ? given : undefined;
}

function withToken(row: unknown, token: string | undefined): unknown {
  return token !== undefined && row !== null && typeof row === "object" && "token" in row ? { ...row, token } : row;
}
