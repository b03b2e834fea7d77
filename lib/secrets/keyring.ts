// Where the installation's key is: STORECAST_SECRETS_KEY, else the file `secrets.key` in the data folder. Never
// in the database, and so never in a backup. It is read at each use: another process may have changed it.
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { AppError } from "#lib/core/errors.ts";
import { keyOf, type Key } from "#lib/secrets/box.ts";

export interface KeyPlace {
  home: string;
  /** STORECAST_SECRETS_KEY: keys in Base64 or hex, divided by commas. */
  secretsKey: string | undefined;
}

const head = "# Opens the credentials of your connections. Keep a copy apart from the backups; who has both, has the credentials.\n";

export const keyFile = (home: string) => path.join(home, "secrets.key");

/** How messages name where the key is. */
export function keyPlaceWords(place: KeyPlace): string {
  return place.secretsKey ? "STORECAST_SECRETS_KEY" : keyFile(place.home);
}

/** All keys there are, the one that seals first; empty when none was made. Throws AppError secrets.key_damaged. */
export function readKeys(place: KeyPlace): Key[] {
  const texts = place.secretsKey ? place.secretsKey.split(",") : lines(keyFile(place.home));
  return texts.map((text) => text.trim()).filter((text) => text !== "" && !text.startsWith("#")).map((text) => parse(text, place));
}

/** All keys; makes the first one when there is none. Two processes that start at once end with the same one. */
export function ensureKeys(place: KeyPlace): Key[] {
  const known = readKeys(place);
  if (known.length > 0) return known;
  mkdirSync(place.home, { recursive: true, mode: 0o700 });
  writeDurably(place.home, [newKey()], (draft, file) => {
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    rmSync(draft);
  });
  const made = readKeys(place);
  if (made.length === 0) throw damaged(place);
  return made;
}

/** Puts other keys into the file, all at once. */
export function writeKeys(home: string, keys: readonly Key[]): void {
  writeDurably(home, keys, renameSync);
}

export function newKey(): Key {
  return keyOf(randomBytes(32));
}

function writeDurably(home: string, keys: readonly Key[], place: (draft: string, file: string) => void): void {
  const file = keyFile(home);
  const draft = `${file}.${process.pid}`;
  rmSync(draft, { force: true });
  const out = openSync(draft, "wx", 0o600);
  try {
    writeSync(out, head + keys.map((key) => `${key.bytes.toString("base64")}\n`).join(""));
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
  place(draft, file);
  // The name too must outlive a power cut, or credentials sealed from here on would open no more.
  const folder = openSync(home, "r");
  try {
    fsyncSync(folder);
  } catch { /* not every system can */ } finally {
    closeSync(folder);
  }
}

function lines(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new AppError("unavailable", "secrets.key_unreadable", `${file} can't be read: ${(error as Error).message}.`, { file }, { cause: error });
  }
}

function parse(text: string, place: KeyPlace): Key {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, "hex") : Buffer.from(text, "base64");
  if (bytes.length !== 32 || !/^[A-Za-z0-9+/_=-]+$/.test(text)) throw damaged(place);
  return keyOf(bytes);
}

function damaged(place: KeyPlace): AppError {
  const where = keyPlaceWords(place);
  return new AppError("unavailable", "secrets.key_damaged", `${where} holds no key: a key is 32 bytes in Base64 or hex. Put the right one back; if it is lost, remove it and enter the credentials of each connection again.`, { where });
}
