// Which passwords we take, and how they are kept: scrypt by better-auth, one at a time.
import { dictionary } from "@zxcvbn-ts/language-common";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { AppError } from "#lib/core/errors.ts";

export const shortestPassword = 12;
export const longestPassword = 128;
/** Passwords that many people use, from leaked lists; about 49,000. */
const common = new Set(dictionary["passwords-common"] as string[]);

/**
 * Refuses what guessing finds soon: short, in the common list (also with signs or digits around it or
 * written twice), few different characters, or made of the product's or the person's own name.
 * No rule asks for signs or digits: a long sentence is good. Throws `invalid` with field "password".
 */
export function checkPassword(password: string, email: string): void {
  const refuse = (why: string, english: string) => { throw new AppError("invalid", `access.password_${why}`, english, { field: "password", shortest: shortestPassword, longest: longestPassword }); };
  const length = [...password].length;
  if (length < shortestPassword) refuse("short", `Use at least ${shortestPassword} characters.`);
  if (length > longestPassword) refuse("long", `Use at most ${longestPassword} characters.`);
  const lower = password.normalize("NFKC").toLowerCase();
  if (isCommon(lower) || new Set(lower).size < 5) refuse("common", "This password is easy to guess.");
  const own = email.toLowerCase().split("@")[0]!;
  if (lower.includes("storecast") || (own.length >= 4 && lower.includes(own))) refuse("own_name", "Leave out your e-mail name and the product's name.");
}

function isCommon(lower: string): boolean {
  const half = lower.slice(0, lower.length / 2);
  const core = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return common.has(lower) || core === "" || common.has(core) || (half + half === lower && common.has(half));
}

/** A hash costs 0.1 to 0.2 s of a core: one at a time, so that many sign-ins can't stop everything else. */
let last: Promise<unknown> = Promise.resolve();
let waiting = 0;
const mostWaiting = 20;

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= mostWaiting) throw new AppError("unavailable", "access.busy", "Too many people sign in at this moment. Try again in a minute.");
  waiting += 1;
  const mine = last.then(work);
  last = mine.catch(() => {});
  try { return await mine; } finally { waiting -= 1; }
}

export const hashInTurn = (password: string): Promise<string> => inTurn(() => hashPassword(password));
export const verifyInTurn = (given: { hash: string; password: string }): Promise<boolean> => inTurn(() => verifyPassword(given));
