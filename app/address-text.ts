// What an address may hold as text. Postgres takes no NUL, and no name of a country, product or order has control characters.
import { AppError } from "#lib/core/errors.ts";

const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Whether a text can be a key: tabs and line ends can, as order files bring them. */
export function isPrintable(text: string): boolean {
  return !controls.test(text);
}

/** Hands the parameters back. Throws AppError "invalid" that names the first one with control characters in it. */
export function printable(search: URLSearchParams): URLSearchParams {
  for (const [name, value] of search) {
    if (isPrintable(name) && isPrintable(value)) continue;
    const parameter = isPrintable(name) ? name : "?";
    throw new AppError("invalid", "metrics.parameter", `The parameter "${parameter}" holds control characters.`, { parameter, why: "holds control characters" });
  }
  return search;
}
