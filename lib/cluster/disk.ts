// Warns while there is still time: a full disk makes Postgres stop.
import { statfsSync } from "node:fs";

const mebibyte = 1024 ** 2;

export interface DiskRoom {
  /** Bytes that an ordinary account can still write. */
  free: number;
  /** Bytes of the whole file system. */
  total: number;
  state: "fine" | "low" | "dangerous";
}

/**
 * Low: less than 5 % left, but at least 1 GiB and at most 5 GiB (so a big disk isn't called full, and a
 * small one is warned in time). Dangerous: less than 200 MiB, where the server's next log file may not fit.
 */
export function judgeRoom(free: number, total: number): DiskRoom["state"] {
  if (free < 200 * mebibyte) return "dangerous";
  return free < Math.min(5 * 1024 * mebibyte, Math.max(1024 * mebibyte, total * 0.05)) ? "low" : "fine";
}

export function diskRoom(folder: string): DiskRoom {
  const fs = statfsSync(folder);
  const free = fs.bavail * fs.bsize;
  const total = fs.blocks * fs.bsize;
  return { free, total, state: judgeRoom(free, total) };
}

/** "1.4 GB", for messages. */
export function inWords(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} KB`;
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
