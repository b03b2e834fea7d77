// The secret that signs this installation's cookies: random, made once, kept beside the data.
// It alone opens nothing: a session is found by its token, which only the browser has.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { currentConfig } from "#lib/config.ts";
import { newSecret } from "#lib/access/secret.ts";

let held: string | undefined;

/** Reads `<home>/secret`, or makes it (0600). Two processes that start at once end with the same one. */
export function installationSecret(): string {
  return (held ??= readOrMake(path.join(currentConfig().home, "secret")));
}

function readOrMake(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    writeFileSync(file, newSecret(), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < 40) throw new Error(`${file} is damaged. Remove it and start again; everybody signs in anew.`);
  return secret;
}
