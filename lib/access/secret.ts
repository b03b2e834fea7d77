// Random values that open something, and the only form in which they are kept.
import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, safe in a path and in a header. */
export function newSecret(prefix = ""): string {
  return prefix + randomBytes(32).toString("base64url");
}

/** SHA-256 as hex. Enough for secrets of 256 bits; passwords go through scrypt instead. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
