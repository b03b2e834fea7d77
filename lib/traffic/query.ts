// One way to ask the database, whether the caller holds a Kysely transaction or a bare client of the ingest engine.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";

export type Query = <Row>(text: string, parameters: readonly unknown[]) => Promise<Row[]>;

export function queryOf(db: Database): Query {
  return async <Row>(text: string, parameters: readonly unknown[]) => (await db.executeQuery<Row>({ ...sql.raw<Row>(text).compile(db), parameters })).rows;
}
