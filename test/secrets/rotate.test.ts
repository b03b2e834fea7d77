import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { verifyArchive } from "#lib/cluster/archive.ts";
import { writeBackup } from "#lib/cluster/backup.ts";
import { ensureKeys, keyFile, newKey, readKeys, writeKeys } from "#lib/secrets/keyring.ts";
import { rotateKey } from "#lib/secrets/rotate.ts";
import { open, seal, type Box } from "#lib/secrets/secrets.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { removeHome, temporaryHome } from "#test/support/home.ts";
import { sized } from "#test/support/size.ts";

let fresh: FreshDatabase;
let home: string;
const here = () => ({ home, secretsKey: undefined });
beforeAll(async () => { fresh = await freshDatabase(); });
afterAll(() => fresh.drop());
beforeEach(() => { home = temporaryHome("rotate"); });
afterEach(async () => {
  await fresh.db.deleteFrom("ingest.connection").execute();
  removeHome(home);
});

/** A connection whose secret is its own name unless told. */
async function add(name: string, secret = name): Promise<number> {
  return fresh.db.transaction().execute(async (trx) => {
    const at = new Date();
    const { connection_id: id } = await trx.insertInto("ingest.connection").values({ store_id: 1, source: "ga4", name, created_at: at, updated_at: at }).returning("connection_id").executeTakeFirstOrThrow();
    const box = await seal(trx, secret, { storeId: 1, connectionId: id, source: "ga4" }, here());
    await trx.updateTable("ingest.connection").set({ secret: JSON.stringify(box) }).where("connection_id", "=", id).execute();
    return id;
  });
}

/** Name → what opens, for all connections. */
async function opened(): Promise<[string, string][]> {
  const rows = await fresh.db.selectFrom("ingest.connection").selectAll().orderBy("connection_id").execute();
  return rows.map((row) => [row.name, open(row.secret as unknown as Box, { storeId: row.store_id, connectionId: row.connection_id, source: row.source }, here())]);
}

test("after a rotation all opens with the new key alone", async () => {
  for (const name of ["a", "b", "c"]) await add(name);
  const [old] = readKeys(here());
  const done = await rotateKey(fresh.db, here());
  expect(done).toMatchObject({ rewrapped: 3, unopened: [], resumed: false });
  expect(readKeys(here()).map((key) => key.id)).toEqual([done.key]);
  expect(done.key).not.toBe(old!.id);
  expect(await opened()).toEqual([["a", "a"], ["b", "b"], ["c", "c"]]);
});

test("one that no key opens is named and left as it is, the others go on", async () => {
  const lost = await add("lost");
  writeKeys(home, [newKey()]);
  await add("kept");
  expect(await rotateKey(fresh.db, here())).toMatchObject({ rewrapped: 1, unopened: [lost] });
});

test("what is sealed while the key changes opens afterwards", async () => {
  for (let round = 0; round < 5; round++) await add(`before ${round}`);
  let more = true;
  const sealing = Promise.all([1, 2].map(async (writer) => { for (let number = 0; more && number < 200; number++) await add(`${writer}-${number}`); }));
  for (let round = 0; round < 4; round++) await rotateKey(fresh.db, here());
  more = false;
  await sealing;
  const all = await opened();
  expect(all.length).toBeGreaterThan(5);
  expect(all.filter(([name, secret]) => name !== secret)).toEqual([]);
  expect(readKeys(here())).toHaveLength(1);
});

test("a second rotation at the same time is turned away", async () => {
  for (let number = 0; number < 50; number++) await add(`${number}`);
  const results = await Promise.allSettled([rotateKey(fresh.db, here()), rotateKey(fresh.db, here())]);
  expect(results.filter((result) => result.status === "fulfilled").length).toBeGreaterThanOrEqual(1);
  for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject({ kind: "conflict", code: "secrets.busy" });
  expect((await opened()).every(([name, secret]) => name === secret)).toBe(true);
});

test("with the key in the environment, the operator brings the new one", async () => {
  const [old, fresher] = [newKey(), newKey()].map((key) => key.bytes.toString("base64"));
  const only = (secretsKey: string) => ({ home, secretsKey });
  writeKeys(home, readKeys(only(old!)));
  const id = await add("x");
  await expect(rotateKey(fresh.db, only(old!))).rejects.toMatchObject({ code: "secrets.no_new_key" });
  expect(await rotateKey(fresh.db, only(`${fresher},${old}`))).toMatchObject({ rewrapped: 1 });
  const row = await fresh.db.selectFrom("ingest.connection").select("secret").where("connection_id", "=", id).executeTakeFirstOrThrow();
  expect(open(row.secret as unknown as Box, { storeId: 1, connectionId: id, source: "ga4" }, only(fresher!))).toBe("x");
});

test("a backup holds neither the key nor a credential that can be read", async () => {
  await add("x", "sesame-open-the-door");
  const { file } = await writeBackup({ url: fresh.url, home });
  const bytes = readFileSync(file);
  const parts = (await verifyArchive(file)).parts.map((part) => gunzipSync(bytes.subarray(part.offset, part.offset + part.length)).toString("latin1"));
  const text = [bytes.toString("latin1"), ...parts];
  const [key] = readKeys(here());
  const all = text.join("\n");
  expect(all).toContain(key!.id);
  for (const secret of ["sesame-open", key!.bytes.toString("base64"), key!.bytes.toString("hex")]) expect(all).not.toContain(secret);
});

test("killed at any point, all credentials open, and the next rotation ends with one key", async () => {
  ensureKeys(here());
  for (let number = 0; number < 60; number++) await add(`${number}`);
  const script = `
    import { openDatabase } from "#db/client.ts"; import { rotateKey } from "#lib/secrets/rotate.ts";
    const db = openDatabase(process.argv[1]); process.stdout.write("go");
    for (;;) await rotateKey(db, { home: process.argv[2], secretsKey: undefined });`;
  for (let round = 0; round < sized(5, 25); round++) {
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script, fresh.url, home], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 250));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect((await opened()).filter(([name, secret]) => name !== secret)).toEqual([]);
  }
  // The server may need a moment to see that the last one is gone.
  for (let tries = 0; tries < 50; tries++) {
    const done = await rotateKey(fresh.db, here()).catch((error: { code?: string }) => { if (error.code !== "secrets.busy") throw error; });
    if (done) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(readKeys(here())).toHaveLength(1);
  expect((await opened()).filter(([name, secret]) => name !== secret)).toEqual([]);
  expect(readFileSync(keyFile(home), "utf8").split("\n")).toHaveLength(3);
});
