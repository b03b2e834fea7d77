// Writes db/schema.ts from a migrated database: npm run schema (DATABASE_URL names it). Types only; never edited by hand.
import { spawnSync } from "node:child_process";
import { databaseUrl } from "#lib/database.ts";

const done = spawnSync("npx", ["kysely-codegen", "--dialect", "postgres", "--date-parser", "string", "--exclude-pattern", "{public,mart}.*", "--url", databaseUrl(), "--out-file", "db/schema.ts"], { stdio: "inherit" });
process.exitCode = done.status ?? 1;
