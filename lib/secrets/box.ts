// Sealing and opening, nothing else: AES-256-GCM with a key of its own for each record, itself sealed ("wrapped")
// by the installation's key. So a new installation key touches 60 bytes of a record, never what it holds.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { AppError } from "#lib/core/errors.ts";

/** The installation's key, 32 bytes, and how records name it. */
export interface Key { id: string; bytes: Buffer }

/** What a record's secret belongs to: a box opens nowhere else, so that rows can't be swapped. */
export interface Place { storeId: number; connectionId: number; source: string }

/** As it is stored, JSON. `wrapped` and `body` are Base64 of 12 bytes of nonce, 16 of tag, and the rest. */
export interface Box { v: 1; key: string; wrapped: string; body: string }

const nonceLength = 12;
const tagLength = 16;

/** A key from its 32 bytes. Its id is part of a hash: it tells keys apart and nothing else about them. */
export function keyOf(bytes: Buffer): Key {
  if (bytes.length !== 32) throw new Error(`A key has 32 bytes, not ${bytes.length}.`);
  return { id: createHash("sha256").update("storecast key id\0").update(bytes).digest("hex").slice(0, 12), bytes };
}

export function sealWith(plain: string, place: Place, key: Key): Box {
  const own = randomBytes(32);
  return { v: 1, key: key.id, wrapped: encrypt(own, key.bytes, about("key", place, key.id)), body: encrypt(Buffer.from(plain), own, about("body", place)) };
}

/** Throws AppError secrets.other_key when none of the keys is the box's, secrets.changed when it isn't of this place or was altered. */
export function openWith(box: Box, place: Place, keys: readonly Key[]): string {
  return unwrapped(box, place, keys, (own) => decrypt(box.body, own, about("body", place)).toString());
}

/** The same box under another installation key; what it holds is proved to open, and stays as it is. */
export function rewrap(box: Box, place: Place, keys: readonly Key[], to: Key): Box {
  return unwrapped(box, place, keys, (own) => {
    decrypt(box.body, own, about("body", place));
    return { ...box, key: to.id, wrapped: encrypt(own, to.bytes, about("key", place, to.id)) };
  });
}

function unwrapped<T>(box: Box, place: Place, keys: readonly Key[], use: (own: Buffer) => T): T {
  const key = keys.find((candidate) => candidate.id === box.key);
  if (!key) throw new AppError("unavailable", "secrets.other_key", `No key fits: it was sealed with the key ${box.key}.`, { key: String(box.key) });
  try {
    return use(decrypt(box.wrapped, key.bytes, about("key", place, key.id)));
  } catch (cause) {
    throw new AppError("unavailable", "secrets.changed", "The credentials kept for this connection were altered or belong to another one. Enter them again.", {}, { cause });
  }
}

function about(part: "key" | "body", place: Place, keyId = ""): Buffer {
  return Buffer.from(JSON.stringify(["storecast", 1, part, place.storeId, place.connectionId, place.source, keyId]));
}

function encrypt(plain: Buffer, key: Buffer, aad: Buffer): string {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagLength }).setAAD(aad);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

function decrypt(text: string, key: Buffer, aad: Buffer): Buffer {
  const bytes = Buffer.from(text, "base64");
  const cipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceLength), { authTagLength: tagLength });
  cipher.setAAD(aad).setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
  return Buffer.concat([cipher.update(bytes.subarray(nonceLength + tagLength)), cipher.final()]);
}
