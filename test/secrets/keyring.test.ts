import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureKeys, keyFile, keyPlaceWords, newKey, readKeys, writeKeys } from "#lib/secrets/keyring.ts";
import { open } from "#lib/secrets/secrets.ts";
import { sealWith } from "#lib/secrets/box.ts";
import { removeHome, temporaryHome } from "#test/support/home.ts";

let home: string;
const here = () => ({ home, secretsKey: undefined });
const place = { storeId: 1, connectionId: 2, source: "ga4" };
beforeEach(() => { home = temporaryHome("keys"); });
afterEach(() => removeHome(home));

test("the key is made on first need, for its owner's eyes, and stays", () => {
  expect(readKeys(here())).toEqual([]);
  const [first] = ensureKeys(here());
  expect(statSync(keyFile(home)).mode & 0o777).toBe(0o600);
  expect(ensureKeys(here())).toEqual([first]);
  expect(readFileSync(keyFile(home), "utf8")).toMatch(/^# .*\n[A-Za-z0-9+/]{43}=\n$/);
});

test("processes that need it at once end with the same key", async () => {
  const script = `import { ensureKeys } from "#lib/secrets/keyring.ts"; process.stdout.write(ensureKeys({ home: process.argv[1], secretsKey: undefined })[0].id);`;
  const ids = await Promise.all(Array.from({ length: 4 }, () => new Promise<string>((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script, home], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (part) => { said += part; });
    child.on("exit", (code) => (code === 0 ? resolve(said) : reject(new Error(`exit ${code}`))));
  })));
  expect(new Set(ids)).toEqual(new Set([readKeys(here())[0]!.id]));
});

test("a key from the environment is used in place of the file, in Base64 or hex", () => {
  const bytes = randomBytes(32);
  const [a] = readKeys({ home, secretsKey: bytes.toString("base64") });
  const [b] = readKeys({ home, secretsKey: bytes.toString("hex") });
  expect([a!.bytes, b!.id]).toEqual([bytes, a!.id]);
  expect(readKeys({ home, secretsKey: `${bytes.toString("base64")}, ${randomBytes(32).toString("base64url")}` })).toHaveLength(2);
  ensureKeys({ home, secretsKey: bytes.toString("hex") });
  expect(() => statSync(keyFile(home))).toThrow();
});

test.each(["short", "x".repeat(44), randomBytes(31).toString("base64"), "!!!"])("what is no key is refused by name: %s", (text) => {
  writeFileSync(keyFile(home), text);
  expect(() => readKeys(here())).toThrowError(`${keyFile(home)} holds no key`);
  expect(() => readKeys({ home, secretsKey: text })).toThrowError("STORECAST_SECRETS_KEY holds no key");
});

test("without its file the words say what is missing, with another file whose it is", () => {
  const box = sealWith("x", place, newKey());
  expect(() => open(box, place, here())).toThrowError(`${path.join(home, "secrets.key")} is missing. It opens the credentials of your connections`);
  expect(() => readFileSync(keyFile(home))).toThrow();
  ensureKeys(here());
  expect(() => open(box, place, here())).toThrowError("belongs to another installation");
});

test("a file that is written anew is whole or the old one", () => {
  const keys = [newKey(), newKey()];
  writeKeys(home, keys);
  expect(readKeys(here())).toEqual(keys);
  rmSync(keyFile(home));
  expect(keyPlaceWords(here())).toBe(keyFile(home));
});
