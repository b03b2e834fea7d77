// A Postgres of the operator's own (DATABASE_URL): reached, and of a version that Storecast knows?
import pg from "pg";
import { AppError } from "#lib/core/errors.ts";

const known = { from: 15, through: 18 };

/** The address without its password, for messages. */
export function withoutPassword(url: string): string {
  try {
    const address = new URL(url);
    if (address.password) address.password = "***";
    return address.href;
  } catch {
    return "DATABASE_URL";
  }
}

/** Version number as the server gives it (180004). Throws AppError "unavailable" in words when it can't be reached or isn't Postgres 15 to 18. */
export async function checkServer(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  let version: number;
  try {
    await client.connect();
    version = Number((await client.query<{ v: string }>("select current_setting('server_version_num') as v")).rows[0]!.v);
  } catch (cause) {
    throw new AppError("unavailable", "database.unreachable", `DATABASE_URL (${withoutPassword(url)}) can't be used: ${reason(cause)}`, {}, { cause });
  } finally {
    await client.end().catch(() => {});
  }
  const major = Math.floor(version / 10_000);
  if (major < known.from || major > known.through) throw new AppError("refused", "database.version", `DATABASE_URL names a Postgres ${major}; Storecast works with ${known.from} to ${known.through}.`, { major });
  return version;
}

function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  switch (code) {
    case "ECONNREFUSED": return "nothing listens there. Is the server running, and are host and port right?";
    case "ENOTFOUND": case "EAI_AGAIN": return "its host name is not known.";
    case "28P01": case "28000": return "the server refuses this user or password.";
    case "3D000": return "the server has no database of that name. Make it first: create database storecast.";
    default: return message || String(error);
  }
}
