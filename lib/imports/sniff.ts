// What the first bytes of a file tell: what it is, how its letters are written, what stands between its cells.
import { isUtf8 } from "node:buffer";
import { fault } from "#lib/imports/faults.ts";
import { delimiters, type Delimiter, type Encoding } from "#lib/imports/settings.ts";

export type FileKind = "gzip" | "workbook" | "text";

/** By magic number, not by name. Throws for what is no table. */
export function fileKind(head: Uint8Array): FileKind {
  if (head.length === 0) throw fault("imports.empty");
  const magic = Buffer.from(head.subarray(0, 8)).toString("hex");
  if (magic.startsWith("1f8b")) return "gzip";
  if (magic.startsWith("504b0304") || magic.startsWith("504b0506")) return "workbook";
  // The old compound format: .xls, and also an .xlsx that is encrypted.
  if (magic.startsWith("d0cf11e0")) throw holds(head, "EncryptedPackage") ? fault("imports.locked") : fault("imports.old_excel");
  return "text";
}

function holds(head: Uint8Array, name: string): boolean {
  return Buffer.from(head).includes(Buffer.from(name, "utf16le"));
}

/** Encoding by BOM, by zero bytes (UTF-16 without one), by being valid UTF-8; else Windows-1252. */
export function sniffEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  const sample = head.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  let control = 0;
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i]!;
    if (byte === 0) {
      if (i % 2 === 0) even++;
      else odd++;
    } else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) control++;
  }
  const half = sample.length / 2;
  if (odd > half * 0.6 && even < half * 0.1) return "utf-16le";
  if (even > half * 0.6 && odd < half * 0.1) return "utf-16be";
  // A lone zero byte deep in text is a bad row; zeros or control bytes all over are no text at all.
  if (even + odd > sample.length * 0.01 || control > sample.length * 0.05) throw fault("imports.binary");
  return isUtf8(wholeLetters(head)) ? "utf-8" : "windows-1252";
}

/** Cuts up to three bytes of a letter that the sample's end may have broken. */
function wholeLetters(head: Uint8Array): Uint8Array {
  let end = head.length;
  for (let i = 1; i <= 3 && i < head.length; i++) {
    if (head[head.length - i]! >= 0xc0) {
      end = head.length - i;
      break;
    }
  }
  return head.subarray(0, end);
}

/** The delimiter whose count is highest and alike over the first lines; a comma when none appears. */
export function sniffDelimiter(sample: string): Delimiter {
  const lines = sample.replace(/"[^"]*"/g, "").split(/\r\n|\n|\r/).filter((line) => line.trim() !== "").slice(0, 20);
  let best: Delimiter = ",";
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const top = Math.max(0, ...counts);
    const alike = counts.filter((n) => n === top).length / Math.max(1, counts.length);
    const score = top === 0 ? 0 : alike * 1000 + top;
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

/** Old Mac files end their lines in a lone CR. */
export function sniffNewline(sample: string): "\n" | "\r" {
  return !sample.includes("\n") && sample.includes("\r") ? "\r" : "\n";
}
