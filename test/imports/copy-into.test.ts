// COPY text on its way: whole or in pieces, told when it has left, and what Postgres says of it.
import { afterAll, beforeAll, expect, test } from "vitest";
import type pg from "pg";
import { openPool } from "#db/client.ts";
import { copyInto } from "#lib/imports/copy-into.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

let fresh: FreshDatabase;
let pool: ReturnType<typeof openPool>;
let client: pg.PoolClient;
beforeAll(async () => {
  fresh = await freshDatabase();
  pool = openPool(fresh.url, { max: 1 });
  client = await pool.connect();
  await client.query("create table public.told (no int primary key, name text)");
});
afterAll(async () => {
  client.release();
  await pool.end();
  await fresh.drop();
});
const count = async () => Number((await client.query("select count(*) from public.told")).rows[0].count);

test("pieces larger than any buffer on the way come in whole, and are told to have left before they are in", async () => {
  const seen: string[] = [];
  function* pieces(): Generator<string> {
    for (let piece = 0; piece < 20; piece++) yield Array.from({ length: 5_000 }, (_, at) => `${piece * 5_000 + at}\t${"Größe ".repeat(20)}\n`).join("");
  }
  await copyInto(client, "public.told", pieces(), () => seen.push("left"));
  seen.push("in");
  expect([seen, await count()]).toEqual([["left", "in"], 100_000]);
});

test("what Postgres refuses is thrown in its words, in the middle of pieces too, and the client goes on", async () => {
  function* pieces(): Generator<string> {
    yield "200000\tgood\n";
    yield "no number\tbad\n";
    for (let piece = 0; piece < 50; piece++) yield `${"3".repeat(8)}\t${"x".repeat(100_000)}\n`;
  }
  await expect(copyInto(client, "public.told", pieces())).rejects.toThrow("invalid input syntax for type integer");
  await expect(copyInto(client, "public.missing", "1\t2\n")).rejects.toThrow('relation "public.missing" does not exist');
  await copyInto(client, "public.told (no)", Buffer.from("300000\n"));
  expect(await count()).toBe(100_001);
});
